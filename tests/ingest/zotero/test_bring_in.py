from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from ingest.load.registry import FORMATS
from ingest.plan import corpus_files
from ingest.sources import read_sources
from ingest.zotero.bring_in import Brought, bring_in
from ingest.zotero.export import read_export
from rag.errors import SettingsError, ZoteroError
from rag.types import Source
from tests.ingest.zotero import made

READABLE = len(FORMATS)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return tmp_path / "corpus"


def bring(
    items: list[made.Item], corpus: Path, ending: str = ".bib", *, again: bool = False
) -> tuple[Brought, ...]:
    folder = made.export(items, corpus.parent / "exports" / f"My Library{ending[1:]}", ending)
    export = read_export(folder)
    return bring_in(export.items, corpus, export.name, again=again)


def outcomes(rows: tuple[Brought, ...]) -> dict[str, int]:
    return dict(Counter(row.outcome for row in rows))


def source(corpus: Path, number: int) -> Source:
    return next(s for f, s in read_sources(corpus).items() if f.startswith(f"{1990 + number} "))


def test_thirty_items_come_in_change_and_come_in_again(corpus: Path) -> None:
    library = made.library()
    first = bring(library, corpus)
    assert outcomes(first) == {"new": READABLE, "no file": 30 - READABLE}
    listed = {row.item.split(":")[0]: row for row in first if row.outcome == "no file"}
    assert "save it as .docx" in listed[library[READABLE].key].note
    assert "nothing is attached" in listed[library[29].key].note
    files = corpus_files(corpus)
    assert len(files) == len(read_sources(corpus)) == READABLE

    assert outcomes(bring(library, corpus)) == {"unchanged": READABLE, "no file": 30 - READABLE}
    before = (corpus / "sources.yaml").read_bytes()
    bring(library, corpus)
    assert (corpus / "sources.yaml").read_bytes() == before

    library[0].title = "On the Wells of District Zero"  # one described anew,
    (path,) = library[1].files  # one with other bytes,
    library[1].files[path] = b"# On levies\n\nThe levy is as it was.\n"
    library[29].files["files/9/late.pdf"] = made.made(".pdf", "On the Late Wells", 29)  # one file
    library.append(made.Item(30, "new30", "On a New Well", 2020, ("Roe", "Mae")))  # and one item
    library[30].files["files/8/new.txt"] = b"A new well is being dug.\n"
    del library[2]  # more, one less
    rows = bring(library, corpus)
    assert outcomes(rows) == {"described anew": 1, "changed": 1, "new": 2, "gone": 1,
                              "unchanged": READABLE - 3, "no file": 30 - READABLE - 1}  # fmt: skip
    assert source(corpus, 0).title == "On the Wells of District Zero"
    assert set(corpus_files(corpus)) == {*files, "late.pdf", "new.txt"}
    changed = next(row.file for row in rows if row.outcome == "changed")
    assert (corpus / changed).read_bytes() == library[1].files[path]


def test_the_same_library_in_all_formats_is_there_once(corpus: Path) -> None:
    library = made.library()
    bring(library, corpus)
    files = corpus_files(corpus)
    for ending in (".ris", ".json", ".bib", ".ris"):
        assert "new" not in outcomes(bring(library, corpus, ending))
    assert corpus_files(corpus) == files
    kept = source(corpus, 3).csl
    assert kept["citation-key"] == library[3].key
    assert kept["custom"] == {"zotero": library[3].uri}


def test_keys_that_change_double_nothing(corpus: Path) -> None:
    library = made.library()
    bring(library, corpus)
    for item in library:
        item.key = f"other{item.number}"
        item.files = {path.replace("files/1", "files/77"): d for path, d in item.files.items()}
    assert "new" not in outcomes(bring(library, corpus))
    assert source(corpus, 3).csl["citation-key"] == "other3"
    assert len(corpus_files(corpus)) == READABLE


def test_an_export_without_files_tells_of_those_that_came_before(corpus: Path) -> None:
    library = made.library(3)
    bring(library, corpus)
    (corpus.parent / "bare").mkdir()
    export = corpus.parent / "bare" / "My Library.json"
    export.write_text(made.csl_json(library), "utf-8")
    given = read_export(export)
    rows = bring_in(given.items, corpus, "other")
    assert outcomes(rows) == {"described anew": 3}
    assert source(corpus, 2).csl["custom"] == {"zotero": library[2].uri}
    library[0].files = {"files/1/now.doc": b"Word of old."}
    rows = bring(library, corpus)
    assert ["docx" in row.note for row in rows] == [True, False, False]
    assert outcomes(rows) == {"described anew": 3}  # BibTeX knows no day


def test_what_is_written_by_hand_wins(corpus: Path) -> None:
    library = made.library(5)
    bring(library, corpus)
    yaml = YAML()
    path = corpus / "sources.yaml"
    content = yaml.load(path)
    mine, other = content["sources"][0], content["sources"][1]
    mine["csl"]["title"] = "My own title"
    mine["caution"] = "Second-hand."
    del mine["csl"]["author"]
    other["csl"]["publisher"] = "Mine alone"
    yaml.dump(content, path)
    path.write_text(f"# kept by Mae\n{path.read_text('utf-8')}", "utf-8")

    rows = bring(library, corpus)
    assert [row.note for row in rows if row.note] == [
        "sources.yaml says otherwise, and stays: author, title"
    ]
    library[0].title, library[0].year, library[1].title = "Another", 2001, "Changed in Zotero"
    bring(library, corpus)
    text = path.read_text("utf-8")
    assert text.startswith("# kept by Mae\n")
    first, second = source(corpus, 0), source(corpus, 1)
    assert (first.title, first.caution) == ("My own title", "Second-hand.")
    assert "author" not in first.csl
    assert first.csl["issued"] == {"date-parts": [[2001, 5]]}
    assert (second.title, second.csl["publisher"]) == ("Changed in Zotero", "Mine alone")


def test_files_that_were_there_already_are_described_and_not_doubled(corpus: Path) -> None:
    library = made.library(3)
    corpus.mkdir()
    (path,) = library[0].files
    (corpus / "mine.txt").write_bytes(library[0].files[path])
    (corpus / "sources.yaml").write_text(
        "sources:\n  - file: mine.txt\n    csl:\n      title: My title\n"
    )
    rows = bring(library, corpus)
    row = next(row for row in rows if row.file == "mine.txt")
    assert (row.outcome, row.note) == (
        "described anew",
        "was in the folder already; sources.yaml says otherwise, and stays: title",
    )
    assert len(corpus_files(corpus)) == 3
    known = read_sources(corpus)["mine.txt"]
    assert (known.title, known.csl["citation-key"]) == ("My title", library[0].key)


def test_what_is_done_to_the_files_by_hand_stays(corpus: Path) -> None:
    library = made.library(4)
    bring(library, corpus)
    gone, moved, edited, _ = corpus_files(corpus)
    (corpus / gone).unlink()
    (corpus / moved).rename(corpus / "renamed.md")
    (corpus / edited).write_text("Corrected by hand.\n")
    for item in library:
        item.files = {path: data + b"\n" for path, data in item.files.items()}
    rows = {row.file: row for row in bring(library, corpus)}
    assert (rows[gone].outcome, rows["renamed.md"].outcome) == ("left out", "changed")
    assert "changed in the folder" in rows[edited].note
    assert (corpus / edited).read_text() == "Corrected by hand.\n"
    assert not (corpus / gone).exists()
    assert not (corpus / moved).exists()
    assert read_sources(corpus)["renamed.md"].title == library[1].title
    assert moved not in read_sources(corpus)
    back = {row.file: row.outcome for row in bring(library, corpus, again=True)}
    assert back[gone] == "new"


def test_files_of_the_same_name_and_of_the_same_bytes(corpus: Path) -> None:
    one = made.Item(1, "one", "On the First", 2001, "A Body")
    two = made.Item(2, "two", "On the Second", 2002, "A Body")
    one.files = {"files/1/report.txt": b"The first.\n", "files/2/report.txt": b"Its annex.\n"}
    two.files = {"files/3/report.txt": b"The second.\n", "files/4/copy.txt": b"The first.\n"}
    rows = bring([one, two], corpus)
    assert outcomes(rows) == {"new": 3, "left out": 1}
    assert "another item’s" in next(row.note for row in rows if row.outcome == "left out")
    one.files = {"files/1/report.txt": b"The first.\n", "files/2/report.txt": b"New annex.\n"}
    again = bring([one, two], corpus)
    assert outcomes(again) == {"unchanged": 2, "changed": 1, "left out": 1}
    texts = sorted((corpus / file).read_text() for file in corpus_files(corpus))
    assert texts == ["New annex.\n", "The first.\n", "The second.\n"]


def test_a_saved_page_beside_a_file_is_left_out(corpus: Path) -> None:
    item = made.Item(1, "one", "On the First", 2001, "A Body")
    item.files = {"files/1/page.html": b"<p>Abstract.</p>", "files/2/report.txt": b"All.\n"}
    assert [(row.file, row.outcome) for row in bring([item], corpus)] == [
        ("files/1/page.html", "left out"),
        ("report.txt", "new"),
    ]


def test_hostile_names_harm_nobody(corpus: Path) -> None:
    item = made.Item(1, "one", "On the First", 2001, "A Body")
    folder = made.export([item], corpus.parent / "export", ".bib")
    (corpus.parent / "secret.txt").write_text("secret")
    (folder / "a;b:c$.txt").write_text("Odd name.\n")
    file = r"../secret.txt;/etc/passwd;file:///etc/hosts;https://example.org/x.pdf;a\;b\:c\$.txt"
    (folder / "export.bib").write_text(f"@book{{k, title = {{T}}, file = {{{file}}}}}\n")
    export = read_export(folder)
    rows = bring_in(export.items, corpus, "export")
    assert {row.file: row.outcome for row in rows} == {
        "../secret.txt": "left out",
        "/etc/passwd": "left out",
        "file:///etc/hosts": "left out",
        "https://example.org/x.pdf": "left out",
        "a;b-c$.txt": "new",
    }
    assert corpus_files(corpus) == ("a;b-c$.txt",)


def test_damaged_records_and_sources_are_refused_before_anything_is_done(corpus: Path) -> None:
    corpus.mkdir()
    (corpus / "sources.yaml").write_text("sources: 5\n")
    with pytest.raises(SettingsError):
        bring(made.library(1), corpus)
    (corpus / "sources.yaml").unlink()
    (corpus / ".zotero.json").write_text('{"items": 5}')
    with pytest.raises(ZoteroError, match="delete it"):
        bring(made.library(1), corpus)
    assert corpus_files(corpus) == ()
