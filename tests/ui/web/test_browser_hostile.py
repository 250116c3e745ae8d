"""What somebody else wrote is shown as text, wherever it comes in: in a real browser."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, Request, expect

from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from tests.conftest import fill
from tests.ui.web.conftest import Visit, serving
from tests.ui.web.walk import Ground, enter, exports, states

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAG = '<img src=x onerror="hostile()">'
SCRIPT = "</script><script>hostile()</script>"
TEMPLATE = "{{7*7}} ${7*7}"
LINK = "[here](http://evil.example/a) ![there](http://evil.example/b.png)"
TURNED = "\u202egnihtyna\u202c"
FORMULA = '=HYPERLINK("http://evil.example/c","here")'
LONG = "W" * 300
EACH = (TAG, SCRIPT, TEMPLATE, LINK, TURNED, FORMULA, LONG)
TITLE = f"{TAG} {SCRIPT} {TEMPLATE} {LINK} {TURNED} wells"
NAME = f'"><img src=x onerror=hostile()> {{{{7*7}}}} {"w" * 120}.txt'

GROUND = Ground(
    question="What did the board of wells say about the dry wells?",
    follow_up=f"What did it say about {TAG}?",
    unsure=f"How much did the dry wells cost {TEMPLATE} {LINK}?",
    refused=f"{SCRIPT} {TAG} {TURNED} {LONG}",
    topic=f"dry wells {TAG}",
    draft=f"The board of wells said {TAG} about the wet wells. {SCRIPT} It said {FORMULA} {LINK}.",
)
SHOWN = {
    "ask, answered": TAG,
    "ask, refused": SCRIPT,
    "source, text": TAG,
    "matrix, filled": SCRIPT,
    "compare, done": TAG,
    "check, done": TAG,
    "notebook, pins": "<img",
    "library": TAG,
    "feedback": TAG,
}
"""What must be seen as it is written, in which state."""


def write(folder: Path) -> None:
    lines = [f"The board of wells said {one} about the dry wells." for one in EACH]
    (folder / NAME).write_text("Of wells\n\n" + "\n\n".join(lines) + "\n", "utf-8")
    later = "\n\n".join(line.replace("dry", "full") for line in lines)
    (folder / "later.txt").write_text(f"Of wells\n\n{later}\n", "utf-8")
    cells = "".join(f"<tr><td>{one}</td><td>{FORMULA}</td></tr>" for one in ("a", "b"))
    (folder / "table.html").write_text(f"<title>Fees</title><h1>Fees</h1><table>{cells}</table>")
    arabic = "قالت هيئة الآبار إن اثنتي عشرة بئرا جافة. The board of wells said so in English."
    (folder / "arabic.txt").write_text(f"آبار الوادي\n\n{arabic}\n", "utf-8")
    quoted = [f"'{one.replace(chr(39), chr(39) * 2)}'" for one in (NAME, TITLE, TAG)]
    (folder / "sources.yaml").write_text(
        f"sources:\n  - file: {quoted[0]}\n    id: wells\n    csl:\n      title: {quoted[1]}\n"
        f"      author: [{{literal: {quoted[2]}}}]\n      publisher: {quoted[2]}\n"
        f"    caution: {quoted[2]}\n",
        "utf-8",
    )


@pytest.fixture(scope="module")
def served_page(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "corpus").mkdir()
    write(folder / "corpus")
    settings = load_settings(corpus=folder / "corpus", store=folder / "store", dtype="float32")
    library: Library = fill(settings, embedder)
    with serving(library) as address:
        yield address
    library.close()


def made_of_it(page: Page) -> list[str]:
    """Give what became more than text: elements of theirs, and whether their code has run."""
    found: list[str] = page.evaluate(
        """() => [
          ...[...document.querySelectorAll("img, a, script, iframe, object, form")]
            .map((one) => (one.matches("script") ? one : one.cloneNode(false)).outerHTML)
            .filter((html) => /hostile\\(|evil|src="?x/.test(html)),
          ...(window.ran ? ["it ran"] : []),
        ]"""
    )
    return found


@pytest.mark.parametrize("width", [1280, 390])
def test_what_others_wrote_stays_text(
    visit: Visit, browser: Browser, width: int, tmp_path: Path
) -> None:
    page = visit(width, 844, has_touch=width < 860)
    asked: list[Request] = []
    page.context.on("request", lambda request: asked.append(request))
    page.add_init_script("window.hostile = () => { window.ran = true }")
    page.goto(page.url)
    page.locator("#shelf tbody tr").first.wait_for(state="attached")
    missing = dict(SHOWN)
    if width < 860:
        del missing["matrix, filled"]  # one question is shown at a time
    for state in states(page, GROUND):
        assert made_of_it(page) == [], state
        text = page.locator("body").inner_text()
        assert " 49" not in text, state
        if state in missing and missing[state] in text:
            del missing[state]
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), state
    assert missing == {}
    _named_and_noted(page)
    saved = list(exports(page, tmp_path))
    _read_again(page)
    page.goto(page.url.partition("?")[0] + "library/health")
    assert made_of_it(page) == []
    assert NAME[:32] in page.locator("body").inner_text()
    for path in saved:
        _is_harmless(browser, path)
    urls = [one.url for one in asked if not one.url.startswith(("data:", "blob:", "file:"))]
    assert [url for url in urls if not url.startswith("http://127.0.0.1:")] == []
    assert [url for url in urls if re.search(r"/x$|evil\\.example", url)] == []


def _note(page: Page) -> str:
    return f"{FORMULA}{SCRIPT} {page.evaluate('innerWidth')}"


def _named_and_noted(page: Page) -> None:
    """Give a conversation and a pin hostile words of one's own."""
    enter(page, "notebook")
    page.locator("#notebook .switch [data-part=talks]").click()
    page.locator("#notebook .talks .rename").first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(f"{TAG}{TEMPLATE}")
    page.keyboard.press("Enter")
    expect(page.locator("#notebook .talks .name").first).to_have_text(f"{TAG}{TEMPLATE}")
    page.locator("#notebook .switch [data-part=pins]").click()
    page.locator("#notebook .pins textarea").first.fill(_note(page))
    expect(page.locator("#notebook .told")).to_have_text("Note kept.")


def _read_again(page: Page) -> None:
    page.reload()
    enter(page, "notebook")
    page.locator("#notebook .switch [data-part=talks]").click()
    expect(page.locator("#notebook .talks .name").first).to_have_text(f"{TAG}{TEMPLATE}")
    page.locator("#notebook .switch [data-part=pins]").click()
    expect(page.locator("#notebook .pins textarea").first).to_have_value(_note(page))
    assert made_of_it(page) == []


def _is_harmless(browser: Browser, path: Path) -> None:
    """No file that was saved runs anything, or has a cell that a spreadsheet would work out."""
    if path.suffix == ".html":
        alone = browser.new_page()
        asked: list[str] = []
        alone.on("request", lambda request: asked.append(request.url))
        alone.add_init_script("window.hostile = () => { window.ran = true }")
        alone.goto(path.as_uri())
        assert made_of_it(alone) == [], path
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == [], path
        assert [url for url in asked if url.endswith("/x")] == [], path
        alone.close()
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == [], path
    elif path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
        assert "f" not in kinds, path
