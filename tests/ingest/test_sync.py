from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from ingest.sync import Report, sync
from rag.errors import CorpusError, IdentityMismatch
from rag.models.embedder import Embedder, EmbedderIdentity
from rag.store.chosen_documents import in_scope
from rag.store.store import Store
from rag.types import Scope
from tests.rag.fakes import IDENTITY, hashed_words

Form = Literal["NFC", "NFD"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "wells.txt").write_text("One well in the valley is dry.\n")
    (corpus / "levy.md").write_text("# Levy\n\nThe levy was raised by a third.\n")
    return corpus


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def must_not_load() -> Embedder:
    raise AssertionError("the model was loaded though nothing had to be embedded")


def run(
    folder: Path,
    store: Store,
    load_model: Callable[[], Embedder] = hashed_words,
    identity: EmbedderIdentity = IDENTITY,
    rebuild: bool = False,
    dry_run: bool = False,
    allow_empty: bool = False,
) -> Report:
    return sync(
        folder,
        store,
        identity,
        load_model,
        rebuild=rebuild,
        dry_run=dry_run,
        allow_empty=allow_empty,
    )


def outcomes(report: Report) -> dict[str, str]:
    return {row.file: row.outcome for row in report.rows}


def test_what_has_not_changed_is_not_embedded(folder: Path, store: Store) -> None:
    assert outcomes(run(folder, store)) == {"levy.md": "new", "wells.txt": "new"}
    again = run(folder, store, must_not_load)
    assert outcomes(again) == {"levy.md": "unchanged", "wells.txt": "unchanged"}
    assert again.embedded == 0


def test_only_what_changed_is_embedded(folder: Path, store: Store) -> None:
    run(folder, store)
    (folder / "wells.txt").write_text("Two wells in the valley are dry.\n")
    report = run(folder, store)
    assert outcomes(report) == {"levy.md": "unchanged", "wells.txt": "changed"}
    assert report.embedded == 1
    document = store.document("wells.txt")
    assert document is not None
    assert document.text.startswith("Two wells")


def test_new_metadata_is_taken_without_embedding(folder: Path, store: Store) -> None:
    run(folder, store)
    (folder / "sources.yaml").write_text(
        "sources: [{file: levy.md, id: levy.md, csl: {title: The levy}}]"
    )
    assert outcomes(run(folder, store, must_not_load))["levy.md"] == "described anew"
    document = store.document("levy.md")
    assert document is not None
    assert document.source.title == "The levy"


def test_a_document_without_an_entry_is_called_by_its_heading(folder: Path, store: Store) -> None:
    run(folder, store)
    found = {entry.file: (entry.source.title, entry.source.origins) for entry in store.entries()}
    assert found["levy.md"] == ("Levy", {"title": "first heading"})
    assert found["wells.txt"] == ("wells", {"title": "file name"})
    assert set(outcomes(run(folder, store, must_not_load)).values()) == {"unchanged"}


def test_a_file_that_left_the_folder_leaves_the_index(folder: Path, store: Store) -> None:
    run(folder, store)
    (folder / "wells.txt").unlink()
    assert outcomes(run(folder, store)) == {"levy.md": "unchanged", "wells.txt": "removed"}
    assert [entry.id for entry in store.entries()] == ["levy.md"]


def test_bad_files_get_a_line_each_and_stop_nothing(folder: Path, store: Store) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\0\0\0")
    (folder / "old.txt").write_bytes("The naïve board – dissolved.".encode("cp1252"))
    (folder / "README.md").write_text("About this folder.")
    rows = {row.file: row for row in run(folder, store).rows}
    assert rows["empty.txt"].outcome == rows["picture.txt"].outcome == "skipped"
    assert "empty" in rows["empty.txt"].notes[0]
    assert "binary" in rows["picture.txt"].notes[0]
    assert rows["old.txt"].outcome == "new"
    assert "Windows-1252" in rows["old.txt"].notes[0]
    assert "rename it" in rows["README.md"].notes[0]
    assert {entry.id for entry in store.entries()} == {"levy.md", "old.txt", "wells.txt"}


def test_a_file_that_broke_keeps_its_earlier_version(folder: Path, store: Store) -> None:
    run(folder, store)
    (folder / "wells.txt").write_bytes(b"")
    row = {row.file: row for row in run(folder, store).rows}["wells.txt"]
    assert row.outcome == "skipped"
    assert "earlier is kept" in row.notes[0]
    assert store.document("wells.txt") is not None


def test_two_files_never_share_an_id(folder: Path, store: Store) -> None:
    for name in ("a b.txt", "a+b.txt", f"{'long-' * 30}1.txt", f"{'long-' * 30}2.txt"):
        (folder / name).write_text(f"This is {name}.")
    assert set(outcomes(run(folder, store)).values()) == {"new"}
    (folder / "sources.yaml").write_text("sources: [{file: levy.md, id: wells.txt}]")
    rows = [row for row in run(folder, store).rows if row.outcome == "skipped"]
    assert [row.file for row in rows] == ["wells.txt"]
    assert "'wells.txt' of levy.md" in rows[0].notes[0]


def test_an_entry_without_a_file_is_said(folder: Path, store: Store) -> None:
    (folder / "sources.yaml").write_text("sources: [{file: gone.txt}]")
    assert outcomes(run(folder, store))["gone.txt"] == "skipped"


def test_links_out_of_the_folder_are_not_followed(folder: Path, store: Store) -> None:
    outside = folder.parent / "secret.txt"
    outside.write_text("Secret.")
    (folder / "link.txt").symlink_to(outside)
    assert "link.txt" not in outcomes(run(folder, store))


def test_another_model_is_refused_until_rebuilt(folder: Path, store: Store) -> None:
    run(folder, store)
    other = EmbedderIdentity("another", "1" * 64, "float32")
    with pytest.raises(IdentityMismatch, match="--rebuild"):
        run(folder, store, must_not_load, other)
    assert outcomes(run(folder, store, hashed_words, other, rebuild=True))["wells.txt"] == "new"


def test_a_rebuild_embeds_everything_once_more(folder: Path, store: Store) -> None:
    run(folder, store)
    assert run(folder, store, rebuild=True).embedded == 2
    assert store.damage() == ()


def test_a_model_that_fails_leaves_what_was_there(folder: Path, store: Store) -> None:
    run(folder, store)
    (folder / "wells.txt").write_text("Two wells.")

    def broken() -> Embedder:
        raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError):
        run(folder, store, broken)
    document = store.document("wells.txt")
    assert document is not None
    assert document.text.startswith("One well")
    assert outcomes(run(folder, store))["wells.txt"] == "changed"


@pytest.mark.parametrize("name", ["gone", "wells.txt"])
def test_a_folder_that_is_none_is_named(folder: Path, store: Store, name: str) -> None:
    with pytest.raises(CorpusError, match=name):
        run(folder / name, store)


def texts(store: Store) -> dict[str, str]:
    found = {entry.file: store.document(entry.id) for entry in store.entries()}
    return {file: document.text for file, document in found.items() if document}


def test_a_renamed_file_is_neither_read_nor_embedded_again(folder: Path, store: Store) -> None:
    run(folder, store)
    (folder / "sub").mkdir()
    (folder / "wells.txt").rename(folder / "sub" / "dry wells.txt")
    report = run(folder, store, must_not_load)
    assert outcomes(report) == {"levy.md": "unchanged", "sub/dry wells.txt": "renamed"}
    assert texts(store)["sub/dry wells.txt"] == "One well in the valley is dry."
    assert len(store.entries()) == 2
    assert store.damage() == ()


def test_a_renamed_file_that_keeps_its_id_keeps_everything(folder: Path, store: Store) -> None:
    entry = "sources:\n  - file: {}\n    id: wells\n"
    (folder / "sources.yaml").write_text(entry.format("wells.txt"))
    run(folder, store)
    (folder / "wells.txt").rename(folder / "dry.txt")
    (folder / "sources.yaml").write_text(entry.format("dry.txt"))
    report = run(folder, store, must_not_load)
    assert outcomes(report)["dry.txt"] == "described anew"
    assert texts(store)["dry.txt"] == "One well in the valley is dry."


def test_a_copy_is_a_duplicate_until_the_first_is_gone(folder: Path, store: Store) -> None:
    run(folder, store)
    (folder / "a copy.txt").write_bytes((folder / "wells.txt").read_bytes())
    report = run(folder, store, must_not_load)
    assert outcomes(report)["a copy.txt"] == "duplicate"
    (row,) = [row for row in report.rows if row.file == "a copy.txt"]
    assert "wells.txt" in row.notes[0]
    assert set(texts(store)) == {"levy.md", "wells.txt"}
    (folder / "wells.txt").unlink()
    assert outcomes(run(folder, store, must_not_load))["a copy.txt"] == "renamed"
    assert set(texts(store)) == {"levy.md", "a copy.txt"}


def test_the_same_words_in_another_format_are_a_duplicate(folder: Path, store: Store) -> None:
    (folder / "levy.txt").write_text("Levy\n\nThe levy was\nraised by a third.\n")
    report = run(folder, store)
    assert outcomes(report) == {"levy.md": "new", "levy.txt": "duplicate", "wells.txt": "new"}
    again = run(folder, store, must_not_load)
    assert outcomes(again) == {
        "levy.md": "unchanged", "levy.txt": "duplicate", "wells.txt": "unchanged"
    }  # fmt: skip


def test_a_document_that_becomes_a_twin_leaves_the_index(folder: Path, store: Store) -> None:
    run(folder, store)
    (folder / "wells.txt").write_bytes((folder / "levy.md").read_bytes())
    assert outcomes(run(folder, store))["wells.txt"] == "duplicate"
    assert set(texts(store)) == {"levy.md"}


def test_a_dry_run_says_what_would_be_done_and_does_nothing(folder: Path, store: Store) -> None:
    run(folder, store)
    (folder / "wells.txt").write_text("Two wells in the valley are dry.\n")
    (folder / "levy.md").rename(folder / "fee.md")
    (folder / "new.txt").write_text("A new board was elected.\n")
    before, revision = texts(store), store.revision
    report = run(folder, store, must_not_load, dry_run=True)
    assert outcomes(report) == {"fee.md": "renamed", "new.txt": "new", "wells.txt": "changed"}
    assert (texts(store), store.revision) == (before, revision)
    assert outcomes(run(folder, store)) == outcomes(report)


def test_an_empty_folder_empties_nothing_unasked(folder: Path, store: Store) -> None:
    run(folder, store)
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(CorpusError, match="--allow-empty"):
        run(folder, store)
    assert len(store.entries()) == 2
    assert set(outcomes(run(folder, store, allow_empty=True)).values()) == {"removed"}
    assert store.entries() == ()


def test_what_a_browser_saved_beside_a_page_is_no_document(folder: Path, store: Store) -> None:
    (folder / "page.html").write_text("<p>The page speaks of a dam.</p>")
    beside = folder / "page_files"
    beside.mkdir()
    (beside / "script.txt").write_text("not a document")
    (folder / "loose_files").mkdir()
    (folder / "loose_files" / "note.txt").write_text("A note on the dam.")
    seen = outcomes(run(folder, store))
    assert "page_files/script.txt" not in seen
    assert seen["loose_files/note.txt"] == "new"


def test_what_an_office_program_leaves_beside_a_document_is_passed_over(
    folder: Path, store: Store
) -> None:
    (folder / "__MACOSX").mkdir()
    for name in ("~$draft.docx", ".~lock.draft.docx#", "._wells.txt", "__MACOSX/wells.txt"):
        (folder / name).write_bytes(b"\0\5\x16")
    assert outcomes(run(folder, store)) == {"levy.md": "new", "wells.txt": "new"}


@pytest.mark.parametrize("name", ["Résumé.txt", "Gebühr.md", "Đề án.txt"])
@pytest.mark.parametrize(("on_disk", "in_yaml"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_a_name_is_one_however_its_accents_are_written(
    folder: Path, store: Store, name: str, on_disk: Form, in_yaml: Form
) -> None:
    (folder / normalize(on_disk, name)).write_text("The fee for a dam is due in May.\n")
    (folder / "sources.yaml").write_text(
        f"sources: [{{file: {normalize(in_yaml, name)}, id: fee, csl: {{title: The fee}}}}]"
    )
    rows = run(folder, store).rows
    assert [row.outcome for row in rows] == ["new"] * 3
    (entry,) = (one for one in store.entries() if one.id == "fee")
    assert entry.source.title == "The fee"
    assert in_scope(entry, Scope(documents=(normalize(on_disk, name),)))
    assert in_scope(entry, Scope(documents=(normalize(in_yaml, name),)))
    (folder / normalize(on_disk, name)).rename(folder / normalize(in_yaml, name))
    assert {row.outcome for row in run(folder, store, must_not_load).rows} == {"unchanged"}


def test_a_document_said_to_supersede_one_that_is_missing_says_so(
    folder: Path, store: Store
) -> None:
    (folder / "sources.yaml").write_text(
        "sources:\n  - file: wells.txt\n    supersedes: [old-wells, levy.md]\n"
    )
    (row,) = [row for row in run(folder, store).rows if row.file == "wells.txt"]
    assert row.outcome == "new"
    assert row.notes == ("supersedes 'old-wells', which isn't in the folder",)


def test_many_files_are_written_together_and_all_are_whole(folder: Path, store: Store) -> None:
    for number in range(40):
        words = " ".join(f"clause {number} says {n}." for n in range(60))
        (folder / f"law-{number:02}.txt").write_text(words)
    (folder / "law-07.txt").write_bytes(b"")
    report = run(folder, store)
    assert sum(row.outcome == "new" for row in report.rows) == 41
    assert outcomes(report)["law-07.txt"] == "skipped"
    assert store.revision < 20  # written in groups, not one by one
    assert store.damage() == ()
    assert [row.file for row in report.rows] == sorted(row.file for row in report.rows)


def test_of_a_changed_document_only_the_changed_passages_are_embedded(
    folder: Path, store: Store
) -> None:
    clauses = [
        f"Clause {n} says that the board of district {n * 7} keeps {n} wells and that it reports "
        "on them to the house at the end of each year."
        for n in range(12)
    ]
    (folder / "law.txt").write_text("\n\n".join(clauses))
    first = run(folder, store)
    clauses[5] = clauses[5].replace("wells", "pumps")
    (folder / "law.txt").write_text("\n\n".join(["A preface was added to this law.", *clauses]))
    report = run(folder, store)
    (row,) = [row for row in report.rows if row.file == "law.txt"]
    assert (row.outcome, row.embedded) == ("changed", 2)
    assert row.embedded < first.embedded
    fresh = Store(store.path.parent / "fresh")
    run(folder, fresh)
    one, other = store.parts_of("law.txt"), fresh.parts_of("law.txt")
    assert one is not None
    assert other is not None
    assert (one.starts == other.starts).all()
    assert abs(one.vectors - other.vectors).max() < 1e-6
    assert store.damage() == ()


def test_documents_that_could_not_be_read_are_remembered(folder: Path, store: Store) -> None:
    (folder / "scan.pdf").write_bytes(b"no PDF")
    (folder / "old.doc").write_bytes(b"of another format")
    (folder / "data.jsonl").write_text("{}")
    run(folder, store)
    assert store.unread() == ("old.doc", "scan.pdf")
    (folder / "scan.pdf").unlink()
    run(folder, store)
    assert store.unread() == ("old.doc",)
