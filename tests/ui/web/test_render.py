"""Answers as HTML: whatever documents and users write shows as itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import (
    Answer,
    Citation,
    DocumentFact,
    Everything,
    Part,
    Query,
    Searched,
    Span,
    Statement,
)
from tests.ui.web.pages import cite_words, make_document, read
from ui.web.citation_parts import sources_html
from ui.web.documents_list import documents_html
from ui.web.listing import everything_html, growing_html
from ui.web.literal import literal, message_html
from ui.web.markers import parse_marker
from ui.web.render import answer_html, first_marker, streaming_html
from ui.web.replies import problem_html, question_html, question_of, settled_html

HOSTILE = (
    "<img src=http://evil.example/x onerror=alert(1)>",
    "</q></p></div><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "**b** _i_ `c` ~~s~~ [l](http://evil.example) ![i](http://evil.example/i.png)",
    "$x^2$ $$y$$ \\(z\\)",
    "{{value}} ${value} {{{raw}}}",
    "a\n\n# heading\n\n- item\n\n<b>bold</b>",
    "http://evil.example/ www.evil.example a@evil.example",
    "&lt;b&gt; &amp; &#60;",
    "\u202eright to left\u202c \u0000 \x9c end",
)

OURS = {
    "bdi", "button", "code", "details", "div", "li", "mark", "p", "q", "span", "summary", "ul",
}  # fmt: skip

DOCUMENT = make_document(
    "The checks are a burden. People are fed up with them.",
    "Parliament shall take the lead.",
    title="Security & <checks>",
    file="checks.txt",
)
SEARCHED = Searched("default", 2, 57, 1)


def answered(*citations: Citation, verdict: str = "verbatim", **more: object) -> Answer:
    statements = tuple(
        Statement(citation.quote, (citation.key,), verdict)  # type: ignore[arg-type]
        for citation in citations
    )
    return Answer(Query("q"), "answered", statements, citations, searched=SEARCHED, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("render", [question_html, problem_html, literal])
def test_hostile_text_shows_as_itself(render: Callable[[str], str], text: str) -> None:
    seen = read(render(text))
    assert set(seen.tags) <= OURS
    if render is not problem_html:
        turned = "⇄" if render is question_html else "\u202e"  # nothing turns a question round
        shown = seen.text.removesuffix("Edit the question and ask again")
        assert shown == text.replace("\0", "\ufffd").replace("\u202e", turned)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_documents_show_as_themselves(text: str) -> None:
    document = make_document(f"{text} and more.", title=text, file=f"{text}.txt")
    html = answer_html(answered(cite_words(document, document.text)), turn=1)
    seen = read(html)
    assert set(seen.tags) <= OURS
    assert {name for name, _ in seen.attributes} <= {"class", "dir", "type"}
    assert "".join(text.replace("\0", "\ufffd").split()) in "".join(seen.text.split())
    assert set(read(documents_html(3)).tags) <= OURS


@given(st.text())
def test_any_text_survives_and_leaves_no_character_to_markdown(text: str) -> None:
    html = literal(text)
    expected = "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
    assert read(html).text == expected
    assert not set("<>*_`[]$\\{}\"'=:/\n") & set(html)
    html.encode()


def test_each_piece_is_one_line_and_pieces_stay_while_the_next_streams_in() -> None:
    first, second = cite_words(DOCUMENT, "The checks"), cite_words(DOCUMENT, "Parliament", "2")
    answer = answered(first, second, notes=("a\n\nnote",))
    done = answer_html(answer, turn=1).split("\n\n")
    half = streaming_html(answer.statements[:1], [first], 1, "Checking").split("\n\n")
    assert half[0] == done[0]
    assert not any("\n" in piece for piece in done)
    assert len([piece for piece in done if "statement" in piece]) == 2


def test_a_verbatim_statement_is_a_quote_with_its_marker() -> None:
    citation = cite_words(DOCUMENT, "People are fed up with them.")
    seen = read(answer_html(answered(citation), turn=3))
    assert "q" in seen.tags
    assert "Source 1" in seen.text
    marker = parse_marker(seen.markers()[0])
    assert marker is not None
    assert (marker.turn, marker.number, marker.kind) == (3, 1, "source")
    assert DOCUMENT.text[marker.start : marker.end] == citation.quote


def test_markers_of_two_turns_differ_even_for_the_same_words() -> None:
    citation = cite_words(DOCUMENT, "Parliament")
    one, two = (read(answer_html(answered(citation), turn=n)).markers() for n in (1, 2))
    assert not set(one) & set(two)


def test_sources_are_listed_under_their_document_with_place_and_caution() -> None:
    citations = cite_words(DOCUMENT, "The checks"), cite_words(DOCUMENT, "Parliament", "2")
    seen = read(answer_html(answered(*citations), turn=1))
    assert seen.text.count("Security & <checks>") == 1
    assert "An institute, no date" in seen.text
    assert "p. 1 (estimated), paragraph 1" in seen.text
    assert "p. 1 (estimated), paragraph 2" in seen.text


@pytest.mark.parametrize(
    ("verdict", "words"),
    [("contradicted", "seems to say otherwise"), ("not verified", "Not borne out")],
)
def test_a_statement_that_failed_its_check_is_marked(verdict: str, words: str) -> None:
    seen = read(answer_html(answered(cite_words(DOCUMENT, "Parliament"), verdict=verdict), 1))
    assert words in seen.text
    assert seen.tags.count("q") == 1  # the words it leans on stand beside it


REFUTED = (
    Statement("It rose by <b>half</b>.", (), "contradicted", "it says “half”, the source “third”"),
    Statement("It fell.", (), "not verified", "its evidence hardly speaks of it"),
)


def test_notes_and_withheld_statements_are_told() -> None:
    html = answer_html(
        answered(cite_words(DOCUMENT, "The"), withheld=REFUTED, notes=("Beware.",)), 1
    )
    seen = read(html)
    assert "Beware." in seen.text
    assert "2 statements withheld: show" in seen.text
    assert "It rose by <b>half</b>." in seen.text
    assert "b" not in seen.tags


@pytest.mark.parametrize(
    ("status", "heading", "label"),
    [
        ("refused", "The documents don’t say", "Closest passages, which don’t answer"),
        ("unsure", "The documents may not answer this", "Closest passages, which may not answer"),
    ],
)
def test_no_answer_looks_unlike_one(status: str, heading: str, label: str) -> None:
    near = cite_words(DOCUMENT, "Parliament shall take the lead.", "near")
    answer = Answer(
        Query("q"),
        status,  # type: ignore[arg-type]
        reason="Nothing about mountains.",
        nearest=(near,),
        missing=("mountain",),
        searched=SEARCHED,
    )
    seen = read(answer_html(answer, turn=1))
    for words in (heading, label, answer.reason, "“mountain”", "2 documents, 57 passages"):
        assert words in seen.text
    assert ["statement", "words"] not in seen.classes
    assert "Closest passage 1" in seen.text
    marker = parse_marker(seen.markers()[0])
    assert marker is not None
    assert marker.kind == "nearest"
    assert (first_marker(answer, 1) is None) == (status == "refused")


def test_missing_words_are_not_told_twice() -> None:
    answer = Answer(
        Query("q"), "refused", reason="No passage has “mountain”.", missing=("mountain",)
    )
    assert read(answer_html(answer, turn=1)).text.count("mountain") == 1


def test_errors_read_as_sentences_with_their_commands() -> None:
    seen = read(message_html("nothing is there; run `sanad ingest <FOLDER>`"))
    assert seen.text == "Nothing is there; run sanad ingest <FOLDER>."
    assert seen.tags == ["code"]


def test_the_way_to_the_documents_says_how_many_there_are() -> None:
    assert read(documents_html(1)).text == "1 document"
    assert read(documents_html(2000)).text == "2,000 documents"
    assert read(documents_html(0)).text == "No documents"


def test_everything_on_a_topic_stands_under_its_documents_and_is_cut_when_long() -> None:
    citations = cite_words(DOCUMENT, "The checks"), cite_words(DOCUMENT, "Parliament", "2")
    found = Everything(Query("q"), citations, repeated=1, searched=SEARCHED, notes=("Beware.",))
    seen = read(everything_html(found, turn=1))
    assert "2 passages on this, in 1 document. 1 more passage repeated one of these." in seen.text
    assert seen.text.count("Security & <checks>") == 1
    assert len(seen.markers()) == 2
    assert "Beware." in seen.text


def test_a_long_list_is_whole_and_its_end_is_folded() -> None:
    citations = cite_words(DOCUMENT, "The checks"), cite_words(DOCUMENT, "Parliament", "2")
    found = Everything(Query("q"), citations, searched=SEARCHED)
    seen = read(everything_html(found, turn=1, first=1))
    assert len(seen.markers()) == 2
    assert "Show all 2 passages" in seen.text
    assert seen.text.count("Security & <checks>") == 1  # one document, named once
    assert "details" not in read(everything_html(found, turn=1)).tags


def test_the_words_looked_for_are_marked_in_each_passage() -> None:
    citation = cite_words(DOCUMENT, "The checks are a burden. People are fed up with them.")
    found = Everything(Query("q"), (citation,), searched=SEARCHED, words=("check", "burdens"))
    assert read(everything_html(found, turn=1)).marked == ["checks", "burden"]


def test_a_list_that_grows_can_be_stopped() -> None:
    found = Everything(Query("q"), (cite_words(DOCUMENT, "The checks"),), searched=SEARCHED)
    html = growing_html(found, turn=1)
    assert "1 passage so far" in read(html).text
    assert "growing" in html
    assert "so far" not in read(settled_html(html)).text


@pytest.mark.parametrize("question", ["Why?", 'a <b> & "c" </div>', "two\nlines * `x`"])
def test_a_question_can_be_read_back_from_the_chat(question: str) -> None:
    assert question_of(question_html(question)) == question
    assert question_of(answer_html(answered(cite_words(DOCUMENT, "The")), 1)) == ""


@pytest.mark.parametrize("text", [*HOSTILE, "plain"])
def test_parts_facts_and_suggestions_show_as_themselves(text: str) -> None:
    first, second = cite_words(DOCUMENT, "The checks"), cite_words(DOCUMENT, "Parliament", "2")
    answer = answered(
        first,
        second,
        kind="comparison",
        parts=(Part(text, (0,), text), Part("Silent", (), "says nothing of it"), Part("B", (1,))),
        facts=(DocumentFact("brief", text, "author", text, text),),
        suggestions=(text,),
    )
    html = answer_html(answer, turn=1)
    seen = read(html)
    assert set(seen.tags) <= OURS
    assert {name for name, _ in seen.attributes} <= {"class", "dir", "type"}
    assert not any("\n" in piece for piece in html.split("\n\n"))
    folded = "".join(text.replace("\0", "\ufffd").split())
    assert "".join(seen.text.split()).count(folded) >= 6
    assert seen.text.index("Silent") > seen.text.index("The checks")
    assert seen.text.index("Silent") < seen.text.index("Parliament")


def test_what_is_not_known_of_a_document_is_said() -> None:
    answer = answered(facts=(DocumentFact("brief", "A brief", "author", ""),))
    assert "not in the catalogue" in read(answer_html(answer, turn=1)).text


def test_the_words_that_answer_are_bold_and_escaped() -> None:
    text = "It cost <40> crowns."
    said = Statement(text, (), "verbatim", answer=Span(8, 12))
    html = streaming_html([said], [], 1, "")
    assert "It cost <strong>&#60;40&#62;</strong> crowns." in html


def test_what_came_of_the_check_is_said_by_shape_and_in_words() -> None:
    quoted, other = cite_words(DOCUMENT, "The checks"), cite_words(DOCUMENT, "Parliament", "2")
    statements = (
        Statement("The checks", ("1",), "verbatim"),
        Statement("It is for parliament.", ("2",), "supported"),
    )
    answer = Answer(Query("q"), "answered", statements, (quoted, other), searched=SEARCHED)
    seen = read(answer_html(answer, turn=1)).text
    assert "❞ 1 sentence quoted word for word" in seen
    assert "✓ 1 sentence in other words" in seen
    assert "✓ In other words; its source says so" in seen


def test_a_marker_has_the_words_that_it_leads_to_at_hand() -> None:
    citation = replace(cite_words(DOCUMENT, "a burden"), before="The checks are ", after=". People")
    seen = read(answer_html(answered(citation), turn=1))
    assert "The checks are a burden. People" in seen.text
    assert seen.marked == ["a burden"]


def test_what_two_documents_say_stands_side_by_side_and_long_lists_fold() -> None:
    cited = tuple(cite_words(DOCUMENT, "checks", str(n)) for n in range(1, 21))
    apart = (Part("A", tuple(range(15)), "", "a"), Part("B", (15,), "", "b"))
    seen = read(answer_html(answered(*cited, parts=apart), 1))
    assert seen.classes.count(["part"]) == 2
    assert "Show all 15" in seen.text
    one = (Part("A", (0,), "", "a"), Part("B", (1,), "", "a"))
    assert ["part"] not in read(answer_html(answered(*cited[:2], parts=one), 1)).classes


def test_sources_that_read_alike_are_told_apart_by_their_files() -> None:
    first, second = (make_document("The levy is 20 rupees.", file=f"{year}.txt") for year in (1, 2))
    cited = [
        replace(cite_words(one, "The levy is 20 rupees."), document_id=one.file)
        for one in (first, second)
    ]
    html = "".join(sources_html(cited, 1, "source"))
    assert "· 1.txt" in html
    assert "· 2.txt" in html
    assert "· 1.txt" not in "".join(sources_html(cited[:1], 1, "source"))
