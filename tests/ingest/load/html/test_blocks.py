from __future__ import annotations

import pytest

from ingest.load.html.reader import read_page
from tests.ingest.load.html.made import PROSE, blocks, texts
from tests.ingest.load.html.pages import page


def test_the_levels_of_a_law() -> None:
    found = blocks(page("law"))
    assert ("item", 4, "(A) in writing, or") in found
    assert ("item", 1, "(2) In this section—") in found
    assert ("paragraph", 0, "But the Board may extend it once.") in found
    assert ("item", 3, "means the fee in the Schedule.") in found
    assert ("heading", 3, "8. Offences") in found
    items = [b for b in read_page(page("law")).blocks if b.kind == "item"]
    assert items[0].lines[0].text[items[0].marker :].startswith("(1) No person")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p><b>po</b>licy&nbsp;&amp; <i>law</i></p>", ["policy\xa0& law"]),
        ("<p>  a\n\t b </p>\n<p>c</p>", ["a b", "c"]),
        ("a<br>b<br><br>c<br/> <br>d", ["a b", "c", "d"]),
        ("<div>a<p>b</p>c</div>d", ["a", "b", "c", "d"]),
        ("co&shy;operate zero&#8203;width", ["co\xadoperate zero\u200bwidth"]),
        ("<p>a<img alt='picture of it'>b<wbr>c</p>", ["abc"]),
        ("<p>a<!-- secret -->b<?php x ?></p>", ["ab"]),
        ("<h2><button>Opening hours</button></h2><p>Nine.</p>", ["Opening hours", "Nine."]),
        ("<p>a &unknown; &#xD800; b", ["a &unknown; \ufffd b"]),
        ("<svg><text>in a chart</text></svg><p>a<p>b", ["a", "b"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<object><header><nav>c</nav><h1>d</h1></header></object><h1>a</h1>b", ["a", "b"]),
        ("<blockquote>said</blockquote><figure><figcaption>shown</figcaption>", ["said", "shown"]),
    ],
)
def test_text_is_as_a_browser_shows_it(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


def test_code_keeps_its_lines_and_a_text_in_pre_is_laid_out() -> None:
    raw = read_page(f"<p>{PROSE}</p><pre>a = 1\n\n  b = 2\n</pre>")
    assert [line.text for line in raw.blocks[1].lines] == ["a = 1", "b = 2"]
    assert raw.blocks[1].kind == "code"
    assert [kind for kind, _, _ in blocks(page("one pre"))] == ["heading", "item", "item"]
