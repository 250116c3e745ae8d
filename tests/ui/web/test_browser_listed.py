"""A person looks through tables of what documents say: in a real browser."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from rag.library import Library
from tests.rag.tables.shelf import FILES, shelf
from tests.ui.web.conftest import Visit, serving
from tests.ui.web.test_browser import highlighted, slides_sideways
from tests.ui.web.test_browser_walk import serious

pytestmark = pytest.mark.browser

MANY = 60
LONG = "# The bell plan\n\n" + "\n\n".join(
    f"Keeper {number} must ring bell {number}." for number in range(1, MANY + 1)
)
LIGHTS = "The harbour board must light the quays by June 2031."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = shelf(tmp_path_factory.mktemp("shelf"), {**FILES, "rings.md": LONG})
    yield library
    library.close()


@pytest.fixture(scope="module")
def served_page(small: Library) -> Iterator[str]:
    with serving(small) as address:
        yield address


def enter(page: Page) -> Locator:
    page.get_by_role("tab", name="Tables").click()
    expect(told(page)).to_contain_text("in 4 documents")
    return page.locator("#tables-room tbody tr")


def told(page: Page) -> Locator:
    return page.locator("#tables-room .told")


def test_rows_are_looked_through(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    rows = enter(page)
    expect(rows).to_have_count(50)
    assert serious(page) == []
    expect(page.locator(".left-out summary")).to_have_text("1 document left out")
    whole = int(told(page).inner_text().split()[0])
    assert whole > MANY
    page.get_by_role("button", name="Rows behind").click()
    expect(rows).to_have_count(whole - 50)
    page.get_by_label("Words of a row").fill("bell")
    expect(told(page)).to_contain_text(f"{MANY} rows with these words")
    page.get_by_label("Words of a row").fill("harbour board")
    expect(rows).to_have_count(1)
    quote = rows.locator(".cell-quote")
    expect(quote.locator(".words")).to_have_text(f"“{LIGHTS}”")
    expect(quote.locator("mark").filter(has_text="The harbour board")).to_be_visible()
    quote.click()
    expect(highlighted(page)).to_have_text(LIGHTS)
    expect(quote).to_have_attribute("aria-current", "true")
    assert serious(page) == []
    rows.get_by_role("button", name="Pin").click()
    expect(rows.get_by_role("button", name="Pinned")).to_have_attribute("aria-pressed", "true")
    page.locator("#tables-room .save summary").click()
    with page.expect_download() as download:
        page.locator("#tables-room .save").get_by_role("button", name="CSV").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    (line,) = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    assert line["quote"] == LIGHTS
    page.goto(line["link"])
    expect(highlighted(page)).to_have_text(LIGHTS)
    page.get_by_role("tab", name="Tables").click()  # and what was wished for is there again
    expect(rows).to_have_count(1)


@pytest.mark.slow
def test_a_head_sorts_and_documents_are_chosen(visit: Visit) -> None:
    page = visit()
    rows = enter(page)
    page.locator("#tables-room .chooser summary").click()
    page.locator("#tables-room .none").click()
    page.get_by_role("checkbox", name="The quay plan author").check()
    expect(told(page)).to_contain_text("in 1 document")
    page.keyboard.press("Escape")
    sort = page.locator("#tables-room .sort").first
    for way in ("ascending", "descending", "none"):
        sort.press("Enter")
        expect(page.locator("#tables-room th").first).to_have_attribute("aria-sort", way)
        expect(sort).to_be_focused()
        words = [one.casefold() for one in rows.locator("td:first-child .text").all_inner_texts()]
        bare = [one.removeprefix("the ").removeprefix("an ") for one in words]
        if way != "none":
            assert bare == sorted(bare, reverse=way == "descending")


@pytest.mark.slow
def test_on_a_phone_rows_are_cards(visit: Visit) -> None:
    page = visit(390, 844, has_touch=True, color_scheme="dark")
    rows = enter(page)
    expect(rows.first.locator(".of").first).to_be_visible()
    assert serious(page) == []
    assert not slides_sideways(page)
    rows.first.locator(".cell-quote").tap()
    expect(page.locator("#panel .reader")).to_be_in_viewport()
