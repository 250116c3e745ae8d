"""A person fills a table of answers and compares two versions: in a real browser."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui.web.conftest import Visit
from tests.ui.web.test_browser import CHECKS, HOSTILE, YEAR, highlighted, slides_sideways

pytestmark = pytest.mark.browser


def enter(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def fill(page: Page, *lines: str) -> None:
    page.get_by_label("Questions, one a line").fill("\n".join(lines))
    page.get_by_role("button", name="Fill the table").click()
    page.get_by_text("The table is filled.").wait_for(state="attached")


def test_a_table_is_filled_opened_kept_and_saved(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    enter(page, "Matrix")
    expect(page.locator(".choices input:checked")).to_have_count(2)
    fill(page, CHECKS, f"Claim: {HOSTILE}")
    rows = page.locator("#table-room tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(1).get_by_role("rowheader")).to_contain_text(HOSTILE)
    cell = page.locator("td[data-outcome=said] .cell-quote").first
    said = cell.locator(".words").inner_text().strip("“”")
    cell.click()
    expect(highlighted(page)).to_have_text(said)
    expect(cell).to_have_attribute("aria-current", "true")
    page.reload()
    page.locator("#documents .to-library").wait_for()
    enter(page, "Matrix")
    expect(page.locator("td[data-outcome=said] .words").first).to_have_text(f"“{said}”")
    page.locator("#table-room .save summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    table = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert said in {row[6] for row in table}
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_label("Questions, one a line")).to_be_focused()
    page.go_back()
    expect(page.locator("#table-room tbody tr")).to_have_count(2)
    expect(page.get_by_label("Questions, one a line")).to_be_hidden()


@pytest.mark.slow
def test_a_table_can_be_stopped_and_gone_on_with(visit: Visit) -> None:
    page = visit()
    enter(page, "Matrix")
    page.get_by_label("Questions, one a line").fill(
        "\n".join(f"Who said what on topic {n}?" for n in range(40))
    )
    page.get_by_role("button", name="Fill the table").click()
    page.locator("td:not([data-outcome=''])").first.wait_for()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#table-room .told")).to_have_text("Stopped.")
    assert page.locator("td[data-outcome='']").count() > 0
    page.get_by_role("button", name="Go on").click()
    page.reload()  # in mid filling: what is filled stays
    page.locator("#documents .to-library").wait_for()
    expect(page.locator("td:not([data-outcome=''])").first).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.get_by_role("button", name="Stop").click()


@pytest.mark.slow
def test_on_a_phone_one_question_is_shown_at_a_time(visit: Visit) -> None:
    page = visit(390, 844, has_touch=True)
    enter(page, "Matrix")
    fill(page, CHECKS, YEAR)
    expect(page.locator("#table-room tbody tr:visible")).to_have_count(1)
    page.get_by_role("button", name="Next question").tap()
    expect(page.get_by_role("rowheader", name=YEAR)).to_be_visible()
    assert not slides_sideways(page)
    page.locator("tr.current .cell-quote").first.tap()
    expect(page.locator("#panel .reader")).to_be_in_viewport()


def test_two_documents_are_compared(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    enter(page, "Compare")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Choose two documents.")
    page.get_by_label("Old version").select_option(index=1)
    page.get_by_label("New version").select_option(index=2)
    page.get_by_role("button", name="Compare", exact=True).click()
    dropped = page.locator(".difference.dropped")
    expect(dropped.first).to_be_visible()
    expect(page.locator(".outcome-of h2")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('#comparing').scrollTop") > 0  # the room alone
    expect(page.locator("#rooms")).to_be_in_viewport()
    page.locator(".filters").get_by_role("button", name="Added").click()
    expect(dropped).to_have_count(0)
    added = page.locator(".difference.added").first
    added.locator(".cite").click()
    expect(highlighted(page).first).to_have_text(added.locator("ins").inner_text())
    page.locator("#compare-room .save summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Word with tracked changes").click()
    assert download.value.suggested_filename == "sanad-comparison.docx"
    compared = page.locator(".outcome-of h2").inner_text()
    page.reload()  # it is there again, and after Back and forward, and for whoever gets the link
    expect(page.locator(".outcome-of h2")).to_have_text(compared)
    expect(page.locator("#compare-room")).to_be_visible()
    page.go_back()
    expect(page.locator("#compare-room .outcome-of")).to_be_hidden()
    page.go_forward()
    expect(page.locator(".outcome-of h2")).to_have_text(compared)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".outcome-of h2")).to_have_text(compared)
    expect(other.locator(".difference").first).to_be_visible()
