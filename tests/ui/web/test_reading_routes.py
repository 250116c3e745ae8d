"""The addresses of pages and parts: they give what was read, to this page alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from ingest.page_images import PageImages
from rag.library import Library
from rag.types import Document, Span
from tests.ui.web.harbour import PAGES, RAISED, report, tides
from ui.web.markers import marker_at
from ui.web.reading_routes import add_reading_routes, closing

__all__ = ["tides"]


@pytest.fixture
def images(tides: Library) -> PageImages:
    return PageImages(tides.store, tides.settings.corpus)


@pytest.fixture
def client(tides: Library, images: PageImages) -> Iterator[TestClient]:
    app = FastAPI(lifespan=closing(images))
    add_reading_routes(app, tides, images)
    with TestClient(app) as client:
        yield client


def document(library: Library, name: str = "tides.pdf") -> Document:
    found = library.store.document(name)
    assert found
    return found


def address(kind: str, of: Document, rest: str, **query: object) -> str:
    return f"/{kind}/{of.id}/{of.content_hash}/{rest}?{urlencode(query)}"


def test_a_page_is_drawn_as_it_is_and_kept(client: TestClient, tides: Library) -> None:
    of = document(tides)
    reply = client.get(address("pages", of, "6.jpg", width=590))
    assert reply.headers["content-type"] == "image/jpeg"
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"
    picture = Image.open(io.BytesIO(reply.content)).convert("L")
    assert picture.size == (600, 849)
    start = of.text.index(RAISED)
    [box] = of.source_map.boxes(start, start + len(RAISED))
    assert box.page == 6
    scale = 600 / 595.28
    ink = picture.crop(tuple(int(edge * scale) for edge in (box.x0, box.y0, box.x1, box.y1)))  # type: ignore[arg-type]
    assert ink.getextrema()[0] < 100  # type: ignore[operator]
    [kept] = (tides.store.path / "pages").glob("*.jpg")
    assert kept.read_bytes() == reply.content
    tag = reply.headers["etag"]
    again = client.get(address("pages", of, "6.jpg", width=590), headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("rest", "status"), [("0.jpg", 422), (f"{PAGES + 1}.jpg", 404), ("6.png", 404), ("x.jpg", 422)]
)
def test_a_page_that_is_not_there(
    client: TestClient, tides: Library, rest: str, status: int
) -> None:
    assert client.get(address("pages", document(tides), rest)).status_code == status


def test_sizes_pages_and_headings_are_told(client: TestClient, tides: Library) -> None:
    told = client.get(address("read", document(tides), "about")).json()
    assert told["sizes"] == [[595.28, 841.89]] * PAGES
    assert [page[0] for page in told["pages"]] == list(range(1, PAGES + 1))
    assert [heading[2] for heading in told["outline"]][5] == "Part 6 of the tides"


def test_text_comes_from_any_place(client: TestClient, tides: Library) -> None:
    of = document(tides)
    start = of.text.index(RAISED)
    quote = {"start": start, "end": start + len(RAISED)}
    part = client.get(address("read", of, "text", around=start, **quote)).json()
    assert f"<mark>{RAISED[:20]}" in part["html"]
    after = client.get(address("read", of, "text", after=part["high"], **quote)).json()
    before = client.get(address("read", of, "text", before=part["low"], **quote)).json()
    assert (before["high"], after["low"]) == (part["low"], part["high"])
    assert "<mark>" not in before["html"] + after["html"]
    beyond = client.get(address("read", of, "text", after=10**8)).json()
    assert beyond["low"] == beyond["high"] == len(of.text)


def test_found_words_have_boxes(client: TestClient, tides: Library) -> None:
    told = client.get(address("read", document(tides), "find", words="berthing FEE")).json()
    [[start, end, [[page, *_]]]] = told["hits"]
    assert document(tides).text[start:end] == "berthing fee"
    assert (page, told["more"]) == (6, False)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_get_nothing(client: TestClient, tides: Library, site: str) -> None:
    of = document(tides)
    for path in (address("pages", of, "1.jpg"), address("read", of, "find", words="a")):
        reply = client.get(path, headers={"Sec-Fetch-Site": site})
        assert (reply.status_code, list(reply.json())) == (403, ["problem"])
        assert client.post(path).status_code == 405


def test_a_document_that_was_read_anew_says_so(client: TestClient, tides: Library) -> None:
    of = document(tides)
    for path in (f"/read/{of.id}/{'0' * 64}/about", f"/read/no.pdf/{of.content_hash}/about"):
        assert "read anew" in client.get(path).json()["problem"]
    assert client.get(f"/read/..%2F..%2Fetc/{of.content_hash}/about").status_code in (404, 422)


def test_a_file_that_has_changed_is_not_shown(client: TestClient, tides: Library) -> None:
    of = document(tides)
    path: Path = tides.settings.corpus / "tides.pdf"
    try:
        path.write_bytes(report(3))
        assert "has changed since" in client.get(address("pages", of, "1.jpg")).json()["problem"]
        assert "has changed since" in client.get(address("read", of, "about")).json()["no_pages"]
        path.unlink()
        assert "any more" in client.get(address("pages", of, "1.jpg")).json()["problem"]
    finally:
        path.write_bytes(report())
    assert client.get(address("pages", of, "1.jpg", width=100)).status_code == 200


def test_only_a_pdf_has_pages(client: TestClient, tides: Library) -> None:
    of = document(tides, "fees.html")
    assert "sizes" not in client.get(address("read", of, "about")).json()
    assert "Only a PDF" in client.get(address("pages", of, "1.jpg")).json()["problem"]
    assert "<table>" in client.get(address("read", of, "text")).json()["html"]


def test_a_page_is_drawn_ahead_of_the_click_on_its_marker(
    client: TestClient, tides: Library
) -> None:
    of = document(tides)
    start = of.text.index(RAISED)
    marker = marker_at(of, Span(start, start + len(RAISED)), turn=1, number=1).id
    reply = client.get(f"/pages/of/{marker}?width=400", follow_redirects=False)
    assert reply.headers["location"] == f"../{of.id}/{of.content_hash}/6.jpg?width=400"
    assert client.get(f"/pages/of/{marker}?width=400").headers["content-type"] == "image/jpeg"
    other = document(tides, "fees.html")
    for none in (marker_at(other, Span(0, 4), turn=1, number=1).id, "c-1-s1-x", "nonsense"):
        assert client.get(f"/pages/of/{none}").status_code == 204
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.get(f"/pages/of/{marker}", headers=foreign).status_code == 403
