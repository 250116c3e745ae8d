"""Tests for raised, lowered and struck-out words of a page, and for symbol fonts."""

from __future__ import annotations

import pytest

from ingest.load.html.reader import read_page
from tests.ingest.load.html.made import PROSE, texts


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("2 × 10<sup>9</sup> t of CO<sub>2</sub>", "2 × 10⁹ t of CO₂"),
        ("the 3<sup>rd</sup> of May, M<sup>me</sup> Roy", "the 3rd of May, Mme Roy"),
        ("3 <sup>1</sup>/<sub>4</sub> miles", "3 ¼ miles"),
        ("about <sup>2</sup>&frasl;<sub>3</sub> of it", "about ⅔ of it"),
        ("10<span style='vertical-align:super;font-size:60%'>-3</span> m", "10⁻³ m"),
        ("10<span style='vertical-align: 5px'>4</span>", "10⁴"),
        ("H<span class=low>2</span>O", "H₂O"),
        ("<sup>Rule 12 applies</sup>", "Rule 12 applies"),
        ("<sup><b>5</b></sup> a", "⁵ a"),
        ("<math><msup><mn>10</mn><mn>6</mn></msup></math> kg", "10⁶ kg"),
        ("2<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> ft", "2½ ft"),
        ("<span class=frac>5<span class=num>7</span>/<span class=den>8</span></span>", "5⅞"),
        (
            "<span class=sfrac><span class=num>1</span><span class='den'>3</span></span> part",
            "⅓ part",
        ),
        ("<font face=Symbol>\xa3</font> 5 and <font face='Arial'>\xa3</font>5", "≤ 5 and £5"),
        ("<span style=\"font-family:'Wingdings'\">\xfe</span> paid", "☑ paid"),
    ],
)
def test_figures_and_signs_are_as_they_look(html: str, expected: str) -> None:
    page = f"<style>p .low {{vertical-align: sub}}</style><p>{html}</p>"
    assert texts(page) == [expected]


@pytest.mark.parametrize(
    "struck",
    [
        "<s>Boats may fish.</s>",
        "<strike>Boats may fish.</strike>",
        "<del datetime=2020>Boats <b>may</b> fish.</del>",
        "<span style='text-decoration: line-through'>Boats may fish.</span>",
        "<span style='text-decoration-line:underline line-through'>Boats may fish.</span>",
        "<span class=repealed>Boats may fish.</span>",
        "<i id=gone>Boats may fish.</i>",
        "<u class='x old'>Boats may fish.</u>",
    ],
)
def test_struck_words_are_left_out_and_reported(struck: str) -> None:
    rules = (
        ".repealed{text-decoration:line-through red} #gone{text-decoration:line-through}"
        "main > p .old {text-decoration-line: line-through}"
    )
    raw = read_page(
        f"<style>{rules}</style><main><p>{PROSE} {struck} <ins>None may.</ins></p></main>"
    )
    assert [line.text for block in raw.blocks for line in block.lines] == [f"{PROSE} None may."]
    assert [(one.kind, one.message, one.text) for one in raw.findings] == [
        ("left out", "left out: 3 words that are struck out", "Boats may fish.")
    ]


def test_what_isnt_struck_stays() -> None:
    html = (
        "<style>a{text-decoration:none} .old .x{text-decoration:line-through}</style><p>"
        "<del style='text-decoration:none'>In</del> <a href=a>force</a> <i class=x>here</i>.</p>"
    )
    assert texts(html) == ["In force here."]
