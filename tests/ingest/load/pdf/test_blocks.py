from __future__ import annotations

import io
from functools import partial

import pytest
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate

from ingest.clean import clean
from tests.ingest.load.pdf.made import (
    HEIGHT,
    LEVY,
    ROADS,
    SCHOOL,
    VALLEY,
    fitted,
    kinds,
    made,
    page_at,
    put,
    read,
    texts,
)


def styled(canvas: Canvas, parts: list[tuple[str, float, float]], x: float, y: float) -> None:
    """Draw parts of one line: words, size, rise."""
    for text, size, rise in parts:
        canvas.setFont("Times-Roman", size)
        canvas.drawString(x, y + rise, text)
        x += canvas.stringWidth(text, "Times-Roman", size)


def test_paragraphs_by_indent_and_by_gap() -> None:
    def draw(canvas: Canvas) -> None:
        y = HEIGHT - 100
        for text in (VALLEY, LEVY):
            first, *rest = fitted(text, 420)
            y = put(canvas, [first], x=90, y=y)
            y = put(canvas, rest, y=y)
        y = put(canvas, fitted(SCHOOL, 450), y=y - 8)
        put(canvas, fitted(ROADS, 450), y=y - 8)

    assert texts(read(made(draw))) == [VALLEY, LEVY, SCHOOL, ROADS]


def test_a_word_cut_at_a_line_s_end_is_mended_and_a_real_hyphen_kept() -> None:
    lines = [
        "The council spoke of irrigation, and the report on irri-",
        "gation was read to the end. It is a matter of geo-",
        "economics, said the chairman of the valley.",
    ]
    text = clean(read(made(lambda c: put(c, lines)))).text
    assert "report on irrigation was" in text
    assert "geo-economics, said" in text


def test_ligatures_are_spelt_out() -> None:
    import reportlab

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    assert reportlab.Version

    def draw(canvas: Canvas) -> None:
        put(canvas, ["The o\ufb03ce has \ufb01ve \ufb02oors."], font="Vera")

    (text,) = texts(read(made(draw)))
    assert "ffi" in text or "\ufb03" not in text


def test_a_list_with_hanging_indents_and_levels() -> None:
    buffer = io.BytesIO()
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14)
    inner = ListFlowable([ListItem(Paragraph(ROADS, body))], bulletType="bullet", leftIndent=18)
    outer = ListFlowable(
        [ListItem(Paragraph(VALLEY, body)), ListItem([Paragraph(LEVY, body), inner])],
        bulletType="bullet",
        leftIndent=18,
    )
    SimpleDocTemplate(buffer, invariant=1).build([Paragraph(SCHOOL, body), outer])
    raw = read(buffer.getvalue())
    assert kinds(raw) == ["paragraph", "item", "item", "item"]
    assert [block.level for block in raw.blocks] == [0, 1, 1, 2]
    cleaned = clean(raw)
    found = [cleaned.text[block.start : block.end] for block in cleaned.blocks]
    assert found == [SCHOOL, VALLEY, LEVY, ROADS]


def test_numbered_items() -> None:
    def draw(canvas: Canvas) -> None:
        y = HEIGHT - 100
        for number, text in enumerate((VALLEY, LEVY, SCHOOL), start=1):
            canvas.drawString(72, y, f"{number}.")
            y = put(canvas, fitted(text, 400), x=90, y=y)

    raw = read(made(draw))
    assert kinds(raw) == ["item"] * 3
    assert texts(raw) == [f"{n}. {text}" for n, text in enumerate((VALLEY, LEVY, SCHOOL), start=1)]


def test_headings_by_their_type() -> None:
    buffer = io.BytesIO()
    styles = getSampleStyleSheet()
    story = [
        Paragraph("Wells and Roads", styles["Title"]),
        Paragraph("Wells", styles["Heading1"]),
        Paragraph(VALLEY, styles["Normal"]),
        Paragraph("Who pays", styles["Heading2"]),
        Paragraph(LEVY, styles["Normal"]),
        Paragraph("Roads", styles["Heading1"]),
        Paragraph(ROADS, styles["Normal"]),
    ]
    SimpleDocTemplate(buffer, invariant=1).build(story)
    raw = read(buffer.getvalue())
    found = [(t, b.level) for t, b in zip(texts(raw), raw.blocks, strict=True) if b.level]
    assert found == [("Wells and Roads", 1), ("Wells", 1), ("Who pays", 2), ("Roads", 1)] or (
        found == [("Wells and Roads", 1), ("Wells", 2), ("Who pays", 3), ("Roads", 2)]
    )
    assert texts(raw, "paragraph") == [VALLEY, LEVY, ROADS]


def test_the_outline_tells_headings_that_look_like_text() -> None:
    def draw(canvas: Canvas) -> None:
        y = HEIGHT - 100
        for level, title, text in ((0, "Of wells", VALLEY), (1, "who has them", LEVY)):
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title, title, level)
            y = put(canvas, [title, *fitted(text, 450)], y=y) - 10

    raw = read(made(draw))
    assert [(block.kind, block.level) for block in raw.blocks] == [
        ("heading", 1),
        ("paragraph", 0),
        ("heading", 2),
        ("paragraph", 0),
    ]
    assert texts(raw) == ["Of wells", VALLEY, "who has them", LEVY]


def notes_page(canvas: Canvas, *, rule: bool) -> None:
    y = put(canvas, fitted(LEVY, 450))
    styled(canvas, [("The wells were counted", 11, 0), ("1", 7, 4), (" twice.", 11, 0)], 72, y)
    parts = [("It covers 12 km", 11, 0), ("2", 7, 4), (" and emits CO", 11, 0), ("2", 7, -2)]
    styled(canvas, [*parts, (" on the 21", 11, 0), ("st", 7, 4), (" of May.", 11, 0)], 72, y - 14)
    if rule:
        canvas.line(72, 110, 180, 110)
    styled(canvas, [("1", 6, 3), (" By the wardens, in March; see the", 9, 0)], 72, 98)
    put(canvas, ["minutes of the council."], y=87, size=9)


def test_a_footnote_is_a_block_of_its_own_and_its_mark_is_left_out() -> None:
    for rule in (False, True):
        raw = read(made(partial(notes_page, rule=rule)))
        assert texts(raw, "footnote") == [
            "1 By the wardens, in March; see the minutes of the council."
        ]
        (note,) = [block for block in raw.blocks if block.kind == "footnote"]
        assert note.marker == 2
        assert "The wells were counted twice." in texts(raw)
        assert "It covers 12 km² and emits CO₂ on the 21st of May." in texts(raw)


def test_a_footnote_comes_behind_the_paragraph_that_runs_over_the_foot() -> None:
    lines = fitted(f"{VALLEY} {ROADS}", 450)

    def draw(canvas: Canvas) -> None:
        put(canvas, fitted(LEVY, 450))
        put(canvas, lines[:4], y=220)
        canvas.setFont("Times-Roman", 7)
        canvas.drawString(400, 182, "1")
        put(canvas, ["1 By the wardens, in March."], y=90, size=9)
        canvas.showPage()
        put(canvas, lines[4:])
        put(canvas, fitted(SCHOOL, 450), y=500)

    raw = read(made(draw))
    assert texts(raw)[1:] == [f"{VALLEY} {ROADS}", "1 By the wardens, in March.", SCHOOL]
    assert kinds(raw) == ["paragraph", "paragraph", "footnote", "paragraph"]
    assert [page.number for page in raw.pages] == [1, 2, 1, 2]
    assert page_at(raw, "By the wardens, in March.") == 1
    assert page_at(raw, lines[4]) == 2


def test_numbers_stay_where_no_footnote_has_them() -> None:
    def draw(canvas: Canvas) -> None:
        y = put(canvas, fitted(LEVY, 450))
        styled(canvas, [("Ten to the 3", 11, 0), ("4", 7, 4), (" wells.", 11, 0)], 72, y - 8)

    assert texts(read(made(draw)))[-1] == "Ten to the 3⁴ wells."


def test_letters_drawn_apart_are_one_word() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, fitted(VALLEY, 450))
        canvas.saveState()
        text = canvas.beginText(72, 500)
        text.setFont("Times-Bold", 14)
        text.setCharSpace(3)
        text.textLine("THE LEVY OF SPRING")
        canvas.drawText(text)
        canvas.restoreState()
        put(canvas, fitted(LEVY, 450), y=470)

    assert texts(read(made(draw)))[1] == "THE LEVY OF SPRING"


@pytest.mark.parametrize(
    ("drawn", "read_as"),
    [
        ("R E P O R T   O F   T H E   W A R D E N S", "REPORT OF THE WARDENS"),
        ("A  l e t t e r  to the board", "A letter to the board"),
        ("N O T I C E of the new rates", "NOTICE of the new rates"),
        ("Ward: A B C D E F", "Ward: A B C D E F"),
        ("Rows 1 2 3 4 5 of it", "Rows 1 2 3 4 5 of it"),
        ("by J. R. R. T. and A B C", "by J. R. R. T. and A B C"),
    ],
)
def test_letters_with_spaces_drawn_between_them_are_words_if_english_has_them(
    drawn: str, read_as: str
) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, fitted(VALLEY, 450))
        put(canvas, [drawn], y=500)

    assert texts(read(made(draw)))[-1] == read_as


def test_a_line_with_dot_leaders_keeps_its_spaces() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, fitted(VALLEY, 450))
        text = canvas.beginText(72, 500)
        text.setFont("Times-Roman", 11)
        for word in ("Other", "food", "dealers", *"." * 12):
            text.textOut(word)
            text.moveCursor(text.getX() - text.getStartOfLine()[0] + 3, 0)
        canvas.drawText(text)

    assert texts(read(made(draw)))[-1] == "Other food dealers"


def test_a_wrapped_item_stays_whole_far_from_its_bullet() -> None:
    long = f"{VALLEY} {LEVY} {SCHOOL} {ROADS}".replace(". ", ", and ").replace("The", "Then Wells")

    def draw(canvas: Canvas) -> None:
        y = put(canvas, fitted(SCHOOL, 450))
        canvas.drawString(72, y - 6, "\u2022")
        y = put(canvas, fitted(long, 430), x=90, y=y - 6)
        put(canvas, fitted(ROADS, 450), y=y - 6)

    assert texts(read(made(draw))) == [SCHOOL, f"\u2022 {long}", ROADS]


STATUTE = [
    (
        "(3) WELL.—The term “well” means any hole in the ground, dug or drilled, that is more than two",
        90,
    ),
    ("fathoms deep and from which water is or has been drawn for the use of a household, a", 72),
    ("field or a mill.", 72),
    ("(4) WARDEN.—The term “warden” means a person whom the council has named for—", 90),
    ("(A) the count of the wells of one side of the valley, upper or lower; and", 108),
    ("(B) the keeping of the book in which the depth of each well is written down,", 108),
    ("or a copy of that book.", 90),
    ("(5) YEAR.—The term “year” means the time from the first day of March of one year to the", 90),
    ("last day of February of the next.", 72),
]


def test_paragraphs_of_a_statute_are_as_it_numbers_them() -> None:
    def draw(canvas: Canvas) -> None:
        for n, (line, x) in enumerate(STATUTE):
            put(canvas, [line], x=x, y=700 - 13 * n)

    lines = [line for line, _ in STATUTE]
    assert texts(read(made(draw))) == [
        " ".join(lines[:3]),
        lines[3],
        lines[4],
        " ".join(lines[5:7]),
        " ".join(lines[7:]),
    ]


def test_numbered_lines_of_a_list_are_apart() -> None:
    entries = [
        "3.1: Hold the keepers of the book to account",
        "3.2: Count all wells, old and new, and all of their pumps",
    ]
    entries += ["3.3: Shift what it costs to those who draw most of it", "3.4: Name wardens"]
    assert texts(read(made(lambda c: put(c, entries)))) == entries


def test_type_that_changes_its_size_within_a_line_ends_no_paragraph() -> None:
    rest = [
        "ters of the whole valley, and nobody else may use it without leave of the council,",
        "given in writing.",
    ]

    def draw(canvas: Canvas) -> None:
        styled(
            canvas,
            [("(12) M", 11, 0), ("UNICIPAL WATER SUPPLY SYSTEM OF BOTH SIDES.", 7, 0)],
            90,
            700,
        )
        styled(canvas, [("—The wa-", 11, 0)], 290, 700)
        put(canvas, rest, y=686)

    (found,) = texts(read(made(draw)))
    assert found.endswith("given in writing.")


def test_a_bold_word_after_a_sentence_begins_a_paragraph() -> None:
    entries = [("Wells:", VALLEY), ("Schools:", SCHOOL), ("Roads:", ROADS)]

    def draw(canvas: Canvas) -> None:
        y = HEIGHT - 100
        for name, text in entries:
            first, *rest = fitted(f"{name} {text}", 300)
            width = canvas.stringWidth(f"{name} ", "Times-Bold", 11)
            put(canvas, [name], y=y, font="Times-Bold")
            put(canvas, [first.removeprefix(f"{name} ")], x=72 + width, y=y)
            y = put(canvas, rest, y=y - 14)

    assert texts(read(made(draw))) == [f"{name} {text}" for name, text in entries]


def test_the_headings_of_a_law_end_with_a_full_stop() -> None:
    def draw(canvas: Canvas) -> None:
        y = HEIGHT - 100
        for title, text in (("SEC. 2. PURPOSES.", VALLEY), ("SEC. 3. WHO PAYS.", LEVY)):
            y = put(canvas, [title], y=y - 14, font="Times-Bold")
            y = put(canvas, fitted(text, 450), y=y - 6)

    assert kinds(read(made(draw))) == ["heading", "paragraph"] * 2
