"""A person looks what leaves the machine, and sets how the page looks: in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.web.conftest import Visit
from tests.ui.web.test_browser import slides_sideways

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_what_leaves_is_said_and_the_look_is_kept(visit: Visit, width: int) -> None:
    page = visit(width, 800)
    page.get_by_role("tab", name="Settings").click()
    expect(page.locator("#settings .leaves")).to_contain_text("Nothing leaves this machine.")
    expect(page.get_by_label("Withhold what isn’t verified")).to_be_disabled()
    page.get_by_label("Dark").check()
    page.get_by_label("Largest").check()
    page.reload()
    expect(page.locator("body")).to_have_class("dark")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    page.get_by_role("tab", name="Settings").click()
    expect(page.get_by_label("Largest")).to_be_checked()
    assert not slides_sideways(page)
    page.get_by_label("Light").check()
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).not_to_have_class("dark")


def test_two_of_the_library_are_compared_and_a_draft_with_one(visit: Visit) -> None:
    page = visit()
    page.get_by_role("tab", name="Library").click()
    ticks = page.locator("#shelf tbody input[type=checkbox]")
    ticks.first.check()
    expect(page.get_by_role("button", name="Compare with…")).to_be_visible()
    ticks.nth(1).check()
    page.locator("#shelf .chosen .compare").click()
    expect(page.locator("#comparing select").first).not_to_have_value("")
    assert "document=" not in page.url
    page.get_by_role("tab", name="Check a draft").click()
    page.get_by_role("button", name="Compare with: all documents").click()
    page.locator("#draft-chooser .ticks input").first.check()
    page.keyboard.press("Escape")
    expect(page.locator("#compared-with .choose")).to_contain_text("1 of 2 documents")
    assert "document=" not in page.url  # a question's own choice stands there
    page.fill("#draft-text", "The council has nine members in all.")
    page.locator("#draft .check").click()
    expect(page.locator("#checked .review")).to_contain_text("compared with 1 document")
