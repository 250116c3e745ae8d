"""Every room in every state: nothing that axe finds serious, and no other host is asked."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from rag.library import Library
from tests.ui.web.conftest import Visit, serving
from tests.ui.web.harbour import RAISED, tides
from tests.ui.web.test_browser import slides_sideways
from tests.ui.web.walk import Ground, ask, exports, states

__all__ = ["tides"]

pytestmark = pytest.mark.browser

GROUND = Ground(
    question="What did the harbour board raise the berthing fee to?",
    follow_up="And when did it raise it?",
    unsure="How many boats did the harbour board let in?",
    refused="How do I bake sourdough bread?",
    topic="berthing fee",
    draft=RAISED.replace("forty", "fifty") + " Nobody has ever asked a fee for the long wall.",
)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_GRADIO: dict[str, str] = {}
"""What axe finds in Gradio's own elements: the rule, and a piece of the element's HTML."""


@pytest.fixture(scope="module")
def served_page(tides: Library) -> Iterator[str]:
    with serving(tides) as address:
        yield address


SETTLED = """() => Promise.allSettled(
    document.getAnimations()
        .filter((one) => one.effect.getTiming().iterations !== Infinity)
        .map((one) => one.finished))"""
"""Waits for colours that fade: what is half-way is seen by nobody for long."""


def serious(page: Page) -> list[str]:
    """Give what axe finds serious or critical on a page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    page.evaluate(SETTLED)
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": STANDARDS}}
    found: dict[str, Any] = page.evaluate("options => axe.run(options)", options)
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
        if OF_GRADIO.get(one["id"], "\0") not in node["html"]
    ]


def test_the_first_sight_and_an_answer_have_nothing_serious(visit: Visit) -> None:
    page = visit()
    assert serious(page) == []
    ask(page, GROUND.question)
    assert serious(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_room_in_every_state(visit: Visit, width: int, scheme: str, tmp_path: Path) -> None:
    page = visit(width, 844, has_touch=width < 860, color_scheme=scheme)
    asked: list[Request] = []
    page.context.on(
        "request", lambda request: asked.append(request)
    )  # tabs that open of themselves, too
    found: list[str] = []
    seen = []
    for state in states(page, GROUND):
        seen.append(state)
        found += [f"{state}: {one}" for one in serious(page)]
        if slides_sideways(page):
            found.append(f"{state}: slides sideways")
    assert found == []
    assert len(seen) > 30
    made = [path.suffix for path in exports(page, tmp_path)]
    assert len(made) > 15
    report = page.context.new_page()
    report.goto(page.url.partition("?")[0] + "library/health")
    expect(report.locator("h1")).to_be_visible()
    assert {"docx", "xlsx", "csv", "md", "html", "json", "bib"} <= {one[1:] for one in made}
    for one in asked:
        parts = urlsplit(one.url)
        assert parts.scheme in ("data", "blob") or parts.hostname == "127.0.0.1", one.url


def tabbed(page: Page, most: int = 90) -> list[str]:
    """Press Tab until the focus comes round; give what had it, each with a visible sign of it."""
    names: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => {
              const one = document.activeElement;
              if (!one || one === document.body) return "";
              const look = getComputedStyle(one);
              const box = one.closest(".input-container") ?? one;
              const glow = getComputedStyle(box).boxShadow;
              const ring = look.outlineStyle !== "none" || glow !== "none";
              const { width, height } = one.getBoundingClientRect();
              const seen = ring && (width > 1 && height > 1 || one.matches(".vh"));
              const said = one.getAttribute("aria-label") || one.innerText || one.id || one.name;
              return `${seen ? "" : "UNSEEN "}${one.tagName} ${said.trim().slice(0, 60)}`;
            }"""
        )
        if not name or (names and name == names[0]):
            break
        names.append(name)
    return names


@pytest.mark.slow
def test_every_stop_of_the_tab_key_is_seen(visit: Visit) -> None:
    page = visit()
    ask(page, GROUND.question)
    for room in ("ask", "matrix", "tables", "compare", "check", "notebook", "library"):
        page.locator(f"#tab-{room}").click()
        page.evaluate("document.activeElement.blur(); document.body.focus()")
        names = tabbed(page)
        assert len(names) > 3, room
        assert [name for name in names if name.startswith("UNSEEN")] == [], room


@pytest.mark.slow
def test_at_twice_the_size_of_text_nothing_is_pushed_off(visit: Visit) -> None:
    page = visit()
    page.add_style_tag(content="html { font-size: 200% !important; }")
    for state in states(page, GROUND):
        assert not slides_sideways(page), state
        tabs = page.locator("#rooms [role=tab]:visible")
        assert tabs.count() >= 6, state


def test_a_rows_cells_stand_under_their_heads(visit: Visit) -> None:
    page = visit()
    answer = ask(page, "What was the fee of the quay in 2019?")
    row = answer.locator("q.row").first
    expect(row).to_have_text("2019 | 30")
    heads = row.locator(".cell").evaluate_all(
        "all => all.map(one => getComputedStyle(one, '::before').content)"
    )
    assert heads == ['"Year"', '"Fee"']
