"""A person cites a passage and sends a link to it: in a real browser, on the real corpus."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.ui.web.conftest import Visit
from tests.ui.web.test_browser import CHECKS, ask, highlighted, quotes, slides_sideways

pytestmark = pytest.mark.browser

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def clipboard_html(page: Page) -> str:
    return str(page.evaluate(
        "navigator.clipboard.read().then(i => i[0].getType('text/html')).then(b => b.text())"
    ))  # fmt: skip


def test_a_footnote_is_copied_and_a_link_leads_back(visit: Visit) -> None:
    page = visit(permissions=CLIPBOARD)
    said = quotes(ask(page, CHECKS))[0]
    page.locator("#chat .to-cite").first.click()
    made = page.locator("#panel .made")
    expect(made).to_contain_text("Internal Security and Challenges")
    expect(page.locator("#panel .cautions")).to_contain_text("inferred")
    page.get_by_label("with the quote").check()
    expect(made).to_contain_text(said)
    page.locator("#panel").get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#panel .told")).to_have_text("Copied.")
    assert said in clipboard(page)
    assert "<em>" in clipboard_html(page)
    page.locator("#panel [name=form]").select_option("CSL-JSON")
    expect(made).to_contain_text('"id": "pips-2017"')
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#panel .told")).to_have_text("Link copied.")
    link = clipboard(page)
    expect(page.locator("#panel .link")).to_have_text(link)
    for way in (link, link.partition("=")[0] + "=" + quote(link.partition("=")[2], safe="")):
        other = visit()
        other.goto(way)
        expect(highlighted(other)).to_have_text(said)
        expect(other.locator("#panel")).to_contain_text("Linked passage")


def test_nothing_is_copied_before_the_citation_is_made(visit: Visit) -> None:
    page = visit()
    ask(page, CHECKS)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "make_citation" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/component_server/", hold)
    page.locator("#chat .to-cite").first.click()
    expect(page.locator("#panel .made")).to_have_attribute("aria-busy", "true")
    for name in ("Copy", "Copy link"):
        button = page.locator("#panel").get_by_role("button", name=name, exact=True)
        expect(button).to_be_disabled()
        button.dispatch_event("click")
    expect(page.locator("#panel .told")).to_be_empty()
    expect(page.locator("#panel .link")).to_be_hidden()
    (route,) = held
    route.continue_()
    expect(page.locator("#panel .made")).to_contain_text("Internal Security and Challenges")
    expect(page.get_by_role("button", name="Copy link")).to_be_enabled()


def test_citing_by_keyboard_alone_and_without_a_clipboard(visit: Visit) -> None:
    page = visit()
    ask(page, CHECKS)
    page.evaluate("delete Navigator.prototype.clipboard")
    page.locator("#chat .to-cite").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel .citing summary")).to_be_focused()
    made = page.locator("#panel .made")
    expect(made).to_contain_text("Internal Security and Challenges")
    page.keyboard.press("Tab")
    page.keyboard.type("OSCOLA")
    expect(made).to_contain_text("‘Internal Security and Challenges’")
    page.locator("#panel").get_by_role("button", name="Copy", exact=True).press("Space")
    expect(page.locator("#panel .told")).to_contain_text("didn’t allow copying")
    selected = str(page.evaluate("getSelection().toString()")).strip()
    assert selected == str(made.inner_text()).strip()
    page.keyboard.press("Escape")
    expect(page.locator("#chat .to-cite").first).to_be_focused()
    # The next source is cited in the same way.
    page.locator("#chat .cite.mark").first.click()
    expect(page.locator("#panel [name=style]")).to_have_value("oscola")


def test_citing_on_a_phone(visit: Visit) -> None:
    page = visit(390, 844, has_touch=True)
    ask(page, CHECKS)
    page.locator("#chat .to-cite").first.tap()
    made = page.locator("#panel .made")
    expect(made).to_contain_text("Internal Security and Challenges")
    expect(made).to_be_in_viewport()
    assert not slides_sideways(page)
    # The card lies over nothing: the words stay in sight, and the tools over them in reach.
    expect(highlighted(page)).to_be_in_viewport()
    page.locator("#panel").get_by_text("Contents", exact=True).tap(trial=True, timeout=5000)


@pytest.mark.parametrize("address", ["<b>x</b>${x}", "pips-2017@" + "0" * 12 + ":1-2", "%E0%A4"])
def test_a_link_that_leads_nowhere_says_so(visit: Visit, address: str) -> None:
    page = visit(390, 844)
    page.goto(f"http://{urlsplit(page.url).netloc}/?cite={address}")
    expect(page.locator("#panel .notice")).to_be_in_viewport()
    assert page.locator("#panel .notice b").count() == 0
    page.get_by_role("button", name="Back to the chat").click()
    expect(page.get_by_label("Your question")).to_be_visible()
