from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypandoc
import pytest

from rag.ask import ask
from rag.citations.answer_export import WRITERS, export, references
from rag.citations.styles import Format
from rag.errors import CiteError
from rag.library import Library
from rag.types import (
    Answer,
    DocumentFact,
    Everything,
    Part,
    Query,
    Searched,
    Source,
    Span,
    Statement,
)
from tests.rag.citations.test_styles import HOSTILE, MADE, citation, kinds

QUOTES = (
    "The levy was raised by a third.",
    "Farmers refused -- all of them -- to pay it...",
    'A commission heard "both sides".',
)


def answer(*quotes: str) -> Answer:
    sources = [Source("report", MADE["report"], caution="Letters are lost."),
               Source("chapter", MADE["chapter"])]  # fmt: skip
    citations = tuple(
        replace(citation(sources[n % 2], quote=quote), key=str(n + 1), paragraph=n + 1)
        for n, quote in enumerate(quotes)
    )
    return Answer(
        Query("What of the levy?", as_of=date(2021, 6, 30)),
        "answered",
        statements=tuple(Statement(c.quote, (c.key,), "verbatim") for c in citations),
        citations=citations,
        searched=Searched("default", 2, 40, 7),
        withheld=(Statement("Nobody said this.", (), "contradicted", "It was never said."),),
        notes=("Different figures are given.",),
        model="extractive",
    )


def read(made: bytes, ending: str, folder: Path) -> dict[str, object]:
    path = folder / f"answer.{ending}"
    path.write_bytes(made)
    tree: dict[str, object] = json.loads(pypandoc.convert_file(str(path), "json", sandbox=True))
    return tree


def text_of(tree: dict[str, object]) -> str:
    made: str = pypandoc.convert_text(json.dumps(tree), "plain", format="json",
                                      extra_args=["--wrap=none"])  # fmt: skip
    return made


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_notes_are_real_ones(ending: str, tmp_path: Path) -> None:
    tree = read(export([answer(*QUOTES)], ending), ending, tmp_path)
    assert list(kinds(tree["blocks"])).count("Note") == len(QUOTES)
    text = text_of(tree)
    assert "Jane Ann Doe, Water in the Upper Valley" in text
    assert "para. 1." in text
    assert "Doe, Jane Ann. Water in the Upper Valley." in text
    for quote in QUOTES:
        assert f"“{quote}”" in text


def test_a_source_without_a_kind_is_in_the_bibliography(tmp_path: Path) -> None:
    source = Source("zebra", {"title": "Zebra wells", "author": [{"literal": "Board of Wells"}]})
    shown = replace(answer(*QUOTES[:1]), citations=(citation(source),))
    made = text_of(read(export([shown], "docx"), "docx", tmp_path))
    assert made.count("Zebra Wells") == 2  # in the note, and among the sources


def test_how_it_was_made_is_at_the_end() -> None:
    lines = export([answer(*QUOTES)], "txt", "apa").decode().split("\n")
    at = lines.index("How this was made")
    assert lines[at + 2 : at + 5] == [
        "- As of: 2021-06-30",
        "- Searched: 40 passages of 2 documents (collection “default”, as it stood after change 7)",
        "- Written by: nobody; every sentence is quoted word for word",
    ]
    text = "\n".join(lines)
    assert text.index("Doe, J. A. (2019).") < text.index("How this was made")
    assert "(Doe, 2019, para. 1)" in text
    assert "- Different figures are given." in lines
    assert "check the original" in text


def test_markdown_is_for_pandoc(tmp_path: Path) -> None:
    made = export([answer(*QUOTES)], "md").decode()
    assert "[@report, para. 1]" in made
    assert "[@chapter, para. 2]" in made
    path = tmp_path / "answer.md"
    path.write_text(made, "utf-8")
    text = pypandoc.convert_file(str(path), "plain", extra_args=["--citeproc", "--wrap=none"])
    for quote in QUOTES:
        assert f"“{quote}”" in text
    assert "(Doe 2019, para. 1)" in text
    assert "Malik, Omar. 1999." in text


@pytest.mark.parametrize(("name", "to"), [("its.json", "csl-json"), ("its.bib", "biblatex")])
def test_markdown_names_the_file_of_what_it_cites(name: str, to: Format, tmp_path: Path) -> None:
    made = export([answer(*QUOTES)], "md", bibliography=name).decode()
    assert "references:" not in made
    path = tmp_path / "answer.md"
    path.write_text(made, "utf-8")
    (tmp_path / name).write_text(references([answer(*QUOTES)], to), "utf-8")
    named = ["--citeproc", "--wrap=none", f"--resource-path={tmp_path}"]
    text = pypandoc.convert_file(str(path), "plain", extra_args=named)
    assert "(Doe 2019, para. 1)" in text
    assert "Malik, Omar. 1999." in text


def test_a_refusal_names_no_bibliography() -> None:
    made = export([Answer(Query("Why?"), "refused")], "md", bibliography="a.json")
    assert b"a.json" not in made


def test_a_hostile_answer_is_words(tmp_path: Path) -> None:
    bad = Source("bad", {"type": "webpage", "title": HOSTILE, "URL": "javascript:alert(1)"})
    cited = citation(bad, quote=HOSTILE)
    made = Answer(
        Query(HOSTILE),
        "answered",
        statements=(Statement(HOSTILE, ("1",), "verbatim"),),
        citations=(cited,),
        notes=(HOSTILE,),
    )
    known = {"a", "p", "h1", "h2", "div", "ul", "ol", "li", "span", "sup", "section", "hr", "em"}
    body = export([made], "html").decode().partition("<body>")[2]
    assert set(re.findall(r"<\s*(\w+)", body)) <= known
    assert set(re.findall(r'href="([^#"][^"]*)"', body)) == set()
    for ending in ("md", "docx", "odt"):
        found = set(kinds(read(export([made], ending), ending, tmp_path)))
        assert not {"RawInline", "RawBlock", "Image", "Math", "CodeBlock", "Code"} & found
        assert "Link" not in found


@pytest.mark.parametrize("ending", WRITERS)
def test_a_refusal_is_written_too(ending: str, tmp_path: Path) -> None:
    query = Query("What of it?", topic="bread")
    made = export([Answer(query, "refused", reason="No passage says.")], ending)
    text = (
        made.decode() if ending in ("html", "md", "txt") else text_of(read(made, ending, tmp_path))
    )
    assert "What of it (about bread)?" in text
    assert "No passage says." in text
    assert "Sources" not in text


def test_the_closest_are_under_words_that_say_so() -> None:
    near = (citation(Source("report", MADE["report"]), quote="Nearly it."),)
    made = Answer(Query("What?"), "unsure", reason="They give no year.", nearest=near)
    text = export([made], "txt").decode()
    assert text.index("which may not answer") < text.index("“Nearly it.”[1]")


def test_a_conversation_is_one_file() -> None:
    first = answer(QUOTES[0])
    second = replace(answer(QUOTES[1]), query=replace(first.query, question="And then?"))
    text = export([first, second], "txt").decode()
    assert text.count("How this was made") == 1
    assert text.count("Different figures are given.") == 2
    assert text.count("Doe, Jane Ann. Water") == 1
    assert "[2] " in text


def test_a_list_of_passages_is_written_too(tmp_path: Path) -> None:
    first = answer(*QUOTES)
    found = Everything(Query("The levy"), first.citations, searched=first.searched)
    text = export([first, found], "txt").decode()
    _, _, listed = text.partition("All passages on this, 3 in number.")
    assert all(f"“{quote}”" in listed for quote in QUOTES)
    assert "these are all passages on the topic" in listed
    tree = read(export([found], "docx"), "docx", tmp_path)
    assert list(kinds(tree["blocks"])).count("Note") == len(QUOTES)
    blank = Everything(Query("Bread"), reason="No passage speaks of “bread”.")
    assert "No passage speaks of “bread”." in export([blank], "txt").decode()


def test_of_the_shipped_documents(library: Library, tmp_path: Path) -> None:
    made = ask(Query("What are the three S's?"), library)
    assert made.status == "answered"
    tree = read(export([made], "docx"), "docx", tmp_path)
    assert list(kinds(tree["blocks"])).count("Note") == len(made.statements)
    assert all(statement.text in text_of(tree) for statement in made.statements)


def test_a_document_s_warning_is_given_once() -> None:
    text = export([answer(QUOTES[0]), answer(QUOTES[0])], "txt").decode()
    assert text.count("check the original") == 1


def test_what_was_made_otherwise_is_told_apart() -> None:
    other = replace(answer(QUOTES[1]), query=Query("And then?"), model="a model")
    text = export([answer(QUOTES[0]), other], "txt").decode()
    assert "How this was made: What of the levy?" in text
    assert "How this was made: And then?" in text


def test_notes_are_numbered_through() -> None:
    with zipfile.ZipFile(io.BytesIO(export([answer(*QUOTES)] * 2, "docx"))) as file:
        restarts = re.findall(r'numRestart w:val="(\w+)"', file.read("word/document.xml").decode())
    assert set(restarts) <= {"continuous"}


def test_an_unknown_ending_is_said() -> None:
    with pytest.raises(CiteError, match=r"\.docx, \.odt"):
        export([answer(*QUOTES)], "pdf")


def test_the_same_answer_gives_the_same_text() -> None:
    assert export([answer(*QUOTES)], "html") == export([answer(*QUOTES)], "html")


def test_parts_stand_under_their_titles_and_facts_say_their_origin() -> None:
    made = replace(
        answer("One.", "Two."),
        parts=(
            Part("The first *survey*", (0,)),
            Part("The second", (), "says nothing of it"),
            Part("The third", (1,), "the first 1 of 3"),
        ),
        facts=(DocumentFact("a", "The first", "author", "A. Nyman", "title page, not confirmed"),),
    )
    text = export([made], "txt").decode()
    order = [
        "A. Nyman (title page",
        "The first *survey*",
        "One.",
        "says nothing",
        "the first 1",
        "Two",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("ending", ["docx", "html", "md"])
def test_the_words_that_answer_are_bold(ending: str, tmp_path: Path) -> None:
    made = answer("The levy is 40 crowns, say some.")
    said = replace(made.statements[0], answer=Span(12, 21))
    tree = json.dumps(read(export([replace(made, statements=(said,))], ending), ending, tmp_path))
    assert '{"t": "Strong", "c": [{"t": "Str", "c": "40"}, {"t": "Space"}' in tree


def keyed(found: Answer, **keys: str) -> Answer:
    """Give the documents of an answer citation keys."""
    cited = [
        replace(
            one,
            source=replace(
                one.source, csl={**one.source.csl, "citation-key": keys.get(one.document_id, "")}
            ),
        )
        for one in found.citations
    ]
    return replace(found, citations=tuple(cited))


def test_markdown_and_references_go_by_the_keys_of_zotero(tmp_path: Path) -> None:
    found = keyed(answer(*QUOTES), report="doeWater2019")
    text = export([found], "md").decode()
    assert "[@doeWater2019, para. 1]" in text
    assert "[@chapter, para. 2]" in text
    assert "id: doeWater2019" in text
    path = tmp_path / "answer.md"
    path.write_text(text, "utf-8")
    assert "Doe" in pypandoc.convert_file(str(path), "plain", extra_args=["--citeproc"])
    assert [one["id"] for one in json.loads(references([found]))] == ["doeWater2019", "chapter"]
    assert "{doeWater2019," in references([found], "biblatex")
    # Two documents may not come to the same name by chance.
    assert "[@report, para. 1]" in export([keyed(answer(*QUOTES), report="chapter")], "md").decode()
    # What can't be a key isn't one.
    odd = export([keyed(answer(*QUOTES), report="a]; b {c}")], "md").decode()
    assert "[@report, para. 1]" in odd
