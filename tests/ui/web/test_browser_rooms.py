"""A person saves the conversation and has a draft checked: in a real browser."""

from __future__ import annotations

from pathlib import Path

import pypandoc
import pytest
from gradio.utils import get_upload_folder
from playwright.sync_api import Page, expect

from tests.ui.web.conftest import Visit
from tests.ui.web.test_browser import BREAD, CHECKS, YEAR, ask, quotes, slides_sideways
from tests.ui.web.test_checking import DRAFT

pytestmark = pytest.mark.browser


def left_behind() -> set[Path]:
    return set(Path(get_upload_folder()).rglob("*"))


def save(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_conversation_is_saved(visit: Visit, tmp_path: Path) -> None:
    before = left_behind()
    page = visit()
    expect(page.locator("#export")).to_be_hidden()
    said = quotes(ask(page, CHECKS))[0]
    ask(page, BREAD)
    page.locator("#export summary").click()
    text = pypandoc.convert_file(str(save(page, "Download", tmp_path)), "plain")
    assert said in " ".join(text.split())
    assert BREAD in " ".join(text.split())
    expect(page.locator("#export .told")).to_have_text("2 answers exported.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Download")).to_be_hidden()
    other = visit()
    ask(other, YEAR)
    other.locator("#export summary").click()
    text = pypandoc.convert_file(str(save(other, "Download", tmp_path)), "plain")
    assert BREAD not in " ".join(text.split())
    assert left_behind() == before


def test_a_draft_is_checked_and_the_chat_stays(visit: Visit, tmp_path: Path) -> None:
    before = left_behind()
    draft = tmp_path / "memo.docx"
    pypandoc.convert_text(DRAFT, "docx", "markdown", outputfile=str(draft))
    page = visit()
    ask(page, CHECKS)
    page.get_by_role("tab", name="Ask").focus()
    for _ in range(4):  # past the matrix, the tables and the comparison
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Check a draft")).to_be_focused()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file")
    page.get_by_label("A file").set_input_files(draft)
    page.get_by_role("button", name="Check", exact=True).click()
    heading = page.get_by_role("heading", name="2 things to change")
    expect(heading).to_be_focused()
    finding = page.locator("#checked .finding.bad").first
    expect(finding).to_contain_text("Altered quotation")
    finding.locator(".cite").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    finding.get_by_role("button", name="Show in your text").click()
    expect(page.locator("#said-1")).to_be_focused()
    expect(page.locator("#said-1")).to_be_in_viewport()
    checked = save(page, "Word with comments", tmp_path)
    options = ["--track-changes=all"]
    assert "Altered quotation" in pypandoc.convert_file(
        str(checked), "markdown", extra_args=options
    )
    page.get_by_role("button", name="Check another").click()
    expect(page.get_by_label("or its words")).to_be_visible()
    page.get_by_role("tab", name="Ask").click()
    expect(page.locator("#chat .question")).to_have_text(CHECKS)
    assert left_behind() == before


def test_a_check_can_be_stopped(visit: Visit) -> None:
    page = visit()
    page.get_by_role("tab", name="Check a draft").click()
    page.get_by_label("or its words").fill(DRAFT * 300)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#checked progress")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#checked progress")).to_have_count(0)
    page.get_by_label("or its words").fill(DRAFT)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("heading", name="2 things to change")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="2 things to change")).to_be_visible()
    expect(page.get_by_role("button", name="Report")).to_be_visible()
    page.get_by_role("button", name="Check another").click()
    expect(page.locator("#checked .review")).to_have_count(0)


def test_a_draft_on_a_phone(visit: Visit) -> None:
    page = visit(390, 844, has_touch=True)
    page.get_by_role("tab", name="Check a draft").tap()
    page.get_by_label("or its words").fill(DRAFT)
    page.get_by_role("button", name="Check", exact=True).tap()
    expect(page.get_by_role("heading", name="2 things to change")).to_be_visible()
    assert not slides_sideways(page)
    page.get_by_role("tab", name="Library").tap()
    page.get_by_role("button", name="Internal security and challenges", exact=True).tap()
    expect(page.locator("#panel .reader")).to_be_in_viewport()
