"""A walk through every room of the page, and through every state that a room can be in.

`states` drives the page and gives the name of each state while the page stands in it; what is to
be seen there (a picture, axe's findings, what was asked for) is for the caller. `exports` takes
every file that the page makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

expect.set_options(timeout=60_000)


@dataclass(frozen=True, slots=True)
class Ground:
    """What to do on the documents that are served."""

    question: str
    """It is answered."""
    follow_up: str
    unsure: str
    refused: str
    topic: str
    """Of which everything is listed."""
    draft: str
    """One claim of it, at least, is contradicted."""
    old: int = 1
    new: int = 2
    """Two documents to be compared, by their place in the list."""
    columns: tuple[int, ...] = (0, 1)
    """The documents of the table, by their place."""
    source: int = 0
    """Which citation of the first answer is opened."""


def states(page: Page, ground: Ground) -> Iterator[str]:
    """Go through the rooms, from the empty page on."""
    yield from _asking(page, ground)
    yield from _source(page, ground)
    yield from _more_answers(page, ground)
    yield from _matrix(page, ground)
    yield from _tables(page)
    yield from _compare(page, ground)
    yield from _check(page, ground)
    yield from _notebook(page)
    yield from _library(page)
    yield from _feedback(page)


def exports(page: Page, folder: Path) -> Iterator[Path]:
    """Save every file that the rooms of a page that `states` has gone through offer."""
    enter(page, "ask")
    page.locator("#export summary").click()
    kinds = page.locator("#export [name=ending]")
    for kind in kinds.locator("option").evaluate_all("all => all.map(one => one.value)"):
        kinds.select_option(kind)
        yield _saved(page, page.locator("#export .save"), folder)
    page.keyboard.press("Escape")
    for room, within in (
        ("matrix", "#table-room"),
        ("tables", "#tables-room"),
        ("compare", "#compare-room"),
    ):
        enter(page, room)
        files = page.locator(f"{within} .save .file")
        for at in range(files.count()):
            page.locator(f"{within} .save summary").click()  # each file closes it
            yield _saved(page, files.nth(at), folder)
    enter(page, "check")
    made = page.locator("#checked .review .acts button").filter(has_text="↓")
    for at in range(made.count()):
        yield _saved(page, made.nth(at), folder)
    yield from _notebook_files(page, folder)


def enter(page: Page, room: str) -> None:
    """Open a room, from wherever the page stands."""
    back(page)
    page.locator(f"#tab-{room}").click()


def back(page: Page) -> None:
    """On a phone, put the source away."""
    if page.locator("body.source-open").count():
        page.locator("#panel .back").click()


def ask(page: Page, question: str) -> Locator:
    """Ask, and give the whole answer."""
    turn = page.locator("#chat .question").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    return whole_answer(page, turn)


def whole_answer(page: Page, turn: int) -> Locator:
    """Wait for the end of an answer."""
    answer = page.locator("#chat .bot-row").nth(turn)
    expect(answer).to_be_visible()
    expect(page.locator("#chat .working")).to_have_count(0)
    return answer


def _asking(page: Page, ground: Ground) -> Iterator[str]:
    yield "ask, empty"
    page.locator("#asked-in .choose").click()
    expect(page.locator("#chooser .ticks li").first).to_be_visible()
    yield "ask, documents to choose"
    page.locator("#chooser .ticks input").first.check()
    page.keyboard.press("Escape")
    yield "ask, some chosen"
    page.locator("#asked-in .chip").first.click()
    ask(page, ground.question)
    yield "ask, answered"
    pin = page.locator("#chat .pin").first
    if pin.get_attribute("aria-pressed") != "true":
        pin.click()
    expect(page.locator("#chat .pin[aria-pressed=true]").first).to_be_visible()


def _source(page: Page, ground: Ground) -> Iterator[str]:
    page.locator("#chat .cite.mark").nth(ground.source).click()
    expect(page.locator("#panel mark").first).to_be_visible()
    yield "source, text"
    outline = page.locator("#panel .outline summary")
    if outline.is_visible():
        outline.click()
        yield "source, contents"
        outline.click()
    page.locator("#panel .open-search").click()
    page.get_by_label("Words in this document").fill("the")
    expect(page.locator("#panel mark.hit").first).to_be_attached()
    yield "source, search"
    page.keyboard.press("Escape")
    page.locator("#panel .citing summary").click()
    expect(page.locator("#panel .made")).not_to_be_empty()
    yield "source, cite"
    page.locator("#panel .citing summary").click()
    printed = page.get_by_role("button", name="Page", exact=True)
    if printed.is_visible():
        printed.click()
        expect(page.locator(".sheet.drawn").first).to_be_visible()
        yield "source, page"
        page.get_by_role("button", name="Text", exact=True).click()
    back(page)


def _more_answers(page: Page, ground: Ground) -> Iterator[str]:
    ask(page, ground.follow_up)
    yield "ask, follow-up"
    ask(page, ground.unsure)
    yield "ask, unsure"
    ask(page, ground.refused)
    yield "ask, refused"
    page.get_by_label("Your question").fill(ground.topic)
    turn = page.locator("#chat .question").count()
    page.locator("#every").click()
    whole_answer(page, turn)
    yield "ask, everything listed"
    page.locator("#export summary").click()
    yield "ask, export"
    page.keyboard.press("Escape")
    answer = page.locator("#chat .bot-row").first
    answer.locator(".not-right").click()
    yield "ask, not right"
    page.locator(".not-right-form [name=reason]").first.check()
    page.locator(".not-right-form .send").click()
    expect(page.locator(".not-right-form")).to_be_hidden()


def _matrix(page: Page, ground: Ground) -> Iterator[str]:
    enter(page, "matrix")
    expect(page.locator("#table-room .choices input").first).to_be_attached()
    yield "matrix, empty"
    rows = (ground.question, ground.refused, f"Claim: {ground.draft.split('. ')[0]}.")
    page.get_by_label("Questions, one a line").fill("\n".join(rows))
    page.locator("#table-room .none").click()
    for at in ground.columns:
        page.locator("#table-room .choices input").nth(at).check()
    page.locator("#table-room .fill").click()
    page.locator("#table-room td:not([data-outcome=''])").first.wait_for()
    yield "matrix, being filled"
    page.get_by_text("The table is filled.").wait_for(state="attached")
    yield "matrix, filled"
    page.locator("#table-room .save summary").click()
    yield "matrix, export"
    page.keyboard.press("Escape")
    page.locator("#table-room .cell-quote:visible").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    yield "matrix, source beside"


def _tables(page: Page) -> Iterator[str]:
    enter(page, "tables")
    expect(page.locator("#tables-room .told")).to_contain_text("document")
    yield "tables, commitments"
    page.locator("#tables-room [data-table=figures]").click()
    rows = page.locator("#tables-room .cell-quote:visible")
    expect(rows.first).to_be_visible()
    yield "tables, figures"
    page.locator("#tables-room .chooser summary").click()
    yield "tables, documents to choose"
    page.keyboard.press("Escape")
    page.locator("#tables-room [name=words]").fill("no such words anywhere")
    expect(page.locator("#tables-room .nothing")).to_be_visible()
    yield "tables, none found"
    page.locator("#tables-room [name=words]").fill("")
    rows.first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    yield "tables, source beside"


def _compare(page: Page, ground: Ground) -> Iterator[str]:
    enter(page, "compare")
    old, new = page.get_by_label("Old version"), page.get_by_label("New version")
    expect(old.locator("option").nth(2)).to_be_attached()
    yield "compare, empty"
    page.locator("#compare-room .compare").click()
    expect(page.locator("#compare-room .said")).not_to_be_empty()
    yield "compare, nothing chosen"
    old.select_option(index=ground.old)
    new.select_option(index=ground.new)
    page.locator("#compare-room .compare").click()
    expect(page.locator("#compare-room .difference").first).to_be_visible()
    yield "compare, done"
    page.locator("#compare-room .difference .cite").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    yield "compare, source beside"


def _check(page: Page, ground: Ground) -> Iterator[str]:
    enter(page, "check")
    page.locator("#draft .check").click()
    expect(page.locator("#checked .problem")).to_be_visible()
    yield "check, nothing given"
    page.get_by_label("or its words").fill(ground.draft)
    page.locator("#draft .check").click()
    expect(page.locator("#checked .finding").first).to_be_visible()
    yield "check, done"
    page.locator("#checked .finding .cite:visible").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    yield "check, source beside"


def _notebook(page: Page) -> Iterator[str]:
    enter(page, "notebook")
    expect(page.locator("#notebook .talks li").first).to_be_visible()
    yield "notebook, conversations"
    page.locator("#notebook .talks .seek").fill("no such words anywhere")
    expect(page.locator("#notebook .talks .none")).to_be_visible()
    yield "notebook, none found"
    page.locator("#notebook .talks .seek").fill("")
    expect(page.locator("#notebook .talks .enter").first).to_be_visible()
    page.locator("#notebook .switch [data-part=pins]").click()
    pin = page.locator("#notebook .pins li[data-id]").first
    expect(pin).to_be_visible()
    yield "notebook, pins"
    page.locator("#notebook .pins details.export summary").click()
    yield "notebook, export of pins"
    page.locator("#notebook .pins details.export summary").click()


def _library(page: Page) -> Iterator[str]:
    enter(page, "library")
    rows = page.locator("#shelf tbody tr")
    expect(rows.first).to_be_visible()
    yield "library"
    rows.first.locator(".tick input").check()
    yield "library, one chosen"
    page.locator("#shelf .chosen .nothing").click()
    rows.first.locator(".edit").click()
    expect(page.locator("dialog.about [name=title]")).to_be_focused()
    yield "library, about a document"
    page.keyboard.press("Escape")
    page.locator("#shelf .search").fill("no such document anywhere")
    yield "library, none found"
    page.locator("#shelf .none .all").click()
    rows.first.locator(".open").click()
    expect(page.locator("#panel .reader")).to_be_visible()
    yield "library, document beside"


def _feedback(page: Page) -> Iterator[str]:
    enter(page, "feedback")
    expect(page.locator("#feedback .remark").first).to_be_visible()
    yield "feedback"
    for left in reversed(range(page.locator("#feedback .remark").count())):
        page.locator("#feedback .drop").first.click()
        expect(page.locator("#feedback .remark")).to_have_count(left)
    yield "feedback, empty"


def _notebook_files(page: Page, folder: Path) -> Iterator[Path]:
    enter(page, "notebook")
    for part in ("talks", "pins"):
        page.locator(f"#notebook .switch [data-part={part}]").click()
        if part == "talks":
            page.locator("#notebook .talks .export").first.click()
            offer = page.locator("#notebook .talks .exporting")
        else:
            offer = page.locator("#notebook .pins details.export")
            offer.locator("summary").click()
        kinds = offer.locator("[name=ending]")
        for kind in kinds.locator("option").evaluate_all("all => all.map(one => one.value)"):
            kinds.select_option(kind)
            yield _saved(page, offer.locator(".take"), folder)


def _saved(page: Page, button: Locator, folder: Path) -> Path:
    with page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path
