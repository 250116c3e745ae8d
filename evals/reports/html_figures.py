"""Figures for a page: what each metric is called, in what order, and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

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

Range = Mapping[str, Any]


def grouped(metrics: Mapping[str, Range]) -> list[tuple[str, list[dict[str, object]]]]:
    """Sort figures under headings, in a fixed order; what nobody named comes last."""
    groups: dict[str, list[str]] = {
        heading: [name for name in labels if name in metrics] for heading, labels in LABELS.items()
    }
    named = set(chain.from_iterable(groups.values()))
    ranked = [name for name in metrics if name not in named and label(name) != name]
    order = list(AT)
    groups["Search"] = sorted(
        ranked, key=lambda name: (order.index(name.split("@")[0]), int(name.split("@")[1]))
    )
    groups["Other"] = sorted(set(metrics) - named - set(ranked))
    return [
        (heading, [row(name, metrics[name]) for name in names])
        for heading, names in groups.items()
        if names
    ]


def row(name: str, figure: Range) -> dict[str, object]:
    """Give what a table shows of a figure: its label, numbers as text, and the bar to draw."""
    value, low, high = figure["value"], figure["low"], figure["high"]
    bar = None
    if value is not None and all(0 <= part <= 1 for part in (value, low or 0, high or 0)):
        ends = (value, value) if low is None or high is None else (low, high)
        left, right = (round(end * 100, 1) for end in ends)
        bar = {"left": left, "width": round(right - left, 1), "at": round(value * 100, 1)}
    return {
        "name": name,
        "label": label(name),
        "value": _number(value),
        "low": _number(low),
        "high": _number(high),
        "n": f"{figure['n']:,}",
        "bar": bar,
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def percent(value: float) -> int:
    """Round to whole percents, but never up to 100 or down to 0."""
    rounded = int(value * 100 + 0.5)
    return min(max(rounded, int(value > 0)), 100 if value >= 1 else 99)


def label(name: str) -> str:
    """Give what a metric is called, its own name where nobody named it."""
    for labels in LABELS.values():
        if name in labels:
            return labels[name]
    measure, _, depth = name.partition("@")
    return f"{AT[measure]} at {depth}" if measure in AT and depth.isdigit() else name
