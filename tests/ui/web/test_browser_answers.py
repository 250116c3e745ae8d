"""A person looks at an answer's markers, copies it, and says that it isn't right."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from evals.suites.cases import read_cases
from rag.feedback import CASES
from rag.library import Library
from tests.ui.web.conftest import Visit
from tests.ui.web.test_browser import CHECKS, YEAR, ask, quotes

pytestmark = pytest.mark.browser


def test_an_answer_is_previewed_copied_and_found_wanting(visit: Visit, library: Library) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = ask(page, CHECKS)
    said = quotes(answer)[0]
    bubble = page.get_by_role("tooltip")
    answer.locator(".cite.mark").first.hover()
    expect(bubble.locator("mark")).to_have_text(said)
    page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()

    answer.get_by_role("button", name="Copy", exact=True).click()
    expect(answer.get_by_role("status")).to_have_text("Copied, with its references.")
    html = page.evaluate(
        "navigator.clipboard.read().then(async ([one]) => (await one.getType('text/html')).text())"
    )
    assert said in html
    assert "<sup>1</sup>" in html
    assert "Pak Institute for Peace Studies" in html
    answer.get_by_role("button", name="Copy as Markdown").click()
    expect(answer.get_by_role("status")).to_have_text("Copied as Markdown.")
    assert "[^1]: Pak Institute" in page.evaluate("navigator.clipboard.readText()")

    answer.get_by_role("button", name="Not right?").click()
    page.get_by_role("button", name="Keep this").click()
    form = page.locator(".not-right-form")
    expect(form.get_by_role("status")).to_have_text("Say what isn’t right.")
    page.get_by_label("Something that matters is left out").check()
    words = page.locator("#panel mark").first
    words.select_text()
    page.get_by_role("button", name="Take the marked words").click()
    expect(form.locator(".rights q")).to_have_count(1)
    page.get_by_role("button", name="Keep this").click()
    expect(form).to_be_hidden()
    page.get_by_role("tab", name="Feedback").click()
    page.get_by_role("button", name="Make it a test").click()
    expect(page.locator("#feedback .done")).to_have_count(1)
    (case,) = read_cases(library.settings.store_folder / CASES)
    assert case.question == CHECKS
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("#feedback")).to_contain_text("Nothing yet")


def test_what_is_not_right_is_said_of_the_conversation_that_is_open(visit: Visit) -> None:
    page = visit()
    ask(page, CHECKS)
    page.get_by_role("button", name="Start again").click()
    expect(page.locator("#chat .question")).to_have_count(0)
    ask(page, YEAR).get_by_role("button", name="Not right?").click()
    form = page.locator(".not-right-form")
    expect(form.locator(".about")).to_have_text(YEAR)
    page.get_by_role("tab", name="Notebook").click()
    talks = page.locator("#notebook .talks li")
    talks.filter(has_text=YEAR).first.wait_for()
    assert form.evaluate("form => !form.hidden")  # another room alone doesn't close it
    talks.filter(has_text=CHECKS).first.locator(".enter").click()
    expect(page.locator("#chat .question")).to_have_text(CHECKS)
    expect(form).to_be_hidden()


def test_the_source_of_a_new_answer_leads_to_its_other_citations(visit: Visit) -> None:
    page = visit()
    ask(page, "What should parliament do?")
    expect(page.locator("#panel .of-cited")).to_have_text(re.compile(r"1 of [2-9]"))
    expect(page.get_by_role("button", name="Next citation")).to_be_visible()
