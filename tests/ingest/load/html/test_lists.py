"""Tests for the numbers of lists and for boxes that can be ticked."""

from __future__ import annotations

import pytest

from tests.ingest.load.html.made import PROSE, blocks, texts


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
        ("<ol start=3><li>a<li value=9>b<li>c</ol>", ["3. a", "9. b", "10. c"]),
        ("<ol reversed><li>a<li>b<li>c</ol>", ["3. a", "2. b", "1. c"]),
        ("<ol type=a start=26><li>a<li>b</ol>", ["z. a", "aa. b"]),
        ("<ol type=I><li>a<li>b</ol>", ["I. a", "II. b"]),
        ("<ol style='list-style-type:lower-roman'><li>a<li>b</ol>", ["i. a", "ii. b"]),
        ("<ol style='list-style: none'><li>a</ol>", ["a"]),
        ("<style>.law li{list-style:upper-latin}</style><ol class=law><li>a</ol>", ["A. a"]),
        ("<ul style='list-style-type: decimal'><li>a</ul>", ["1. a"]),
        ("<ul><li>a<li>b</ul><menu><li>c</menu>", ["a", "b", "c"]),
        ("<ol class='list-unstyled'><li>a</ol>", ["a"]),
        ("<ol><li>(1) a<li>§ 2 b<li>1.2 c<li>2019 was wet</ol>",
         ["(1) a", "§ 2 b", "1.2 c", "4. 2019 was wet"]),
        ("<ol><li>a<ol type=i><li>b<li>c</ol><li>d</ol>", ["1. a", "i. b", "ii. c", "2. d"]),
        ("<ol><li><p>a</p><p>b</p><li><ol><li>c</ol></ol>", ["1. a", "b", "2. 1. c"]),
        ("<ol><li><h3>Fees</h3><p>They fall due.</p></ol>", ["1. Fees", "They fall due."]),
        ("<ol><li hidden>x<li>a<li><li>b</ol>", ["1. a", "3. b"]),
        ("<ol start=99999999999><li>a</ol><li>b", ["1. a", "b"]),
    ],
)  # fmt: skip
def test_items_have_the_numbers_that_a_browser_gives_them(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


def test_an_items_number_is_no_marker_and_a_heading_has_it() -> None:
    found = blocks("<ol start=2><li><h2>Licences</h2><p>None is needed.</p><li>End</ol>")
    assert found == [
        ("heading", 2, "2. Licences"),
        ("item", 1, "None is needed."),
        ("item", 1, "3. End"),
    ]


def test_ticked_and_empty_boxes_are_text() -> None:
    html = (
        f"<p>{PROSE}</p><p><input type=checkbox checked> Import <input type=CHECKBOX> Export</p>"
        "<p><span role=checkbox aria-checked=true></span> Paid</p>"
        "<p><input type=radio checked>Yes <input type=radio>No <input type=text value=x></p>"
        "<input type=checkbox id=menu><table><tr><th>Head<th>Due<tr><td>Roads"
        "<td><input type=checkbox checked></table>"
    )
    assert texts(html) == [
        *(PROSE, "☑ Import ☐ Export", "☑ Paid", "◉Yes ○No", "Head | Due", "Roads | ☑"),
    ]


@pytest.mark.parametrize(
    ("css", "html", "expected"),
    [
        (
            "ol{counter-reset:item;list-style:none} li{display:block;counter-increment:item}"
            "li::before{content:counters(item, '.') ' '}",
            "<ol><li>a<li>b<ol><li>c<li>d</ol><li>e<ol><li>f</ol></ol>",
            ["1 a", "2 b", "2.1 c", "2.2 d", "3 e", "3.1 f"],
        ),
        (
            "body{counter-reset:art} h2:before{counter-increment:art;"
            "content:'Article ' counter(art, upper-roman) '. '}",
            "<h2>Scope</h2><p>x<h2>Fees</h2>",
            ["Article I. Scope", "x", "Article II. Fees"],
        ),
        (
            "h1{counter-reset:sec} h2{counter-increment:sec} .law h2:before{content:'§ ' "
            "counter(sec) \" \"} p:before{content:'– '}",
            "<div class=law><h1>A</h1><h2>b</h2><h1>C</h1><h2>d</h2><p>e</div><h2>f</h2>",
            ["A", "§ 1 b", "C", "§ 1 d", "e", "f"],
        ),
        ("p:before{content:counter(none)}", "<p>a", ["0a"]),
    ],
)
def test_numbers_that_a_style_sheet_makes_are_text(
    css: str, html: str, expected: list[str]
) -> None:
    assert texts(f"<style>{css}</style><body>{html}") == expected
