"""Citations against what pandoc itself makes of the same CSL-JSON, from Markdown of our own."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pypandoc
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources import described, read_sources, source_for
from rag.citations.pandoc_process import (
    paragraph,
    reference,
    tree,
    words,
    write,
    write_cited,
)
from rag.citations.reference_formats import item_of
from rag.citations.styles import (
    FORMS,
    STYLES,
    Form,
    Format,
    cite,
    entries_of,
    export_items,
    items_for,
    pinpoint,
    style_file,
    warnings_of,
)
from rag.errors import CiteError
from rag.types import Citation, Page, Properties, Source
from tests.conftest import CORPUS

MADE: dict[str, dict[str, Any]] = {
    "report": {
        "type": "report",
        "title": "Water in the upper valley",
        "author": [{"family": "Doe", "given": "Jane Ann"}],
        "issued": {"date-parts": [[2019, 5]]},
        "publisher": "Institute for Valleys",
        "publisher-place": "Lahore",
        "number": "12",
    },
    "thesis": {
        "type": "thesis",
        "genre": "PhD diss.",
        "title": "Wells and levies",
        "author": [{"family": "Khan", "given": "Sana"}],
        "issued": {"date-parts": [[2008]]},
        "publisher": "University of the Hills",
    },
    "undated-page": {
        "type": "webpage",
        "title": "How the levy works",
        "author": [{"family": "Roe", "given": "Richard"}],
        "URL": "https://example.org/levy",
    },
    "law": {
        "type": "legislation",
        "title": "Water Act",
        "issued": {"date-parts": [[2016, 3, 1]]},
        "number": "7",
        "container-title": "Acts of Parliament",
    },
    "chapter": {
        "type": "chapter",
        "title": "The dry year",
        "container-title": "A history of rain",
        "author": [{"family": "Malik", "given": "Omar"}],
        "editor": [{"family": "Shah", "given": "Lena"}],
        "issued": {"date-parts": [[1999]]},
        "publisher": "Hill Press",
        "publisher-place": "Karachi",
        "page": "33-58",
    },
    "two-authors": {
        "type": "book",
        "title": "Rivers & rules",
        "author": [
            {"family": "Aslam", "given": "Bina"},
            {"family": "van der Berg", "given": "Jan"},
        ],
        "issued": {"date-parts": [[2011]]},
        "publisher": "Delta Books",
        "publisher-place": "London",
    },
    "institution": {
        "type": "report",
        "title": "Annual review",
        "author": [{"literal": "Ministry of Water and Power"}],
        "issued": {"date-parts": [[2014, 11, 30]]},
        "publisher": "Ministry of Water and Power",
    },
    "urdu": {
        "type": "book",
        "title": "پانی کا قانون",
        "author": [{"family": "احمد", "given": "رضا"}],
        "issued": {"date-parts": [[2003]]},
        "publisher": "اردو گھر",
        "language": "ur",
    },
    "article": {
        "type": "article-journal",
        "title": "Who pays for wells?",
        "container-title": "Journal of Levies",
        "author": [{"family": "Iqbal", "given": "Tariq"}],
        "issued": {"date-parts": [[2020, 7]]},
        "volume": "14",
        "issue": "2",
        "page": "101-120",
        "DOI": "10.1000/182",
    },
    "nameless": {"type": "document", "title": "Notes of a meeting"},
}
CORPUS_SOURCES = {source.id: source for source in read_sources(CORPUS).values()}
SOURCES = CORPUS_SOURCES | {name: Source(name, csl) for name, csl in MADE.items()}
HOSTILE = (
    "<script>alert(1)</script> ![x](http://evil.example/i.png) [a](javascript:1) "
    "\\input{/etc/passwd} $x^2$ `ls`{=html} {{< include /etc/passwd >}} [@other] ^[note] "
    "***bold*** # no heading\n\n# heading\n\n---\n\n```{=latex}\n\\immediate\\write18{ls}\n```"
)


def citation(source: Source, *, page: Page | None = None, quote: str = "Its words.") -> Citation:
    return Citation(
        "1", source.id, "file.pdf", "0" * 64, "", 0, len(quote), quote, source.title, source,
        page=page, paragraph=12, cautions=(source.caution,) if source.caution else (),
    )  # fmt: skip


def by_pandoc(item: dict[str, Any], style: str, folder: Path) -> tuple[str, str]:
    """The reference and the entry that pandoc makes of Markdown, called without our code."""
    path = folder / "items.json"
    path.write_text(json.dumps([item]), "utf-8")
    text = pypandoc.convert_text(
        f"MARK [@{item['id']}, p. 4]",
        "plain",
        format="markdown",
        extra_args=[
            "--citeproc",
            f"--bibliography={path}",
            f"--csl={style_file(style)}",
            "--wrap=none",
        ],
    )
    first, *rest = (part for part in text.strip().split("\n\n") if part)
    notes = [part for part in rest if part.startswith("[1] ")]
    shown = notes[0].removeprefix("[1] ") if notes else first.removeprefix("MARK ")
    return shown, next(part for part in rest if part not in notes)


def read_from_files() -> list[Source]:
    """What is known of files of every kind that says more or less of itself."""
    said: dict[str, list[object]] = {
        "title": [None, "Zebra wells"],
        "author": [None, [{"family": "Doe", "given": "Jane"}], [{"literal": "Board of Wells"}]],
        "issued": [None, {"date-parts": [[2019]]}, {"date-parts": [[2019, 5, 3]]}],
        "publisher": [None, "Hill Press"],
        "URL": [None, "https://example.org/zebra"],
        "container-title": [None, "The Valley Post"],
        "type": [None, "document"],
    }
    endings = itertools.cycle("pdf docx html txt eml pptx xlsx epub odt rtf md".split())
    sources = []
    for number, values in enumerate(itertools.product(*said.values())):
        csl = {name: value for name, value in zip(said, values, strict=True) if value}
        if "title" in csl:
            csl["title"] = f"Zebra wells, part {number}"
        file = source_for(f"zebra-wells-{number}.{next(endings)}", {})
        sources.append(described(file, Properties(csl, dict.fromkeys(csl, "title page"))))
    return sources


@pytest.mark.parametrize("style", STYLES)
def test_every_source_that_files_give_is_cited_whole(style: str) -> None:
    cited = [citation(source) for source in read_from_files()]
    path = style_file(style)
    document = tree([paragraph([reference([(one.document_id, "")])]) for one in cited])
    blocks = json.loads(write_cited(document, "json", items_for(cited, path), path))["blocks"]
    assert all(block["c"][0]["c"][1] for block in blocks[: len(cited)])
    entries = dict(entries_of(blocks))
    assert set(entries) == {one.document_id for one in cited}
    text = write(tree([paragraph(entry) for entry in entries.values()]), "plain").decode()
    assert text.casefold().count("zebra wells") >= len(cited)


def test_an_empty_entry_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "silent.csl"
    path.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note"><info>'
        "<title>Silent</title><id>silent</id><updated>2020-01-01T00:00:00Z</updated></info>"
        '<citation><layout><text variable="DOI"/></layout></citation>'
        '<bibliography><layout><text variable="DOI"/></layout></bibliography></style>'
    )
    for form in FORMS:
        with pytest.raises(CiteError, match=r"sanad sources add file\.pdf --type report"):
            cite(citation(SOURCES["report"]), str(path), form)


@pytest.mark.parametrize("style", ["chicago", "apa"])
@pytest.mark.parametrize("name", SOURCES)
def test_it_is_what_pandoc_makes_of_the_same_facts(name: str, style: str, tmp_path: Path) -> None:
    source = SOURCES[name]
    facts: dict[str, Any] = {**source.csl, "id": name}
    if name == "nameless":
        facts["type"] = "report"  # else Chicago's bibliography leaves it out
    if style == "chicago" and "event-date" in facts:
        facts["issued"] = {"literal": "n.d."}  # else Chicago takes the event's year for its own
    page = Page(6, 0, 10, "4")
    shown, entry = by_pandoc(facts, style, tmp_path)
    assert cite(citation(source, page=page), style, "footnote") == shown
    assert cite(citation(source, page=page), style, "entry") == entry


@pytest.mark.parametrize(
    ("name", "style", "form", "expected"),
    [
        # Read against the Chicago Manual (17th edition), 14.1 and 15.9, APA (7th), 9 and 10,
        # MLA (9th) and the OSCOLA guide (4th).
        ("report", "chicago", "footnote", ("Jane Ann Doe, Water in the Upper Valley, no. 12 "
         "(Lahore: Institute for Valleys, 2019), 4.")),
        ("report", "apa", "entry", ("Doe, J. A. (2019). Water in the upper valley (No. 12). "
         "Institute for Valleys.")),
        ("undated-page", "apa", "inline", "(Roe, n.d., p. 4)"),
        ("two-authors", "apa", "inline", "(Aslam & van der Berg, 2011, p. 4)"),
        ("two-authors", "mla", "inline", "(Aslam and van der Berg 4)"),
        ("institution", "chicago", "inline", "(Ministry of Water and Power 2014, 4)"),
        ("rumi-2015", "chicago", "entry", ("Rumi, Raza Ahmad. “Charting Pakistan Internal Security "
         "Policy.” May 13, 2015.")),
        ("rumi-2015", "oscola", "footnote", ("Raza Ahmad Rumi, ‘Charting Pakistan Internal "
         "Security Policy’ (13 May 2015) 4.")),
        ("rumi-2015", "harvard", "inline", "(Rumi, 2015, p. 4)"),
    ],
)  # fmt: skip
def test_as_the_style_guides_have_it(name: str, style: str, form: Form, expected: str) -> None:
    assert cite(citation(SOURCES[name], page=Page(6, 0, 10, "4")), style, form) == expected


@pytest.mark.parametrize("style", STYLES)
def test_a_date_of_an_event_is_never_that_of_publication(style: str) -> None:
    for form in FORMS:
        made = cite(citation(SOURCES["pips-2017"]), style, form)
        assert not re.search(r"2017(?!\.? P)", made.replace("May 3, 2017", "").replace(
            "3 May 2017", "")), made  # fmt: skip


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (None, "para. 12"),
        (Page(6, 0, 10), "para. 12"),
        (Page(6, 0, 10, "iv"), "p. iv"),
        (Page(6, 0, 10, "4", inferred=True), "para. 12"),
    ],
)
def test_a_page_is_cited_if_it_is_printed(page: Page | None, expected: str) -> None:
    assert pinpoint(citation(SOURCES["report"], page=page)) == expected


@pytest.mark.parametrize(
    ("quote", "headings", "expected"),
    [
        ("Article 2 The owner may appeal.", (), "art. 2"),
        ("Sec. 14A. The fee is five rupees.", (), "sec. 14A"),
        ("§ 9 The board sits in May.", (), "sec. 9"),
        ("3.4.1 The depth is named.", (), "para. 3.4.1"),
        ("He may wait.", ("Part I", "Rule 7. Appeals", "Time"), "rule 7"),
        ("1.5 metres is the depth.", (), "para. 12"),
        ("Articles 2 and 3 are repealed.", ("Chapter 2",), "para. 12"),
        ("2019 was dry.", (), "para. 12"),
    ],
)
def test_a_place_is_cited_by_the_number_that_the_document_gives_it(
    quote: str, headings: tuple[str, ...], expected: str
) -> None:
    found = replace(citation(SOURCES["report"]), page=None, quote=quote, heading_path=headings)
    assert pinpoint(found) == expected
    printed = replace(found, page=Page(6, 0, 10, "iv"))
    assert pinpoint(printed) == "p. iv"
    number = expected.split()[-1]
    assert re.fullmatch(rf"\(Doe, 2019, \w+\.? {re.escape(number)}\)", cite(found, "apa"))


def test_an_inferred_page_without_paragraph_is_marked() -> None:
    source = SOURCES["report"]
    lone = Citation("1", "report", "f", "0" * 64, "", 0, 5, "words", "T", source,
                    page=Page(3, 0, 9, "3", inferred=True))  # fmt: skip
    assert cite(lone, "apa") == "(Doe, 2019, p. 3 (inferred))"


def test_a_label_with_a_hyphen_is_one_page() -> None:
    made = cite(citation(SOURCES["report"], page=Page(6, 0, 10, "A-4")), "apa")
    assert made == "(Doe, 2019, p. A\N{NON-BREAKING HYPHEN}4)"


def test_a_damaged_source_says_so() -> None:
    found = citation(SOURCES["rumi-2015"])
    assert any("check the original" in one and "[sic]" in one for one in warnings_of(found))
    assert warnings_of(citation(SOURCES["report"])) == ()
    marked = cite(found, quoted=True, sic=True)
    assert marked.startswith("“Its words. [sic]”\n\nRaza Ahmad Rumi, ")
    assert cite(found, quoted=True).startswith("“Its words.”\n\nRaza Ahmad Rumi, ")


def test_what_nobody_has_confirmed_is_said() -> None:
    source = SOURCES["report"]
    read = replace(source, origins={"title": "title page", "issued": "title page"})
    (warning,) = warnings_of(citation(read))
    assert warning.startswith("Its date was read from its title page")
    assert warning.endswith("look there, then confirm it.")


def test_any_style_file_will_do(tmp_path: Path) -> None:
    copy = tmp_path / "mine.csl"
    copy.write_bytes(style_file("apa").read_bytes())
    assert cite(citation(SOURCES["report"]), str(copy)) == "(Doe, 2019, para. 12)"
    assert cite(citation(SOURCES["report"]), "oscola-no-ibid").endswith("para 12.")


def test_a_style_that_is_another_by_name_is_that_one(tmp_path: Path) -> None:
    assert style_file("nature-digest").stem == "nature"
    assert "Doe" in cite(citation(SOURCES["report"]), "nature-digest", "entry")
    lone = tmp_path / "lone.csl"
    lone.write_text('<style><link href="https://example.org/not-here" rel="independent-parent"/>')
    with pytest.raises(CiteError, match="leans on 'not-here'"):
        style_file(str(lone))


@pytest.mark.parametrize("style", ["no-such-style", "../apa", "nowhere.csl", "", "apa\0"])
def test_an_unknown_style_is_named(style: str) -> None:
    with pytest.raises(CiteError, match="there is no style"):
        cite(citation(SOURCES["report"]), style)


def test_a_file_that_is_no_style_is_said(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csl"
    bad.write_text("<not a style", "utf-8")
    with pytest.raises(CiteError, match="pandoc failed"):
        cite(citation(SOURCES["report"]), str(bad))


def test_bibtex_is_read_by_another_parser() -> None:
    found = [citation(source) for source in SOURCES.values()]
    for to in ("bibtex", "biblatex"):
        library = parse_string(export_items(found, to))
        assert not library.failed_blocks
        entries = {entry.key: entry.fields_dict for entry in library.entries}
        assert set(entries) == set(SOURCES)
        for name, source in SOURCES.items():
            title = re.sub(r"[{}\\]", "", entries[name]["title"].value)
            # BibTeX's custom: capitals for all words, braces around those that must stay.
            assert " ".join(title.split()).casefold() == source.title.casefold()
            year = entries[name].get("year") or entries[name].get("date")
            issued = item_of(source).get("issued")
            assert (year is not None) == (issued is not None)
            if year is not None and isinstance(issued, dict):
                assert year.value.startswith(str(issued["date-parts"][0][0]))
    assert "Doe, Jane Ann" in export_items(found, "bibtex")


def test_bibtex_comes_back_equal() -> None:
    found = [citation(source) for source in SOURCES.values()]
    text = export_items(found, "biblatex")
    back = {
        item["id"]: item
        for item in json.loads(pypandoc.convert_text(text, "csljson", format="biblatex"))
    }
    for name, source in SOURCES.items():
        item = item_of(source)
        for field in ("title", "issued", "publisher-place", "page", "URL"):
            assert back[name].get(field) == item.get(field), (name, field)
        assert people(back[name]) == people(item)


def people(item: dict[str, Any]) -> list[tuple[str, str]]:
    """Names, particles with the family: BibTeX has no other place for them."""
    return [
        (f"{one.get('dropping-particle', '')} {one.get('family', '')}".strip(),
         one.get("given") or one.get("literal", ""))
        for one in item.get("author", [])
    ]  # fmt: skip


def test_ris_comes_back_equal() -> None:
    found = [citation(source) for source in SOURCES.values()]
    text = export_items(found, "ris")
    assert text.startswith("TY  - ")
    read = {entry["id"]: entry for entry in rispy.loads(text)}
    assert set(read) == set(SOURCES)
    assert read["chapter"] == {
        "type_of_reference": "CHAP",
        "id": "chapter",
        "title": "The dry year",
        "secondary_title": "A history of rain",
        "publisher": "Hill Press",
        "place_published": "Karachi",
        "authors": ["Malik, Omar"],
        "secondary_authors": ["Shah, Lena"],
        "start_page": "33",
        "end_page": "58",
        "year": "1999",
    }
    assert read["institution"]["authors"] == ["Ministry of Water and Power"]
    assert read["institution"]["date"] == "2014/11/30/"
    assert read["urdu"]["title"] == "پانی کا قانون"
    assert not {"year", "date"} & set(read["pips-2017"])
    assert read["undated-page"]["urls"] == ["https://example.org/levy"]


def test_csl_json_is_the_facts() -> None:
    made = json.loads(export_items([citation(SOURCES["chapter"])], "csl-json"))
    assert made == [{"id": "chapter", **MADE["chapter"]}]


def kinds(node: object) -> Iterator[str]:
    """Every kind of node in a pandoc tree."""
    if isinstance(node, dict):
        if isinstance(node.get("t"), str):
            yield node["t"]
        for value in node.values():
            yield from kinds(value)
    elif isinstance(node, list):
        for value in node:
            yield from kinds(value)


MARKS = st.text(
    st.sampled_from("@[]()!<>*_`~^$#:{}|\\\\+-=\"'/.,&;%1ax \n"), min_size=1, max_size=30
)


@settings(max_examples=15, deadline=None)
@given(st.lists(MARKS.filter(str.strip), min_size=20, max_size=60))
def test_markdown_reads_back_as_the_words(texts: list[str]) -> None:
    """Whatever stands in a quote, pandoc reads our Markdown as plain words."""
    made = write(tree([paragraph(words(f"“{text}”")) for text in texts]), "markdown-smart")
    back = json.loads(pypandoc.convert_text(made, "json", format="markdown-smart"))
    assert set(kinds(back["blocks"])) <= {"Para", "Str", "Space"}
    plain = write(back, "plain").decode().strip()
    assert plain.split("\n\n") == [" ".join(f"“{text}”".split()) for text in texts]


def test_a_quote_is_words_and_nothing_else() -> None:
    found = citation(SOURCES["report"], quote=HOSTILE)
    html = cite(found, "chicago", to="html", quoted=True)
    assert set(re.findall(r"<\s*(\w+)", html)) == {"p", "em"}
    markdown = cite(found, "chicago", to="markdown", quoted=True)
    tree = json.loads(pypandoc.convert_text(markdown, "json", format="markdown"))
    assert set(kinds(tree["blocks"])) <= {"Para", "Str", "Space", "SoftBreak", "Emph", "Quoted",
                                          "DoubleQuote"}  # fmt: skip
    plain = cite(found, "chicago", to="text", quoted=True)
    assert plain.startswith(f"“{' '.join(HOSTILE.split())}”")


@pytest.mark.parametrize("style", STYLES)
def test_facts_of_a_hostile_file_do_no_harm(style: str) -> None:
    csl: dict[str, object] = {
        "type": "webpage",
        "title": HOSTILE,
        "author": [{"literal": "<img src=x onerror=alert(1)>"}, "no mapping", {"family": 3}],
        "URL": "javascript:alert(1)",
        "issued": {"date-parts": [["x"]]},
        "publisher": ["not", "text"],
        "bad name<": "x",
    }
    found = citation(Source("bad", csl))
    for form in FORMS:
        html = cite(found, style, form, "html")
        assert set(re.findall(r"<\s*(\w+)", html)) <= {"p", "em", "strong", "sup", "sub", "span"}
        assert "href" not in html
    for to in get_args(Format):
        assert cite(found, style, to=to)
    library = parse_string(cite(found, to="bibtex"))
    assert len(library.entries) == 1
    assert len(rispy.loads(cite(found, to="ris"))) == 1
