from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from evals.metrics.items import Item, Place, Quoted, Said
from evals.metrics.stats import Figure
from evals.reports.html import html_report
from evals.reports.html_items import is_right
from evals.reports.report import Report, build_report, item_json
from tests.evals.reports.made import TEXTS, answered, declined, quoted, report_of
from tests.ui.web.conftest import FLAGS, find_chromium

HOSTILE = (
    "</summary></details><script>alert(1)</script>"
    '<img src="http://evil.example/x" onerror=alert(1)>'
    "\" autofocus onfocus='alert(1)' </style> {{ 7 * 7 }} {% raw %} \u202e\x00\x0b\ud800 &lt; <!--"
)
ITEMS = [
    answered("one"),
    answered("two", right=False, score=0.6),
    declined("three"),
    declined("four", answerable=True),
    replace(answered("five", stratum="number"), answerable=False, gold=()),
    Item("six", "Boom?", True, "error", "number", gold=((Place("a.txt", 26, 47),),), error="Disk!"),
]


class Reader(HTMLParser):
    """What stands in a page: its elements, and the text of each kind."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "rect", "path", "polyline"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        for tag in self.open[-1:]:
            self.texts.setdefault(tag, []).append(data)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


def hostile_report() -> Report:
    texts = {HOSTILE: TEXTS["a.txt"]}
    quote = Quoted(HOSTILE, HOSTILE)
    item = Item(
        id=HOSTILE,
        question=HOSTILE,
        answerable=True,
        outcome="answered",
        stratum=HOSTILE,
        gold=((Place(HOSTILE, 26, 47),),),
        answers=(HOSTILE,),
        statements=(Said(HOSTILE, (quote,)),),
        nearest=(quote,),
        retrieved=(Place(HOSTILE, 0, 61),),
        reason=HOSTILE,
        error=HOSTILE,
    )
    return build_report(
        kind="cases",
        metrics={HOSTILE: Figure(0.5, 0.4, 0.6, 3)},
        strata={HOSTILE: {HOSTILE: Figure(None)}},
        items=[{**item_json(item, texts, {HOSTILE: 1.0}), HOSTILE: HOSTILE}],
        configuration={HOSTILE: HOSTILE, "cases": {"file": HOSTILE}, "corpus": [HOSTILE]},
        extra={HOSTILE: [HOSTILE]},
    )


def test_hostile_texts_stay_texts() -> None:
    html = html_report(hostile_report())
    page = Reader(html)
    assert page.wrong == []
    assert page.open == []
    assert page.count("script") == 1
    assert page.count("style") == 1
    assert page.count("img") == 0
    assert not {name for _, attributes in page.elements for name in attributes} & {
        "src", "onerror", "onfocus", "autofocus", "style", "action",
    }  # fmt: skip
    assert [a["href"] for name, a in page.elements if name == "a"] == ["#items"]
    assert "{{ 7 * 7 }}" in html
    assert not re.search("[\x00-\x08\x0b\x0c\ud800-\udfff]", html)
    html.encode()


def test_nothing_is_asked_of_another_host_and_only_our_own_script_runs() -> None:
    html = html_report(report_of(ITEMS))
    page = Reader(html)
    [policy] = [a["content"] for name, a in page.elements if "http-equiv" in a]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, [text] in (("style", page.texts["style"]), ("script", page.texts["script"])):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert not re.search(r"https?:|url\(|@import|fetch|innerHTML", text)


def test_what_a_screen_reader_needs() -> None:
    page = Reader(html_report(report_of(ITEMS)))
    assert page.count("caption") == page.count("table") > 5
    assert all(a.get("scope") for name, a in page.elements if name == "th")
    assert page.count("h1") == 1
    assert page.count("h3") == len(ITEMS)
    labels = {a["for"] for name, a in page.elements if name == "label"}
    assert labels == {a["id"] for name, a in page.elements if name == "select"}
    images = [a for name, a in page.elements if name == "svg"]
    assert all(a.get("aria-hidden") or a.get("aria-labelledby") for a in images)
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    named = {a["aria-labelledby"] for _, a in page.elements if "aria-labelledby" in a}
    assert {name for names in named for name in str(names).split()} <= set(ids)


def test_what_it_says() -> None:
    html = html_report(report_of(ITEMS))
    for words in (
        "Answered with the gold words.",
        "Answered, but with other words.",
        "Rightly declined.",
        "Declined, though the documents answer it.",
        "Answered what the documents don’t answer.",
        "It raised an error.",
        "Disk!",
        "1 item raised an error.",
        "Nothing names a writer.",
        "<mark>It rejected the bill.</mark>",
        "2 passages, gold in number 1",
        "a.txt, characters 26 to 47",
        "<dd><strong>33%</strong> <span>2 of 6</span></dd>",
    ):
        assert words in html, words
    assert "Not every quote is verbatim" not in html


def test_a_quote_that_isnt_verbatim_is_said_at_the_top() -> None:
    altered = replace(quoted(26, 47), text="It adopted the law.")
    html = html_report(report_of([replace(ITEMS[0], statements=(Said("x", (altered,)),))]))
    assert "Not every quote is verbatim" in html
    assert "a.txt, not found there" in html


def test_gold_is_marked_where_a_passage_holds_it_in_part() -> None:
    item = replace(ITEMS[0], retrieved=(Place("a.txt", 0, 30), Place("a.txt", 40, 61)))
    html = html_report(report_of([item]))
    assert "The committee met in May. <mark>It r</mark></blockquote>" in html
    assert "<mark>e bill.</mark> Nobody spoke.</blockquote>" in html


def test_the_table_of_outcomes() -> None:
    html = html_report(report_of(ITEMS))
    [table] = re.findall(r'<table class="counts">.*?</table>', html, re.DOTALL)
    rows = [re.findall(r">(\d+)\b", row) for row in table.split("<tr>")[2:]]
    assert rows == [["2", "0", "1", "1", "4"], ["1", "0", "1", "0", "2"]]


def test_answers_that_say_what_the_documents_say_instead_count_as_declined() -> None:
    item = replace(ITEMS[0], answerable=False)
    html = html_report(report_of([item]))
    assert "Rightly said what the documents say instead." in html
    assert "1 of the answers" in html


@pytest.mark.parametrize("kind", ["cases", "answers", "retrieval", "claims"])
def test_reports_with_nothing_in_them(kind: str) -> None:
    report = build_report(
        kind=kind,  # type: ignore[arg-type]
        metrics={},
        strata={},
        items=[],
        configuration={},
    )
    html = html_report(report)
    assert "Nothing was measured." in html
    assert "nan" not in html.lower().replace("nanum", "")


def test_items_of_other_kinds_show_what_they_hold() -> None:
    report = build_report(
        kind="claims",
        metrics={"balanced_accuracy": Figure(0.69, 0.6, 0.75, 100)},
        strata={},
        items=[{"id": "c1", "question": "A claim", "evidence": "Words", "right": True}],
        configuration={},
    )
    html = html_report(report)
    assert "Balanced accuracy" in html
    assert "<bdi>evidence</bdi>" in html
    assert "</span> Right</span>" in html


def test_right_and_wrong() -> None:
    assert [is_right(item) for item in report_of(ITEMS)["items"]] == [
        True, False, True, False, False, False,
    ]  # fmt: skip
    assert is_right({"id": "x"}) is None


@pytest.mark.slow
def test_three_thousand_items_stay_under_ten_megabytes() -> None:
    text = "\n".join(f"{n} The ministry of things wrote a very long paragraph." for n in range(900))
    [entry] = report_of([ITEMS[0]])["items"]
    passage = {"document": "a.txt", "start": 0, "end": 600, "text": text[:600], "text_start": 0}
    items = [{**entry, "id": f"i{n}", "retrieved": [passage] * 10} for n in range(3000)]
    report = build_report(kind="cases", metrics={}, strata={}, items=items, configuration={})
    html = html_report(report)
    assert len(html.encode()) < 10_000_000
    assert html.count("<h3") == 3000
    assert html.count("more left out here") + html.count("…</span></blockquote>") >= 3000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=list(FLAGS)
        )
        yield started
        started.close()


def opened(browser: Browser, path: Path, *, script: bool, width: int = 1280) -> Page:
    path.write_text(html_report(report_of(ITEMS)), "utf-8")
    context = browser.new_context(
        java_script_enabled=script, offline=True, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.browser
def test_it_filters_and_opens_without_a_script(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path / "r.html", script=False)
    shown = page.locator(".item:visible")
    expect(shown).to_have_count(6)
    page.get_by_label("Outcome").select_option("answered")
    expect(shown).to_have_count(3)
    page.get_by_label("Stratum", exact=True).select_option("number")
    expect(shown).to_have_count(1)
    page.get_by_label("Outcome").select_option("all")
    page.get_by_label("Stratum", exact=True).select_option("all")
    page.get_by_label("Right or wrong").select_option("right")
    expect(shown).to_have_count(2)
    shown.first.locator("summary").first.click()
    expect(shown.first.locator(".verdict")).to_be_visible()
    page.context.close()


@pytest.mark.browser
def test_its_script_runs_under_its_policy_and_a_phone_shows_all(
    browser: Browser, tmp_path: Path
) -> None:
    problems: list[str] = []
    page = opened(browser, tmp_path / "r.html", script=True, width=390)
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.reload()
    expect(page.get_by_role("status")).to_have_text("6 of 6 shown")
    page.get_by_label("Right or wrong").select_option("wrong")
    expect(page.get_by_role("status")).to_have_text("4 of 6 shown")
    page.get_by_role("button", name="Open those shown").click()
    expect(page.locator(".item > details[open]")).to_have_count(4)
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert problems == []
    page.context.close()
