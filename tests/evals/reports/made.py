"""Reports for the tests of what is made from reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from evals.metrics.abstention import risk_coverage
from evals.metrics.items import Item, Place, Quoted, Said
from evals.metrics.scores import item_figures, score, score_by_stratum
from evals.metrics.stats import clusters_of
from evals.reports.report import Report, build_report, item_json

TEXTS = {
    "a.txt": "The committee met in May. It rejected the bill. Nobody spoke.\nThe end came soon.\n",
    "b.txt": "Another paper says that it adopted the bill.\n",
}
GOLD = Place("a.txt", 26, 47)
"""It rejected the bill."""


def quoted(start: int, end: int, document: str = "a.txt") -> Quoted:
    return Quoted(document, TEXTS[document][start:end], Place(document, start, end))


def answered(name: str, *, right: bool = True, score: float = 0.8, stratum: str = "fact") -> Item:
    """An answerable item that was answered with the gold sentence, or with another."""
    quote = quoted(26, 47) if right else quoted(0, 25)
    return Item(
        id=name,
        question=f"What became of the bill ({name})?",
        answerable=True,
        outcome="answered",
        stratum=stratum,
        score=score,
        gold=((GOLD,),),
        answers=("rejected",),
        statements=(Said(quote.text, (quote,)),),
        retrieved=(Place("a.txt", 0, 61), Place("b.txt", 0, 44)),
    )


def declined(name: str, *, answerable: bool = False, score: float = 0.2) -> Item:
    return Item(
        id=name,
        question=f"Who wrote the bill ({name})?",
        answerable=answerable,
        outcome="refused",
        stratum="fact" if answerable else "near-miss",
        score=score,
        gold=((GOLD,),) if answerable else (),
        retrieved=(Place("a.txt", 0, 61),),
        nearest=(quoted(48, 61),),
        reason="Nothing names a writer.",
    )


def report_of(items: Sequence[Item], **configuration: object) -> Report:
    clusters = clusters_of(items, TEXTS)
    # Each item its own: all have the same gold, which would leave nothing to resample.
    return build_report(
        kind="cases",
        metrics=score(items, TEXTS),
        strata=score_by_stratum(items, TEXTS),
        items=[
            item_json(item, TEXTS, item_figures(item, TEXTS), f"{clusters[item.id]} {item.id}")
            for item in items
        ],
        configuration=configuration,
        extra={"risk_coverage": [asdict(point) for point in risk_coverage(items)]},
    )
