"""A report as one page to read: no request, no script needed, every item to open."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.report import PASSAGE_CHARACTERS, Report, cut

SIZE_LIMIT = 9_500_000
"""Bytes. A page that would be larger shows less of each item's passages."""
ROOM = ((10, PASSAGE_CHARACTERS), (10, 240), (5, 160), (3, 120), (1, 100), (0, 60))
"""Passages an item and characters a passage, the most generous first."""
SAMPLE = 100
COLUMNS = 6
"""Figures in the table of strata. All of them stand below it."""

TITLES = {
    "cases": "How grounded the answers are",
    "answers": "How grounded another system’s answers are",
    "retrieval": "What the search finds",
    "claims": "Which claims the evidence supports",
}
OUTCOMES = ("answered", "unsure", "refused", "error")

LABELS: Mapping[str, Mapping[str, str]] = {
    "Evidence": {
        "evidence_hit": "Cites words of the gold",
        "first_evidence_hit": "Cites words of the gold first",
        "evidence_hit_any": "Shows words of the gold, also when it declines",
        "first_evidence_hit_any": "Shows words of the gold first, also when it declines",
        "gold_recall": "Gold quotes that are cited",
        "answer_match": "Holds an accepted answer",
        "answer_f1": "Words shared by statement and accepted answer (F1)",
        "span_f1": "Words shared by quote and accepted answer (F1)",
    },
    "Citations": {
        "citation_recall": "Statements that a quote supports",
        "citation_recall_weighted": "The same, partial support counted half",
        "citation_precision": "Quotes that support",
        "citation_precision_weighted": "The same, partial support counted half",
        "quote_fidelity": "Quotes that are verbatim",
        "quotes_verbatim": "Quotes: verbatim",
        "quotes_misattributed": "Quotes: of another place or document",
        "quotes_stitched": "Quotes: stitched from pieces",
        "quotes_fabricated": "Quotes: fabricated",
        "unsupported_details": "Answers with a number, date or negation that the quote lacks",
        "unsupported_details_count": "Such numbers, dates and negations",
    },
    "Answering and declining": {
        "answer_rate": "Answered, of the answerable",
        "refusal_rate": "Declined, of the unanswerable",
        "abstention_accuracy": "Rightly answered or declined, of all",
        "answerability_auroc": "Score tells answerable from not (AUROC)",
        "answerability_auroc_against_all": "The same, against all that is answerable",
        "refusal_at_95_answered": "Declined when 95% of the answerable are answered",
        "refusal_at_95_answered_against_all": "The same, against all that is answerable",
        "refusal_at_90_answered": "Declined when 90% of the answerable are answered",
        "refusal_at_90_answered_against_all": "The same, against all that is answerable",
        "aurc": "Area under risk and coverage (lower is better)",
    },
    "Claims": {
        "balanced_accuracy": "Balanced accuracy",
        "auroc": "Score tells supported from not (AUROC)",
    },
}
AT = {"recall": "Recall", "hit": "Hit", "map": "MAP", "ndcg": "nDCG", "mrr": "MRR"}
FIRST = (
    "evidence_hit", "citation_recall", "citation_precision", "answer_match", "answer_rate",
    "refusal_rate", "hit@10", "recall@10", "ndcg@10", "map@10", "balanced_accuracy", "auroc",
)  # fmt: skip
"""What the table of strata shows, as far as it is there."""

_KNOWN = frozenset(
    "id question stratum answerable outcome score reason error answers statements nearest "
    "retrieved gold figures cluster right".split()
)
# What HTML forbids, and what no encoding carries.
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Range = Mapping[str, Any]
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote or passage: its pieces, those that are gold marked, and where it stands."""

    pieces: Pieces
    place: str
    gold: bool
    cut: bool


def html_report(report: Report) -> str:
    """Give a report as one HTML page of at most about `SIZE_LIMIT` bytes."""
    rooms = [room for room in ROOM[:-1] if _estimated_size(report, room) <= SIZE_LIMIT]
    page = ""
    for room in [*rooms, ROOM[-1]]:
        page = _page(report, room)
        if len(page.encode()) <= SIZE_LIMIT:
            break
    return page


def is_right(item: Mapping[str, Any]) -> bool | None:
    """Say whether an item came out as it should; None where that isn't a question.

    An answerable question is right when it was answered with words of the gold
    (``evidence_hit``), an unanswerable one when it was declined, or its answer says
    what the documents say instead (``abstention_accuracy`` knows). An item that says
    ``right`` itself is taken at its word.
    """
    if item.get("right") is not None:
        return bool(item["right"])
    outcome = item.get("outcome")
    if outcome not in OUTCOMES or item.get("answerable") is None:
        return None
    if not item["answerable"]:
        accurate = _figure(item, "abstention_accuracy")
        return outcome in ("unsure", "refused") if accurate is None else accurate == 1
    return outcome == "answered" and (_figure(item, "evidence_hit") or 0) > 0


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
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        style_hash=_hash(style),
        script_hash=_hash(script),
        about=_about(report),
        headline=_headline(report),
        errors=sum(item.get("outcome") == "error" for item in items),
        fidelity=metrics.get("quote_fidelity", {}).get("value"),
        groups=_groups(metrics),
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
        items=(_item(item, strata, room) for item in items),
        count=len(items),
        configuration=list(_flat(report["configuration"])),
        extra=list(_flat({k: v for k, v in extra.items() if k != "risk_coverage"})),
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
            facts.append((_label(name), f"{_percent(figure['value'])}%", f"n {figure['n']:,}"))
    return facts if judged else facts[1:]


def _share(part: int, whole: int) -> str:
    return f"{_percent(part / whole)}%" if whole else "–"


def _percent(value: float) -> int:
    """Round to whole percents, but never up to 100 or down to 0."""
    rounded = int(value * 100 + 0.5)
    return min(max(rounded, int(value > 0)), 100 if value >= 1 else 99)


def _label(name: str) -> str:
    for labels in LABELS.values():
        if name in labels:
            return labels[name]
    measure, _, depth = name.partition("@")
    return f"{AT[measure]} at {depth}" if measure in AT and depth.isdigit() else name


def _groups(metrics: Mapping[str, Range]) -> list[tuple[str, list[dict[str, object]]]]:
    """Sort figures under headings, in a fixed order; what nobody named comes last."""
    groups: dict[str, list[str]] = {
        heading: [name for name in labels if name in metrics] for heading, labels in LABELS.items()
    }
    named = set(chain.from_iterable(groups.values()))
    ranked = [name for name in metrics if name not in named and _label(name) != name]
    order = list(AT)
    groups["Search"] = sorted(
        ranked, key=lambda name: (order.index(name.split("@")[0]), int(name.split("@")[1]))
    )
    groups["Other"] = sorted(set(metrics) - named - set(ranked))
    return [
        (heading, [_row(name, metrics[name]) for name in names])
        for heading, names in groups.items()
        if names
    ]


def _row(name: str, figure: Range) -> dict[str, object]:
    value, low, high = figure["value"], figure["low"], figure["high"]
    bar = None
    if value is not None and all(0 <= part <= 1 for part in (value, low or 0, high or 0)):
        ends = (value, value) if low is None or high is None else (low, high)
        left, right = (round(end * 100, 1) for end in ends)
        bar = {"left": left, "width": round(right - left, 1), "at": round(value * 100, 1)}
    return {
        "name": name,
        "label": _label(name),
        "value": _number(value),
        "low": _number(low),
        "high": _number(high),
        "n": f"{figure['n']:,}",
        "bar": bar,
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _outcomes(items: Sequence[Range]) -> list[tuple[str, list[int], int]]:
    """Count outcomes of the answerable and of the others; nothing where there are none."""
    asked = [item for item in items if item.get("answerable") is not None]
    asked = [item for item in asked if item.get("outcome") in OUTCOMES]
    rows = []
    for label, answerable in (("Answerable", True), ("Not answerable", False)):
        of = [item["outcome"] for item in asked if item["answerable"] is answerable]
        rows.append((label, [of.count(name) for name in OUTCOMES], len(of)))
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
        f"{_percent(at[0])}% of the top tenth, {_percent(at[1])}% of the top half, "
        f"{_percent(pairs[-1][1])}% of all."
    )
    step = max(1, -(-len(pairs) // 20))
    rows = [(f"{_percent(c)}%", f"{risk:.3f}") for c, risk in [*pairs[:-1:step], pairs[-1]]]
    return {"line": line, "rows": rows, "words": words}


def _columns(strata: Mapping[str, Mapping[str, Range]]) -> list[tuple[str, str]]:
    there = [name for name in FIRST if any(name in figures for figures in strata.values())]
    return [(name, _label(name)) for name in there[:COLUMNS]]


def _stratum(name: str, report: Report) -> dict[str, object]:
    figures = report["strata"][name]
    of = [item for item in report["items"] if item.get("stratum") == name]
    judged = [right for item in of if (right := is_right(item)) is not None]
    return {
        "name": name,
        "n": len(of),
        "right": f"{sum(judged)} of {len(judged)}" if judged else "",
        "cells": [
            _row(column, figures[column]) if column in figures else None
            for column, _ in _columns(report["strata"])
        ],
        "groups": _groups(figures),
    }


def _item(item: Range, strata: Sequence[str], room: tuple[int, int]) -> dict[str, object]:
    """Give what the page shows of an item, cut to the room that there is."""
    passages, characters = room
    limit = max(characters, 240)
    gold = [place for alternatives in item.get("gold", ()) for place in alternatives]
    right = is_right(item)
    classes = [f"o-{item['outcome']}"] if item.get("outcome") in OUTCOMES else []
    classes += [f"s{strata.index(item['stratum'])}"] if item.get("stratum") in strata else []
    classes += [] if right is None else ["right" if right else "wrong"]
    retrieved = [_shown(r, gold, characters) for r in item.get("retrieved", ())]
    holding = [str(rank) for rank, passage in enumerate(retrieved, start=1) if passage.gold]
    figures = item.get("figures", {})
    return {
        "id": item["id"],
        "classes": " ".join(classes),
        "question": _short(str(item.get("question", "")), 1000),
        "right": right,
        "meta": _meta(item),
        "verdict": _verdict(item),
        "reason": item.get("reason", ""),
        "error": item.get("error", ""),
        "answers": item.get("answers", ()),
        "answerable": item.get("answerable"),
        "statements": [
            (_short(said["text"], 2 * limit), [_shown(q, gold, limit) for q in said["quotes"]])
            for said in item.get("statements", ())
        ],
        "nearest": [_shown(quote, gold, limit) for quote in item.get("nearest", ())],
        "gold": [
            _gold(alternatives, limit) for alternatives in item.get("gold", ()) if alternatives
        ],
        "retrieved": retrieved[:passages],
        "left_out": len(retrieved) - len(retrieved[:passages]),
        "holding": ", ".join(holding),
        "figures": [(name, f"{v:.4g}") for name, v in figures.items() if v is not None],
        "more": [fact for name in item if name not in _KNOWN for fact in _flat({name: item[name]})],
    }


def _meta(item: Range) -> list[str]:
    score = item.get("score")
    facts = [str(item.get("stratum", "")), str(item.get("outcome", ""))]
    facts.append("" if score is None else f"score {score:.3f}")
    return [fact for fact in facts if fact]


def _verdict(item: Range) -> str:
    """Say in words why an item is right or wrong."""
    right, outcome = is_right(item), item.get("outcome")
    if outcome == "error":
        return "It raised an error."
    if item.get("answerable") is None or outcome not in OUTCOMES or right is None:
        return ""
    if not item["answerable"]:
        if outcome == "answered" and right:
            return "Rightly said what the documents say instead."
        return "Rightly declined." if right else "Answered what the documents don’t answer."
    if outcome != "answered":
        return "Declined, though the documents answer it."
    return "Answered with the gold words." if right else "Answered, but with other words."


def _shown(place: Range, gold: Sequence[Range], limit: int) -> Shown:
    """Mark what a quote or passage shares with gold, and cut it to ``limit`` characters."""
    text, start, end = str(place["text"]), place["start"], place["end"]
    if start is None or end is None:
        pieces = [(_short(text, limit), False)]
        return Shown(pieces, f"{place['document']}, not found there", False, len(text) > limit)
    label = f"{place['document']}, characters {start:,} to {end:,}"
    same = [(g["start"], g["end"]) for g in gold if g["document"] == place["document"]]
    holds = any(low < end and start < high for low, high in same)
    begin = place.get("text_start", start)
    inside = [low for low, high in same if low < begin + len(text) and begin < high]
    first, last = cut(begin, begin + len(text), min(inside, default=begin), limit)
    shown = text[first - begin : last - begin]
    pieces = list(_pieces(shown, [(low - first, high - first) for low, high in same]))
    return Shown(pieces, label, holds, first > start or last < end)


def _pieces(text: str, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Cut a text where the ranges begin and end; True for what lies in one."""
    position = 0
    for low, high in sorted(ranges):
        low, high = max(low, position), min(high, len(text))
        if low < high:
            if position < low:
                yield text[position:low], False
            yield text[low:high], True
            position = high
    if position < len(text):
        yield text[position:], False


def _gold(alternatives: Sequence[Range], limit: int) -> tuple[str, str]:
    """Give one gold quote and where it stands."""
    first, others = alternatives[0], len(alternatives) - 1
    where = f"{first['document']}, characters {first['start']:,} to {first['end']:,}"
    if others:
        where += f", and {others} other place" + "s" * (others > 1)
    return _short(first["text"], limit), where


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rstrip() + " …"


def _flat(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Give nested data as names and values, one a line."""
    if isinstance(value, Mapping):
        for key in value:
            yield from _flat(value[key], f"{name}: {key}" if name else str(key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if all(isinstance(part, str | int | float) for part in value):
            yield name, ", ".join(str(part) for part in value) or "none"
        else:
            for number, part in enumerate(value, start=1):
                yield from _flat(part, f"{name} {number}")
    else:
        yield name, "none" if value is None else str(value)


def _figure(item: Range, name: str) -> float | None:
    value = item.get("figures", {}).get(name)
    return None if value is None else float(value)
