from __future__ import annotations

from tests.ingest.load.word.made import (
    PAGE,
    note,
    p,
    r,
    read,
    table,
    tc,
    texts,
    word,
)

RENDERED = r("<w:lastRenderedPageBreak/>")


def pages(data: bytes) -> list[tuple[int, str | None, str]]:
    raw = read(data)
    assert all(page.inferred for page in raw.pages)
    ends = [*[page.start for page in raw.pages[1:]], len(raw.text)]
    return (
        [
            (page.number, page.label, " ".join(raw.text[page.start : end].split()))
            for page, end in zip(raw.pages, ends, strict=bool(raw.pages))
        ]
        if raw.pages
        else []
    )


def test_without_a_break_there_are_no_pages() -> None:
    section = '<w:sectPr><w:pgNumType w:start="5"/></w:sectPr>'
    assert pages(word(p("One.") + p("Two.") + section)) == []


def test_pages_are_counted_by_breaks_and_each_break_once() -> None:
    body = (
        p(r("One.") + PAGE)
        + p("")
        + p(RENDERED + r("Two goes on ") + RENDERED + r("to three."))
        + p(PAGE)
        + p(RENDERED + PAGE)
        + p(RENDERED + r("Five."))
        + p("Six.", "<w:pageBreakBefore/>")
        + p(r("Still six.") + PAGE + r("Seven."))
    )
    assert pages(word(body)) == [
        (1, None, "One."),
        (2, None, "Two goes on"),
        (3, None, "to three."),
        (4, None, ""),
        (5, None, "Five."),
        (6, None, "Six. Still six."),
        (7, None, "Seven."),
    ]


def test_a_page_that_cuts_a_word_begins_behind_it() -> None:
    raw = read(word(p(r("The poli") + RENDERED + r("cy holds.") + RENDERED + r("Not cut"))))
    assert texts(raw) == ["The policy / holds.Not / cut"]


def test_labels_follow_the_sections() -> None:
    def section(inside: str) -> str:
        return f"<w:sectPr>{inside}</w:sectPr>"

    roman = section('<w:pgNumType w:fmt="lowerRoman" w:start="3"/>')
    decimal = section('<w:pgNumType w:start="1"/>')
    letters = section('<w:type w:val="continuous"/><w:pgNumType w:fmt="upperLetter"/>')
    odd = section('<w:type w:val="oddPage"/>')
    body = (
        p(r("Preface.") + PAGE)
        + p("More.", roman)
        + p(r("Body.") + PAGE + r("Body 2."), decimal)
        + p(r("Same page.") + PAGE + r("C."), letters)
        + p("On the right.")
        + odd
    )
    assert pages(word(body)) == [
        (1, "iii", "Preface."),
        (2, "iv", "More."),
        (3, "1", "Body."),
        (4, "2", "Body 2. Same page."),
        (5, "C", "C."),
        (6, "4", ""),
        (7, "5", "On the right."),
    ]


def test_a_note_stands_on_the_page_of_its_mark() -> None:
    mark = r('<w:footnoteReference w:id="1"/>')
    body = p(r("Begun") + mark + r(" here ") + RENDERED + r("ends there.")) + p("Next.")
    assert pages(word(body, footnotes=note("footnote", 1, "The note."))) == [
        (1, None, "Begun here"),
        (2, None, "ends there."),
        (1, None, "The note."),
        (2, None, "Next."),
    ]


def test_a_row_that_begins_a_page_or_runs_over_one_turns_it_once() -> None:
    top = [tc(p(RENDERED + r("b"))), tc(p(RENDERED + r("c")))]
    over = [tc(p(r("d ") + RENDERED + r("e"))), tc(p(r("f ") + RENDERED + r("g")))]
    assert pages(word(table(["a", "a"], top, over))) == [
        (1, None, "a | a"),
        (2, None, "b | c d"),
        (3, None, "e | f g"),
    ]
