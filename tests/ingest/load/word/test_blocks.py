from __future__ import annotations

from tests.ingest.load.word.made import (
    LONG,
    note,
    p,
    r,
    read,
    shape,
    style,
    styled,
    table,
    tc,
    texts,
    word,
)


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    joined = p("The board ", "<w:rPr><w:del/></w:rPr>") + p("shall meet.") + p("Next.")
    assert texts(read(word(joined))) == ["The board shall meet.", "Next."]
    in_cell = tc(p("a", "<w:rPr><w:del/></w:rPr>") + p("b") + p("c"))
    assert texts(read(word(table([in_cell, "d"])))) == ["ab / c | d"]


def test_headings_are_told_by_style_ancestor_and_outline_level() -> None:
    styles = (
        style("heading 1")
        + style("heading 2", based_on="heading1")
        + style("Überschrift 3")
        + style("Chapter", based_on="heading2")
        + style("Clause", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>')
        + style("Body like", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', based_on="heading1")
        + style("Title")
        + style("Author", based_on="Title")
        + style("toc 1", based_on="heading1")
        + style("TOC Heading", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', based_on="heading1")
        + style("caption", based_on="heading1")
        + style("circle a", based_on="circleb")
        + style("circle b", based_on="circlea")
    )
    names = (
        *("Title", "heading 1", "heading 2", "Überschrift 3", "Chapter", "Clause"),
        *("Body like", "toc 1", "TOC Heading", "caption", "circle a", "Author"),
    )
    body = "".join(p(f"Text {i}", styled(name)) for i, name in enumerate(names))
    direct = '<w:outlineLvl w:val="1"/>'
    off = styled("heading 1") + '<w:outlineLvl w:val="9"/>'
    raw = read(word(body + p("Direct", direct) + p("Off", off) + p("x"), styles=styles))
    levels = [level if kind == "heading" else 0 for kind, level, _ in shape(raw)]
    assert levels == [1, 1, 2, 3, 2, 4, 0, 0, 1, 0, 0, 0, 2, 0, 0]


def test_a_whole_clause_in_a_headings_style_is_a_paragraph() -> None:
    body = p(LONG * 2, styled("heading 2")) + p("Short", styled("heading 2")) + p("x")
    raw = read(word(body, styles=style("heading 2")))
    assert [kind for kind, _, _ in shape(raw)] == ["paragraph", "heading", "paragraph"]


def test_short_bold_paragraphs_are_headings() -> None:
    bold = "<w:b/>"
    body = (
        p(r("The Water Policy", bold))
        + p(LONG)
        + p(r("1. Scope", bold))
        + p(r("Only ", bold) + r("partly bold"))
        + p(r("1.2 Levy", bold))
        + p(r("This is a bold sentence.", bold))
        + p(r("Not bold", '<w:b w:val="0"/>'))
        + p(LONG)
        + p(r("At the end", bold))
    )
    kinds = [(kind, level) for kind, level, _ in shape(read(word(body)))]
    plain = ("paragraph", 0)
    assert kinds == [
        ("heading", 1),
        plain,
        ("heading", 2),
        plain,
        ("heading", 3),
        plain,
        plain,
        plain,
        plain,
    ]


def test_bold_headings_stand_below_styled_ones_and_say_nothing_in_bold_text() -> None:
    styled_body = p("Levy", styled("heading 2")) + p(r("Rates", "<w:b/>")) + p(LONG)
    raw = read(word(styled_body, styles=style("heading 2")))
    assert [(kind, level) for kind, level, _ in shape(raw)][1] == ("heading", 3)
    all_bold = p(r("Rates", "<w:b/>")) + p(r(LONG, "<w:b/>"))
    assert [kind for kind, _, _ in shape(read(word(all_bold)))] == ["paragraph", "paragraph"]


def test_bold_may_come_from_a_style() -> None:
    body = p("Rates", styled("Strong line")) + p(LONG)
    raw = read(word(body, styles=style("Strong line", "<w:rPr><w:b/></w:rPr>")))
    assert shape(raw)[0] == ("heading", 1, "Rates")


def test_list_items_have_levels() -> None:
    def number(level: int, list_id: int = 3) -> str:
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'

    styles = (
        style("List Bullet", f"<w:pPr>{number(0)}</w:pPr>")
        + style("List Bullet 2", f"<w:pPr>{number(0)}</w:pPr>", based_on="ListBullet")
        + style("Mine", based_on="ListBullet2")
    )
    body = (
        p("one", number(0))
        + p("two", number(2))
        + p("off", styled("List Bullet") + number(0, 0))
        + p("by style", styled("List Bullet"))
        + p("deeper", styled("List Bullet 2"))
        + p("inherited", styled("Mine"))
        + p("absurd", number(99))
    )
    found = [(kind, level) for kind, level, _ in shape(read(word(body, styles=styles)))]
    levels = [1, 3, 0, 1, 2, 2, 9]
    assert found == [("item", n) if n else ("paragraph", 0) for n in levels]


def test_typed_bullets_are_markers_and_typed_numbers_text() -> None:
    body = p("• the first") + p(r("2.") + r("<w:tab/>") + r("the second")) + p("(a) the third")
    expected = [
        ("item", 1, "the first"),
        ("item", 1, "2. the second"),
        ("item", 1, "(a) the third"),
    ]
    assert shape(read(word(body))) == expected


def test_a_table_is_read_row_by_row_with_merged_cells_in_each() -> None:
    down = tc("2014", '<w:vMerge w:val="restart"/>')
    under = tc("", "<w:vMerge/>")
    wide = tc("Total", '<w:gridSpan w:val="2"/>')
    body = table(
        ["Year", "Levy", "Note"],
        [down, "5", tc(p("long") + p(r("cell") + r("<w:br/>") + r("here")))],
        [under, "6", ""],
        ["a", "", "c"],
        [wide, "11"],
        ["", "", ""],
    )
    raw = read(word(body + p("Table 1. The levy")))
    assert shape(raw) == [
        ("table", 0, "Year | Levy | Note"),
        ("table", 0, "2014 | 5 | long / cell / here"),
        ("table", 0, "2014 | 6"),
        ("table", 0, "a |  | c"),
        ("table", 0, "Total |  | 11"),
        ("paragraph", 0, "Table 1. The levy"),
    ]


def test_a_nested_table_follows_its_row() -> None:
    inner = table(["in", "ner"])
    raw = read(word(p("First.") + table([tc(p("a") + inner + p("b")), "c"], ["d", "e"])))
    assert texts(raw) == ["First.", "a / b | c", "in | ner", "d | e"]


def test_rows_in_a_content_control_are_read() -> None:
    row = f"<w:tr>{tc('a')}<w:sdt><w:sdtContent>{tc('b')}</w:sdtContent></w:sdt></w:tr>"
    control = f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>"
    assert texts(read(word(f"<w:tbl>{control}</w:tbl>"))) == ["a | b"]


def test_a_table_of_one_column_is_a_frame_around_paragraphs() -> None:
    frame = table([tc(p("Box 1", styled("heading 3")) + p("• item") + p(LONG))])
    assert shape(read(word(frame, styles=style("heading 3")))) == [
        ("heading", 3, "Box 1"),
        ("item", 1, "item"),
        ("paragraph", 0, LONG),
    ]


def test_notes_follow_the_paragraph_with_their_marks() -> None:
    footnotes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0">'
        + p("never")
        + "</w:footnote>"
        + note("footnote", 1, "See Act 5.", "And its annex.")
        + note("footnote", 2, "Ibid.")
        + note("footnote", 9, "Nobody refers to this.")
    )
    one, two, end, lost, bar = (
        r(f'<w:{kind}Reference w:id="{n}"/>')
        for kind, n in (
            ("footnote", 1),
            ("footnote", 2),
            ("endnote", 1),
            ("footnote", 77),
            ("footnote", -1),
        )
    )
    custom = r('<w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t>')
    body = (
        p(r("Pay") + one + r(" now") + end + lost + bar + r("."))
        + table(["a", tc(p(r("b") + custom))], ["c", "d"])
        + p(r("Again") + two + r("."))
    )
    raw = read(word(body, footnotes=footnotes, endnotes=note("endnote", 1, "At the end.")))
    assert shape(raw) == [
        ("paragraph", 0, "Pay now."),
        ("footnote", 0, "See Act 5. / And its annex."),
        ("footnote", 0, "At the end."),
        ("table", 0, "a | b"),
        ("footnote", 0, "Ibid."),
        ("table", 0, "c | d"),
        ("paragraph", 0, "Again."),
    ]


def test_hidden_rows_and_covered_cells_are_reported() -> None:
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{tc('secret')}{tc('row')}</w:tr>"
    covered = f"<w:tr>{tc('lost', '<w:vMerge/>')}{tc('b')}</w:tr>"
    raw = read(word(f"<w:tbl>{hidden}{covered}</w:tbl>"))
    assert texts(raw) == ["| b"]
    assert sorted(finding.text for finding in raw.findings) == ["lost", "secret row"]
