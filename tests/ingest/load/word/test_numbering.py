"""Tests for the numbers that Word puts before paragraphs by itself."""

from __future__ import annotations

from tests.ingest.load.word.made import p, r, read, style, styled, table, texts, word


def level(at: int, text: str, form: str = "decimal", inside: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{inside}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def numbers(number: int, name: int, inside: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{name}"/>{inside}</w:num>'


def start_at(at: int, start: int) -> str:
    override = f'<w:startOverride w:val="{start}"/>'
    return f'<w:lvlOverride w:ilvl="{at}">{override}</w:lvlOverride>'


def item(number: int, at: int = 0, text: str = "x") -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def labels(body: str, numbering: str, styles: str = "") -> list[str]:
    raw = read(word(body, numbering=numbering, styles=styles))
    return [text.removesuffix("x").rstrip() for text in texts(raw)]


LEGAL = abstract(
    7,
    level(0, "Part %1.", "upperRoman"),
    level(1, "%1.%2", inside="<w:isLgl/>"),
    level(2, "(%3)", "lowerLetter", '<w:suff w:val="space"/>'),
    level(3, "%4)", "lowerRoman", '<w:suff w:val="nothing"/>'),
)


def test_levels_count_each_for_itself_and_begin_anew_below_a_new_one() -> None:
    levels = [0, 1, 1, 2, 2, 3, 1, 2, 0, 2, 1]
    body = "".join(item(4, at) for at in levels)
    assert labels(body, LEGAL + numbers(4, 7)) == [
        *("Part I.", "1.1", "1.2", "(a)", "(b)", "i)", "1.3", "(a)", "Part II.", "(a)", "2.1"),
    ]


def test_lists_of_one_definition_count_on_unless_they_say_where_they_start() -> None:
    numbering = abstract(2, level(0, "Rule %1")) + numbers(1, 2) + numbers(2, 2)
    numbering += numbers(3, 2, start_at(0, 5)) + numbers(4, 2, start_at(0, 1))
    body = item(1) + item(1) + item(2) + item(3) + item(3) + item(1) + item(4) + item(4)
    assert labels(body, numbering) == [f"Rule {n}" for n in (1, 2, 3, 5, 6, 7, 1, 2)]


def test_a_list_may_write_a_level_its_own_way() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "Annex %1:", "upperLetter")}</w:lvlOverride>'
    numbering = abstract(1, level(0, "%1.")) + numbers(1, 1) + numbers(2, 1, own)
    assert labels(item(1) + item(2), numbering) == ["1.", "Annex B:"]


def test_a_level_may_never_begin_anew() -> None:
    inside = '<w:lvlRestart w:val="0"/>'
    numbering = abstract(1, level(0, "Chapter %1"), level(1, "Article %2", inside=inside))
    body = "".join(item(1, at) for at in (0, 1, 1, 0, 1))
    assert labels(body, numbering + numbers(1, 1))[2:] == ["Article 2", "Chapter 2", "Article 3"]


def test_numbers_are_written_in_many_ways() -> None:
    forms = {
        "decimalZero": "09",
        "upperLetter": "I",
        "lowerRoman": "ix",
        "ordinal": "9th",
        "ordinalText": "Ninth",
        "cardinalText": "Nine",
        "numberInDash": "- 9 -",
        "chineseCounting": "9",
        "none": "",
        "bullet": "",
    }
    made = [abstract(n, level(0, "%1", form, start=9)) for n, form in enumerate(forms)]
    numbering = "".join(made) + "".join(numbers(n + 1, n) for n in range(len(forms)))
    body = "".join(item(n + 1) for n in range(len(forms)))
    assert labels(body, numbering) == list(forms.values())
    far = abstract(1, level(0, "%1)", "lowerLetter", start=28), level(1, "%2", "upperRoman"))
    far += numbers(1, 1, start_at(1, 999_999_999))
    assert labels(item(1) + item(1, 1), far) == ["bb)", "999999999"]


def test_headings_are_numbered_by_their_style() -> None:
    linked = '<w:pStyle w:val="heading{}"/>'.format
    numbering = abstract(
        3, level(0, "%1", inside=linked(1)), level(1, "%1.%2", inside=linked(2))
    ) + numbers(8, 3)
    in_list = '<w:pPr><w:numPr><w:numId w:val="8"/></w:numPr></w:pPr>'
    styles = (
        style("heading 1", in_list)
        + style("heading 2", in_list)
        + style("Mine", based_on="heading2")
        + style(
            "Off", '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>', based_on="heading2"
        )
    )
    names = ("heading 1", "heading 2", "Mine", "heading 2", "Off", "heading 1")
    body = "".join(p("Levies", styled(name)) for name in names)
    body += p("Levies", styled("heading 1") + '<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    body += p("Levies", styled("heading 1") + '<w:numPr><w:numId w:val="0"/></w:numPr>')
    raw = read(word(body, numbering=numbering, styles=styles))
    said = [text.removesuffix("Levies").strip() for text in texts(raw)]
    assert said == ["1", "1.1", "1.2", "1.3", "", "2", "2.1", ""]
    assert raw.blocks[1].kind == "heading"


def test_a_definition_may_be_taken_from_a_list_style() -> None:
    own = abstract(1, '<w:styleLink w:val="Law"/>', level(0, "§ %1"))
    taken = abstract(2, '<w:numStyleLink w:val="Law"/>')
    assert labels(item(5), own + taken + numbers(5, 2)) == ["§ 1"]


def test_an_empty_paragraph_counts_and_shows_its_number_in_a_cell_alone() -> None:
    numbering = abstract(1, level(0, "%1.")) + numbers(1, 1)
    rows = table([item(1, text=""), "Lahore"], [item(1, text=""), "Quetta"])
    body = item(1) + item(1, text="") + rows + item(1)
    assert texts(read(word(body, numbering=numbering))) == [
        *("1. x", "3. | Lahore", "4. | Quetta", "5. x"),
    ]


def test_bullets_are_no_text_but_boxes_are() -> None:
    wing = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    made = [
        f'<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/>{wing}</w:lvl>'
        for sign in ("\uf0a7", "\uf0fe", "\uf0a8")
    ]
    numbering = "".join(abstract(n, one) + numbers(n + 1, n) for n, one in enumerate(made))
    assert labels(item(1) + item(2) + item(3), numbering) == ["", "☑", "☐"]


def test_a_number_stands_behind_a_break_of_the_layout() -> None:
    numbering = abstract(1, level(0, "%1.")) + numbers(1, 1)
    inside = r("<w:lastRenderedPageBreak/><w:t>Fees</w:t>")
    body = item(1) + p(inside, '<w:numPr><w:numId w:val="1"/></w:numPr>') + item(6)
    assert texts(read(word(body, numbering=numbering))) == ["1. x", "2. Fees", "x"]


def test_a_bold_numbered_line_is_a_heading_as_if_its_number_were_typed() -> None:
    numbering = abstract(1, level(0, "%1.")) + numbers(1, 1)
    bold = p(r("Fees", "<w:b/>"), '<w:numPr><w:numId w:val="1"/></w:numPr>')
    raw = read(word(bold + p("They are due in May, and are paid to the clerk.") + bold + item(1)))
    assert [block.kind for block in raw.blocks] == ["item", "paragraph", "item", "item"]
    raw = read(
        word(
            bold + p("They are due in May, and are paid to the clerk.") + bold + item(1),
            numbering=numbering,
        )
    )
    assert [block.kind for block in raw.blocks] == ["heading", "paragraph", "heading", "item"]
    assert texts(raw)[2] == "2. Fees"
