from __future__ import annotations

import pytest

from ingest.load.html.reader import read_page
from tests.ingest.load.html.made import blocks, texts
from tests.ingest.load.html.pages import page


def test_footnotes_are_blocks_and_their_marks_are_left_out() -> None:
    raw = read_page(page("government report"))
    notes = [b for b in raw.blocks if b.kind == "footnote"]
    assert [(b.lines[0].text, b.marker) for b in notes] == [
        ("1. Wells dug after 2017 were left out.", 3),
        ("2. Measured over three days.", 3),
    ]
    assert "by 12 per cent on average; in the other" in raw.text
    kinds = {text: kind for kind, _, text in blocks(page("encyclopaedia"))}
    assert kinds["Khan, R. (2001). Law of Wells. Hill Press, p. 12."] == "footnote"
    assert kinds["Water law"] == "item"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("x<sup>2</sup> and 5 km<sup>2</sup>", "x² and 5 km²"),
        ("the board met.<sup>1</sup> Then", "the board met. Then"),
        ("the council<sup>3,4</sup> met", "the council met"),
        ("40 kg per hectare<sup>-1</sup>", "40 kg per hectare⁻¹"),
        ("it grew in 2019<sup>12</sup> too", "it grew in 2019¹² too"),
        ("see section <a href='#s5'>5</a> of it", "see section 5 of it"),
        ("a well <a href='#_ftn1' name='_ftnref1'>[1]</a>, dug", "a well, dug"),
    ],
)
def test_what_is_a_mark_of_a_footnote(html: str, expected: str) -> None:
    assert texts(f"<p>{html}</p>")[0] == expected


def test_a_note_as_word_saves_it() -> None:
    html = (
        "<p>It met.<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a></p><div id='ftn1'>"
        "<p><a href='#_ftnref1' name='_ftn1'>[1]</a> In March.</p></div>"
    )
    last = read_page(html).blocks[-1]
    assert (last.kind, last.lines[0].text, last.marker) == ("footnote", "[1] In March.", 4)
