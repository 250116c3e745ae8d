"""A person reads on from a quote: its page, its neighbours, its document. In a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from rag.library import Library
from tests.ui.web.conftest import Visit, serving
from tests.ui.web.harbour import PAGES, RAISED, tides
from tests.ui.web.test_browser import ask, highlighted, slides_sideways

__all__ = ["tides"]

pytestmark = pytest.mark.browser

FEE = "What did the harbour board raise the berthing fee to?"


@pytest.fixture(scope="module")
def served_page(tides: Library) -> Iterator[str]:
    with serving(tides) as address:
        yield address


def asked(page: Page) -> None:
    ask(page, FEE)
    expect(highlighted(page).first).to_contain_text("berthing fee")


def test_the_page_as_it_was_printed(visit: Visit) -> None:
    page = visit()
    asked(page)
    page.get_by_role("button", name="Page", exact=True).click()
    sheet = page.locator('.sheet.drawn[data-page="6"]')
    expect(sheet).to_be_visible()
    expect(page.locator(".page-box")).to_have_value("6")
    expect(page.locator(".of-pages")).to_have_text(f"of {PAGES}")
    box = page.locator(".box.quoted")
    expect(box).to_be_in_viewport()
    around, inside = sheet.locator(".paper").bounding_box(), box.bounding_box()
    assert around is not None
    assert inside is not None
    # The eighth line of the page is about a third from its top, and most of its width.
    assert 0.25 < (inside["y"] - around["y"]) / around["height"] < 0.45
    assert 0.5 < inside["width"] / around["width"] < 0.8
    page.get_by_role("button", name="Larger").click()
    wider = sheet.locator(".paper").bounding_box()
    assert wider is not None
    assert wider["width"] == pytest.approx(1.25 * around["width"], rel=0.01)
    page.get_by_role("button", name="Fit the width").click()
    page.get_by_role("button", name="Turn").click()
    turned = sheet.locator(".frame").bounding_box()
    assert turned is not None
    assert turned["width"] > turned["height"]
    page.get_by_role("button", name="Next page").click()
    expect(page.locator(".page-box")).to_have_value("7")
    expect(page.locator('.sheet.drawn[data-page="7"]')).to_be_visible()
    assert page.locator(".sheet").count() < PAGES
    page.get_by_role("button", name="Back to the words quoted").click()
    expect(box).to_be_in_viewport()
    page.get_by_role("button", name="Text", exact=True).click()
    page.locator("#panel .reader").evaluate("element => { element.scrollTop += 40 }")
    expect(page.locator("#panel .reader mark")).to_be_in_viewport()
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Page", exact=True).click()
    expect(box).to_be_in_viewport()
    page.reload()
    asked(page)
    expect(page.locator(".box.quoted")).to_be_visible()


def test_reading_on_in_the_text(visit: Visit) -> None:
    page = visit()
    asked(page)
    reader = page.locator("#panel .reader")
    expect(reader.get_by_text("Part 10 of the tides")).to_have_count(0)
    for _ in range(300):
        reader.evaluate("element => element.scrollTop = element.scrollHeight")
        if reader.get_by_text("Part 10 of the tides").count():
            break
        page.wait_for_timeout(100)
    expect(reader.get_by_text("Part 10 of the tides")).to_be_visible()
    page.get_by_role("button", name="Back to the words quoted").click()
    expect(highlighted(page).first).to_be_in_viewport()
    page.locator("#panel .outline summary").click()
    page.get_by_role("button", name="Part 2 of the tides").click()
    expect(reader.get_by_role("heading", name="Part 2 of the tides")).to_be_in_viewport()
    expect(page.locator(".page-box")).to_have_value("2")
    page.locator(".page-box").fill("1")
    page.keyboard.press("Enter")
    expect(reader.get_by_role("button", name="Earlier text")).to_be_hidden()
    page.locator(".page-box").fill("9")
    page.keyboard.press("Enter")
    expect(reader.get_by_role("heading", name="Part 9 of the tides")).to_be_in_viewport()


def test_words_are_searched_for_in_the_whole_document(visit: Visit) -> None:
    page = visit()
    asked(page)
    page.locator("#panel .reader").focus()
    page.keyboard.press("Control+f")
    expect(page.get_by_label("Words in this document")).to_be_focused()
    page.keyboard.type("LANTERN at the")
    hits = page.locator("#panel .hits")
    expect(hits).to_have_text(f"23 of {4 * PAGES}")
    expect(page.locator("mark.hit.now")).to_have_text("lantern at the")
    expect(page.locator("mark.hit.now")).to_be_in_viewport()
    for _ in range(15):
        page.keyboard.press("Enter")
    expect(hits).to_have_text(f"38 of {4 * PAGES}")
    expect(page.locator("mark.hit.now")).to_be_in_viewport()
    page.get_by_role("button", name="Page", exact=True).click()
    expect(page.locator(".box.hit.now")).to_be_in_viewport()
    for view in ("Text", "Page"):  # words that stand low on their page
        page.get_by_role("button", name=view, exact=True).click()
        page.locator("#panel .hit-after").click()
    page.get_by_role("button", name="Text", exact=True).click()
    expect(page.locator("mark.hit.now")).to_be_in_viewport()
    page.get_by_role("button", name="Page", exact=True).click()
    expect(page.locator(".box.hit.now")).to_be_in_viewport(ratio=1)
    page.get_by_label("Words in this document").fill("<img src=x>")
    expect(hits).to_have_text("Not in this document")
    page.keyboard.press("Escape")
    expect(page.locator("mark.hit")).to_have_count(0)
    expect(page.get_by_role("button", name="Search in the document")).to_be_focused()


def test_the_panel_is_made_wider_and_closed(visit: Visit) -> None:
    page = visit()
    asked(page)
    bar = page.get_by_role("separator", name="Width of the source")
    before = int(str(bar.get_attribute("aria-valuenow")))
    bar.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(bar).to_have_attribute("aria-valuenow", str(before + 10))
    page.reload()
    expect(bar).to_have_attribute("aria-valuenow", str(before + 10))
    page.keyboard.press("Tab")
    bar.dblclick()
    expect(bar).to_have_attribute("aria-valuenow", str(before))
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("button", name="Fees of the quay", exact=True).click()
    cells = page.locator("#panel table :is(td, th)")
    expect(cells).to_have_text(["Year", "Fee", "2019", "30", "2020", "40"])
    expect(page.get_by_role("button", name="Page", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#panel")).to_be_hidden()


def test_on_a_phone(visit: Visit) -> None:
    page = visit(390, 844, has_touch=True)
    ask(page, FEE)
    page.locator("#chat .cite.mark").first.tap()
    page.get_by_role("button", name="Page", exact=True).tap()
    expect(page.locator(".box.quoted")).to_be_in_viewport()
    assert not slides_sideways(page)
    small = page.locator("#panel button:visible").evaluate_all(
        "buttons => buttons.map(one => one.getBoundingClientRect())"
        ".filter(one => one.height < 44).length"
    )
    assert small == 0


def test_a_page_that_cannot_be_shown_says_why(visit: Visit, tides: Library) -> None:
    path = tides.settings.corpus / "tides.pdf"
    data = path.read_bytes()
    path.unlink()
    try:
        page = visit()
        asked(page)
        page.get_by_role("button", name="Page", exact=True).click()
        expect(page.locator(".sheets-note")).to_contain_text("isn't in the documents' folder")
        page.get_by_role("button", name="Text", exact=True).click()
        expect(highlighted(page).first).to_contain_text(RAISED[:20])
    finally:
        path.write_bytes(data)
