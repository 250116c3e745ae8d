"""Web pages: the whole article, nothing around it, in the page's words."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from ingest.load import load
from ingest.load.html.reader import read_page
from rag.errors import LoadError
from tests.ingest.load.html.made import MAY_BE_KEPT, PROSE, words
from tests.ingest.load.html.pages import PAGES, article_words, page
from tests.ingest.made import document
from tests.ingest.test_clean import check_way_back


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("tables", *MAY_BE_KEPT)])
def test_the_words_stand_in_the_order_of_the_page(name: str) -> None:
    assert words(read_page(page(name))) == article_words(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_leads_back_to_its_raw_text(tmp_path: Path, name: str) -> None:
    data = page(name).encode()
    found = document(tmp_path, data, "made.html")
    check_way_back(found, load(tmp_path / "made.html").text.encode())


def test_xhtml_is_read_as_html(tmp_path: Path) -> None:
    path = tmp_path / "a.xhtml"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY a "bomb"><!ENTITY b '
        '"&a;&a;">]><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="ur"><body><p>a &b;'
        "<br/>b</p><div/><p><![CDATA[5 < 6 & 7]]></p></body></html>"
    )
    raw = load(path)
    assert [line.text for b in raw.blocks for line in b.lines] == ["a &b;", "b", "5 < 6 & 7"]
    assert raw.properties.csl["language"] == "ur"


def test_a_page_may_leave_out_where_its_head_ends() -> None:
    for tag in ("article", "section", "custom-page"):
        raw = read_page(f"<style>p {{}}</style><{tag}><p>First.</p></{tag}>Then <p>Last.</p>")
        found = [line.text for block in raw.blocks for line in block.lines]
        assert found == ["First.", "Then", "Last."]


MHTML = b"""From: <Saved by a browser>
Snapshot-Content-Location: https://wells.example/levy
Date: Thu, 4 Mar 2021 09:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b1"

--b1
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--b1
Content-Type: text/html; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

<h1>The levy</h1><p>It is =93fair=94, says the board of the=
 wells.</p>
--b1--
"""


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"
    path.write_bytes(MHTML)
    raw = load(path)
    assert raw.text == "The levy\nIt is “fair”, says the board of the wells.\n"
    assert raw.properties.csl["URL"] == "https://wells.example/levy"
    assert raw.properties.made_on == date(2021, 3, 4)
    path.write_bytes(b"From: x\n\nno page here")
    with pytest.raises(LoadError, match="no web page"):
        load(path)
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5000)
    )
    path.write_bytes(nested)
    with pytest.raises(LoadError):
        load(path)


@pytest.mark.parametrize("html", ["", " ", "<", "<!-- only -->", "<html></html>", "<frameset>"])
def test_a_page_without_text_is_refused(tmp_path: Path, html: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(html)
    if html == "<":
        assert "<" in load(path).text
        return
    with pytest.raises(LoadError, match=r"no text|empty"):
        load(path)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    ("html", "refused"),
    [
        ("<div>" * 100_000 + "deep", True),
        ("<ul><li>x" * 100_000, True),
        ("<div>" * 1500 + f"<p>{PROSE}</p>" * 200, False),
        ("<font size=2><b>some words<br><br>" * 5000, False),
        ("<table><tr><td>x" * 600, False),
        ("<div class=footnotes id=comments>" * 1500 + "<p>a <a href=#x>b</a></p>" * 500, False),
        ("<?xml version='1.0'?><p>x" + "<![CDATA[" * 200_000, False),
        ("<p>x" + "<!DOCTYPE html [" * 100_000, False),
        ("<p>x<style>" + "{" * 400_000 + "</style>", False),
        ("<style>" + ".c{color:red}" * 50_000 + "</style>" + "<p class=c>x</p>" * 2000, False),
        ("<table><tr><td rowspan=65534 colspan=1000>" + "y" * 90 + "<tr><td>x" * 3000, False),
        ("<p style='" + "color:red;" * 100_000 + "'>x", False),
        ("<p>" + "a" * 5_000_000, False),
        (
            "<style>" + "b u .c{vertical-align:super}" * 5000 + "</style>"
            "<u>" * 300 + "<p class=c>1</p>" * 8_000,
            False,
        ),
        ("<u>" * 1500 + "<s>gone</s> kept " * 20_000, False),
        (
            "<style>"
            + "".join(f"p{{counter-reset:{'a b ' * 40}n{n}}}" for n in range(400))
            + "p:before{content:counters(a,'.')}</style>"
            + "<p>x" * 20_000,
            False,
        ),
        ("<ol reversed>" + "<li>x<ol type=i start=3900>" * 500 + "<li>y" * 9000, False),
        ("<math>" + "<mfrac>" * 400 + "<mn>1</mn>" * 20_000, False),
    ],
    ids=range(18),
)
def test_hostile_pages_take_no_long_time(html: str, refused: bool) -> None:
    if refused:
        with pytest.raises(LoadError, match="nested"):
            read_page(html)
    else:
        raw = read_page(html)
        assert raw.blocks
        assert len(raw.text) < 3 * len(html) + 2_000_000


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Cut a file, flip some of its bits, or put a piece of another into it."""
    kind, at = chance.randrange(3), chance.randrange(len(data))
    if kind == 0:
        return data[:at]
    if kind == 1:
        flipped = bytearray(data)
        for _ in range(chance.randint(1, 40)):
            flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(flipped)
    start = chance.randrange(len(other))
    return data[:at] + other[start : start + chance.randint(1, 900)] + data[at:]


def test_damaged_pages_are_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(11)
    pages = [page(name).encode() for name in PAGES]
    files = {".html": pages, ".mhtml": [MHTML]}
    read = 0
    for suffix, made in files.items():
        path = tmp_path / f"made{suffix}"
        for _ in range(600 if suffix == ".html" else 100):
            data = mutated(chance.choice(made), chance.choice(pages), chance)
            path.write_bytes(data)
            try:
                raw = load(path)
            except LoadError:
                continue
            read += 1
            for block in raw.blocks:
                for line in block.lines:
                    assert raw.text[line.start : line.end] == line.text == line.text.strip()
                    assert len(line.text.splitlines()) == 1
    assert read > 400
