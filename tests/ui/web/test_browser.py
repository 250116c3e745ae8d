"""A person asks, follows a marker and sees the words: in a real browser, on the real corpus."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from rag.library import Library
from rag.types import Query
from tests.ui.web.conftest import Visit

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)

CHECKS = "What do people think of the security checks?"
YEAR = "In which year did the cabinet announce the National Internal Security Policy?"
BREAD = "How do I bake bread?"
HOSTILE = '<img src=http://evil.example/x> **b** $x$ {{v}} ${v} "q" </div>'


def ask(page: Page, question: str) -> Locator:
    """Type a question, send it with Enter, wait for the whole answer and give it."""
    turn = page.locator("#chat .question").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .question").nth(turn)).to_have_text(question)
    answer = page.locator("#chat .bot-row").nth(turn)
    expect(answer).to_be_visible()
    expect(answer.locator(".working")).to_have_count(0)
    return answer


def wait_for_quiet(page: Page) -> None:
    """Wait until the first answer's stream is closed; Gradio complains if a reload cuts it off."""
    page.wait_for_function(
        "performance.getEntriesByType('resource').some(e => e.name.includes('queue/data'))"
    )


def quotes(answer: Locator) -> list[str]:
    return answer.locator("q").all_text_contents()


def highlighted(page: Page) -> Locator:
    return page.locator("#panel mark")


def slides_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def test_before_the_first_question(visit: Visit) -> None:
    page = visit()
    expect(page).to_have_title("Sanad")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator("#examples button")).to_have_count(4)
    expect(page.locator("#documents button")).to_have_text("2 documents")


def test_a_marker_leads_to_the_highlighted_quote(visit: Visit, library: Library) -> None:
    page = visit()
    answer = ask(page, CHECKS)
    said = quotes(answer)
    assert "which a common man is fed up with." in said[0]
    answer.locator(".cite.mark").first.click()
    expect(highlighted(page)).to_have_text(said[0])
    expect(highlighted(page)).to_be_in_viewport()
    panel = page.locator("#panel")
    expect(panel).to_contain_text("Internal security and challenges")
    expect(panel).to_contain_text("Pak Institute for Peace Studies (PIPS)")
    expect(panel).to_contain_text("no date (event of 3 May 2017)")
    expect(panel).to_contain_text("p. 4 (estimated)")
    text = library.store.document("pips-2017").text  # type: ignore[union-attr]
    assert said[0] in text


def test_the_first_source_is_shown_unasked_and_the_focus_stays(visit: Visit) -> None:
    page = visit()
    said = quotes(ask(page, CHECKS))
    expect(highlighted(page)).to_have_text(said[0])
    expect(page.get_by_label("Your question")).to_be_focused()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_by_keyboard_alone(visit: Visit, key: str) -> None:
    page = visit()
    said = quotes(ask(page, CHECKS))
    marker = page.locator("#chat .cite.mark").first
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if marker.evaluate("element => element === document.activeElement"):
            break
    expect(marker).to_be_focused()
    assert marker.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    page.keyboard.press(key)
    expect(page.locator("#panel h2")).to_be_focused()
    expect(highlighted(page)).to_have_text(said[0])
    page.keyboard.press("Escape")
    expect(marker).to_be_focused()


def test_an_example_is_asked_at_a_click(visit: Visit) -> None:
    page = visit()
    page.locator("#examples button").first.click()
    expect(page.locator("#chat .question")).to_have_text(CHECKS)
    expect(page.locator("#chat .cite.mark").first).to_be_visible()
    expect(page.locator("#examples")).to_be_hidden()


def test_everything_on_the_last_question_is_a_click_away(visit: Visit) -> None:
    page = visit()
    ask(page, CHECKS)
    page.get_by_role("button", name="List everything on this").click()
    listed = page.locator("#chat .near .cite")
    expect(listed.nth(1)).to_be_visible()
    listed.nth(1).click()
    expect(highlighted(page).first).to_be_visible()
    expect(page.locator("#panel")).to_contain_text("Source 2")


def test_a_refusal_shows_its_reason_and_what_came_closest(visit: Visit) -> None:
    page = visit()
    answer = ask(page, BREAD)
    outcome = answer.locator(".outcome.refused")
    expect(outcome).to_contain_text("The documents don’t say")
    expect(outcome).to_contain_text("bread")
    expect(outcome).to_contain_text("Searched 2 documents")
    expect(answer.locator(".statement")).to_have_count(0)
    near = quotes(answer)
    expect(highlighted(page)).to_have_count(0)
    answer.locator(".near .cite").first.click()
    expect(highlighted(page)).to_have_text(near[0])
    expect(page.locator("#panel")).to_contain_text("Closest passage 1")


def test_a_hostile_question_is_shown_literally(visit: Visit) -> None:
    page = visit()
    ask(page, HOSTILE)
    question = page.locator("#chat .question")
    assert question.text_content() == HOSTILE
    assert question.locator("*").count() == 0
    assert page.locator("#chat img, #chat .katex, #panel img").count() == 0


def test_a_question_that_is_too_long_stays_in_its_box(visit: Visit) -> None:
    page = visit()
    page.get_by_label("Your question").fill("x" * 2001)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .problem")).to_contain_text("2,001 characters; 2,000 is the most")
    assert len(page.get_by_label("Your question").input_value()) == 2001
    page.get_by_label("Your question").fill(CHECKS)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .cite.mark").first).to_be_visible()


def test_turns_keep_their_own_markers(visit: Visit) -> None:
    page = visit()
    first = quotes(ask(page, CHECKS))[0]
    second = quotes(ask(page, YEAR))[0]
    assert first != second
    expect(highlighted(page)).to_have_text(second)
    answers = page.locator("#chat .bot-row")
    answers.nth(0).locator(".cite.mark").first.click()
    expect(highlighted(page)).to_have_text(first)
    expect(page.locator("#chat .cite.mark[aria-current]")).to_have_count(1)
    answers.nth(1).locator(".cite.mark").first.click()
    expect(highlighted(page)).to_have_text(second)


def test_sessions_do_not_mix(visit: Visit) -> None:
    one, two = visit(), visit()
    for page, question in ((one, CHECKS), (two, YEAR)):
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")
    for page, question, words in ((one, CHECKS, "fed up"), (two, YEAR, "2014")):
        expect(page.locator("#chat .question")).to_have_text(question)
        expect(page.locator("#chat .sources")).to_be_visible()
        expect(page.locator("#chat")).to_contain_text(words)
        expect(highlighted(page)).to_contain_text(words)


def test_starting_again(visit: Visit) -> None:
    page = visit()
    ask(page, CHECKS)
    wait_for_quiet(page)
    page.get_by_role("button", name="Start again").click()
    expect(page.locator("#chat .question")).to_have_count(0)
    expect(page.locator("#examples button").first).to_be_visible()
    expect(highlighted(page)).to_have_count(0)


def test_a_document_can_be_opened_from_the_list(visit: Visit) -> None:
    page = visit()
    page.locator("#documents button").click()
    page.get_by_role(
        "button", name="Charting Pakistan Internal Security Policy", exact=True
    ).click()
    expect(page.locator("#panel .caution")).to_contain_text("Check the original")
    expect(page.locator("#panel .reader")).to_contain_text("About the Author")
    expect(page.locator("#shelf .list")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone(visit: Visit, scheme: str) -> None:
    page = visit(390, 844, has_touch=True, color_scheme=scheme)
    assert not slides_sideways(page)
    answer = ask(page, CHECKS)
    said = quotes(answer)
    assert not slides_sideways(page)
    expect(highlighted(page)).not_to_be_in_viewport()
    marker = answer.locator(".cite.mark").first
    marker.tap()
    expect(highlighted(page)).to_have_text(said[0])
    expect(highlighted(page)).to_be_in_viewport()
    assert not slides_sideways(page)
    page.get_by_role("button", name="Back to the chat").tap()
    expect(highlighted(page)).not_to_be_in_viewport()
    expect(marker).to_be_focused()
    marker.tap()
    expect(highlighted(page)).to_be_in_viewport()
    page.go_back()
    expect(highlighted(page)).not_to_be_in_viewport()
    expect(page.locator("#chat .question")).to_have_text(CHECKS)


def test_the_page_says_what_the_program_says(visit: Visit, library: Library) -> None:
    from rag.ask import ask as ask_directly

    page = visit()
    answer = ask_directly(Query(YEAR), library)
    assert quotes(ask(page, YEAR)) == [statement.text for statement in answer.statements]


def test_a_follow_up_is_shown_in_full_and_can_be_edited_or_asked_as_typed(visit: Visit) -> None:
    page = visit()
    ask(page, "When was the National Action Plan announced?")
    answer = ask(page, "And who announced it?")
    expect(answer.locator(".in-full")).to_have_text("Who announced the National Action Plan?")

    answer.get_by_role("button", name="Edit").click()
    box = page.get_by_label("Your question")
    expect(box).to_be_focused()
    expect(box).to_have_value("Who announced the National Action Plan?")
    edited = ask(page, "Who announced the National Action Plan in 2015?")
    expect(edited.locator(".asked-as")).to_have_count(0)

    answer.get_by_role("button", name="Ask my own words").click()
    typed = page.locator("#chat .bot-row").nth(3)
    expect(typed).to_be_visible()
    expect(typed.locator(".working")).to_have_count(0)
    expect(page.locator("#chat .question").nth(3)).to_have_text("And who announced it?")
    expect(typed.locator(".asked-as")).to_have_count(0)
