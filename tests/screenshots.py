"""Makes the pictures of README.md and docs/: the page in a real browser.

    python -m tests.screenshots [FOLDER] [--store FOLDER]

The documents that come along, and for the tutorial its papers, are read into an index of their
own (``--store`` names one that is used again), a conversation is had, a matrix filled, a draft
checked, a table opened, and a picture taken of each: 1280 wide, light, as WebP. What the pictures
show is what the program says; run it again when that changes.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from ingest.sync import sync
from rag.library import Library
from rag.models.loading import embedder_identity
from rag.settings import load_settings
from tests.conftest import CORPUS, ROOT
from tests.docs.papers import FOLDER
from tests.docs.play import place
from tests.ui.web.conftest import FLAGS, find_chromium, serving
from tests.ui.web.walk import ask, enter

SIZE = {"width": 1280, "height": 800}
PATIENCE_MS = 120_000
QUALITY = 88
ASKED = "What do people think of the security checks?"
TABLE = (
    "What should parliament do?",
    "In which year did the cabinet announce the National Internal Security Policy?",
    "What do people think of the security checks?",
)
RECOMMENDED = "What does the board recommend for households on low incomes?"
NOTE = "For the chapter on trust in the police."
DRAFT = (
    "The cabinet announced the National Internal Security Policy in 2013. One member said that "
    "“overt militarization has resulted in security checks”.\n"
)


def main() -> None:
    """Take the pictures and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs" / "images")
    parser.add_argument("--store", type=Path, help="an index that is made, or used again")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        library = _opened(given.store or Path(scratch) / "store")
        with serving(library) as address:
            take(address, given.folder, pictures)
        library.close()
        papers = place(Path(scratch) / "tutorial") / "papers"
        library = _opened(Path(scratch) / "tutorial-store", papers)
        with serving(library) as address:
            take(address, given.folder, tutorial)
        library.close()


def _opened(store: Path, corpus: Path = CORPUS) -> Library:
    settings = load_settings(corpus=corpus, store=store, dtype="float32")
    library = Library(settings)
    sync(corpus, library.store, embedder_identity(settings), lambda: library.embedder)
    library.embedder.embed_question("ready")
    return library


def take(address: str, folder: Path, walk: Callable[[Page], Iterator[str]]) -> None:
    """Walk through the page at an address; write a picture wherever the walk stops."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=list(FLAGS)
        )
        page = browser.new_page(
            viewport=SIZE,  # type: ignore[arg-type]
            color_scheme="light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        page.set_default_timeout(PATIENCE_MS)
        page.goto(address)
        page.locator("#documents .to-library").wait_for(state="attached")
        for name in walk(page):
            page.mouse.move(640, 790)
            page.wait_for_timeout(300)  # until what was under the pointer looks as it did
            _write(page, folder / f"{name}.webp")
        browser.close()


def pictures(page: Page) -> Iterator[str]:
    """Bring the page into each state that is shown; give the picture's name."""
    answer = ask(page, ASKED)
    answer.locator(".cite.mark").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    yield "answer"
    enter(page, "matrix")
    page.get_by_label("Questions, one a line").fill("\n".join(TABLE))
    page.locator("#table-room .fill").click()
    page.get_by_text("The table is filled.").wait_for(state="attached")
    yield "matrix"
    enter(page, "check")
    page.get_by_label("or its words").fill(DRAFT)
    page.locator("#draft .check").click()
    expect(page.locator("#checked .finding").first).to_be_visible()
    yield "check"
    enter(page, "library")
    page.locator("#shelf tbody .open").first.click()
    expect(page.locator("#panel .reader")).to_be_visible()
    page.locator("#panel .open-search").click()
    page.get_by_label("Words in this document").fill("security policy")
    expect(page.locator("#panel mark.hit").first).to_be_visible()
    yield "document"
    enter(page, "ask")
    page.locator("#chat .pin").first.click()
    expect(page.locator("#chat .pin[aria-pressed=true]").first).to_be_visible()
    enter(page, "notebook")
    page.locator("#notebook .switch [data-part=pins]").click()
    note = page.locator("#notebook .pins textarea").first
    note.fill(NOTE)
    expect(page.locator("#notebook .told")).to_have_text("Note kept.")
    page.locator("#notebook .pins .cite").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    expect(note).to_have_value(NOTE)
    yield "notebook"


def tutorial(page: Page) -> Iterator[str]:
    """Do on the page what the tutorial does."""
    answer = ask(page, RECOMMENDED)
    answer.locator(".cite.mark").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    page.get_by_role("button", name="Page", exact=True).click()
    expect(page.locator(".sheet.drawn .box.quoted").first).to_be_in_viewport()
    yield "tutorial-answer"
    enter(page, "check")
    page.get_by_label("A file").set_input_files(FOLDER / "memo.docx")
    page.locator("#draft .check").click()
    expect(page.locator("#checked .finding").first).to_be_visible()
    yield "tutorial-check"
    enter(page, "tables")
    page.locator("#tables-room [data-table=timeline]").click()
    expect(page.locator("#tables-room [data-table=timeline][aria-pressed=true]")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Event")).to_be_visible()
    expect(page.locator("#tables-room .cell-quote").first).to_be_visible()
    expect(page.locator("#tables-room .halt")).to_be_hidden()
    yield "tables"


def _write(page: Page, path: Path) -> None:
    image = Image.open(io.BytesIO(page.screenshot()))
    image.convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)
    sys.stdout.write(f"{path}: {path.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
