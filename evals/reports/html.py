"""A report as one page to read: no request, no script needed, every item to open."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.reports.html_figures import grouped, label, percent, row
from evals.reports.html_items import OUTCOMES, flat, is_right, item_view
from evals.reports.report import PASSAGE_CHARACTERS, Report

SIZE_LIMIT = 9_500_000
"""Bytes. A page that would be larger shows less of each item's passages."""
ROOM = ((10, PASSAGE_CHARACTERS), (10, 240), (5, 160), (3, 120), (1, 100), (0, 60))
"""Passages an item and characters a passage, the most generous first."""
SAMPLE = 100
COLUMNS = 6
"""Figures in the table of strata. All of them stand below it."""

FIRST = (
    "evidence_hit", "citation_recall", "citation_precision", "answer_match", "answer_rate",
    "refusal_rate", "hit@10", "recall@10", "ndcg@10", "map@10", "balanced_accuracy", "auroc",
)  # fmt: skip
"""What the table of strata shows, as far as it is there."""


TITLES = {
    "cases": "How grounded the answers are",
    "answers": "How grounded another system’s answers are",
    "retrieval": "What the search finds",
    "claims": "Which claims the evidence supports",
    "followups": "What is made of follow-up questions",
}
# What HTML forbids, and what no encoding carries.
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Range = Mapping[str, Any]


def html_report(report: Report) -> str:
    """Give a report as one HTML page of at most about `SIZE_LIMIT` bytes."""
    rooms = [room for room in ROOM[:-1] if _estimated_size(report, room) <= SIZE_LIMIT]
    page = ""
    for room in [*rooms, ROOM[-1]]:
        page = _page(report, room)
        if len(page.encode()) <= SIZE_LIMIT:
            break
    return page


def _estimated_size(report: Report, room: tuple[int, int]) -> int:
    """Say how large the page would be, from `SAMPLE` of its items: a page takes seconds to make."""
    items = report["items"]
    if len(items) <= SAMPLE:
        return 0
    some = items[:: -(-len(items) // SAMPLE)]
    return len(_page({**report, "items": some}, room).encode()) * len(items) // len(some)


def _page(report: Report, room: tuple[int, int]) -> str:
    folder = Path(__file__).parent
    jinja = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    items, metrics, extra = report["items"], report["metrics"], report["extra"]
    strata = sorted({str(item.get("stratum", "")) for item in items} - {""})
    style = (folder / "report.css").read_text("utf-8") + _filter_rules(len(strata))
    script = (folder / "report.js").read_text("utf-8")
    page = jinja.get_template("report.html.jinja").render(
        title=TITLES[report["kind"]],
        style=Markup(style),  # nosec B704 # noqa: S704 - ours
        script=Markup(script),  # nosec B704 # noqa: S704 - ours
        style_hash=_hash(style),
        script_hash=_hash(script),
        about=_about(report),
        headline=_headline(report),
        errors=sum(item.get("outcome") == "error" for item in items),
        fidelity=metrics.get("quote_fidelity", {}).get("value"),
        groups=grouped(metrics),
        outcomes=_outcomes(items),
        corrected=sum(
            item.get("answerable") is False
            and item["outcome"] == "answered"
            and bool(is_right(item))
            for item in items
        ),
        curve=_curve(extra.get("risk_coverage") or ()),
        columns=_columns(report["strata"]),
        strata=[_stratum(name, report) for name in report["strata"]],
        filters=strata,
        judged=any(is_right(item) is not None for item in items),
        present=[name for name in OUTCOMES if any(i.get("outcome") == name for i in items)],
        items=(item_view(item, strata, room) for item in items),
        count=len(items),
        configuration=list(flat(report["configuration"])),
        extra=list(flat({k: v for k, v in extra.items() if k != "risk_coverage"})),
    )
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", page)


def _hash(text: str) -> str:
    """Give what a Content-Security-Policy calls an inline text by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _filter_rules(strata: int) -> str:
    """Give the rules by which the page's three lists filter the items, without a script."""
    classes = {
        "stratum": [f"s{number}" for number in range(strata)],
        "outcome": [f"o-{name}" for name in OUTCOMES],
        "verdict": ["right", "wrong"],
    }
    return "".join(
        f'body:has(#by-{name} option[value="{value}"]:checked) .item:not(.{value})'
        "{display:none}\n"
        for name, values in classes.items()
        for value in values
    )


def _about(report: Report) -> list[str]:
    """Give what stands under the title: which cases, how many, by which model."""
    configuration = report["configuration"]
    cases, corpus = configuration.get("cases"), configuration.get("corpus")
    number = len(report["items"])
    facts = [str(cases["file"])] if isinstance(cases, Mapping) and "file" in cases else []
    facts.append(f"{number:,} item" + "s" * (number != 1))
    if isinstance(corpus, Sequence) and not isinstance(corpus, str):
        facts.append(f"{len(corpus):,} document" + "s" * (len(corpus) != 1))
    return facts


def _headline(report: Report) -> list[tuple[str, str, str]]:
    """Give the figures to read first: label, value, and what it is out of."""
    judged = [right for item in report["items"] if (right := is_right(item)) is not None]
    facts = [
        ("Came out right", _share(sum(judged), len(judged)), f"{sum(judged)} of {len(judged)}")
    ]
    for name in ("answer_rate", "refusal_rate", "quote_fidelity"):
        figure = report["metrics"].get(name)
        if figure is not None and figure["value"] is not None:
            facts.append((label(name), f"{percent(figure['value'])}%", f"n {figure['n']:,}"))
    return facts if judged else facts[1:]


def _share(part: int, whole: int) -> str:
    return f"{percent(part / whole)}%" if whole else "–"


def _outcomes(items: Sequence[Range]) -> list[tuple[str, list[int], int]]:
    """Count outcomes of the answerable and of the others; nothing where there are none."""
    asked = [item for item in items if item.get("answerable") is not None]
    asked = [item for item in asked if item.get("outcome") in OUTCOMES]
    rows = []
    for kind, answerable in (("Answerable", True), ("Not answerable", False)):
        of = [item["outcome"] for item in asked if item["answerable"] is answerable]
        rows.append((kind, [of.count(name) for name in OUTCOMES], len(of)))
    return rows if asked else []


def _curve(points: Sequence[Any]) -> dict[str, object] | None:
    """Turn (coverage, risk) points into a line to draw and at most 21 rows to read."""
    pairs = sorted(
        (float(p["coverage"]), float(p["risk"]))
        if isinstance(p, Mapping)
        else (float(p[0]), float(p[1]))
        for p in points
    )
    if not pairs:
        return None
    line = " ".join(f"{50 + 350 * c:.1f},{230 - 210 * r:.1f}" for c, r in pairs)
    at = [next((risk for c, risk in pairs if c >= share), pairs[-1][1]) for share in (0.1, 0.5)]
    words = (
        f"{percent(at[0])}% of the top tenth, {percent(at[1])}% of the top half, "
        f"{percent(pairs[-1][1])}% of all."
    )
    step = max(1, -(-len(pairs) // 20))
    rows = [(f"{percent(c)}%", f"{risk:.3f}") for c, risk in [*pairs[:-1:step], pairs[-1]]]
    return {"line": line, "rows": rows, "words": words}


def _columns(strata: Mapping[str, Mapping[str, Range]]) -> list[tuple[str, str]]:
    there = [name for name in FIRST if any(name in figures for figures in strata.values())]
    return [(name, label(name)) for name in there[:COLUMNS]]


def _stratum(name: str, report: Report) -> dict[str, object]:
    figures = report["strata"][name]
    of = [item for item in report["items"] if item.get("stratum") == name]
    judged = [right for item in of if (right := is_right(item)) is not None]
    return {
        "name": name,
        "n": len(of),
        "right": f"{sum(judged)} of {len(judged)}" if judged else "",
        "cells": [
            row(column, figures[column]) if column in figures else None
            for column, _ in _columns(report["strata"])
        ],
        "groups": grouped(figures),
    }
