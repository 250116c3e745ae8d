"""Question cases and what came of them, scored, as a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Literal

from evals.metrics.abstention import risk_coverage, table
from evals.metrics.items import Item
from evals.metrics.quotes import locate, texts_of
from evals.metrics.scores import RANKING, item_figures, score, score_by_stratum
from evals.metrics.stats import Figure, clusters_of
from evals.reports.configuration import library_configuration
from evals.reports.report import Report, build_report, item_json
from rag.library import Library


def case_report(
    kind: Literal["cases", "answers"],
    file: Path,
    library: Library,
    items: Sequence[Item],
    *,
    brief: bool = False,
    **more: object,
) -> Report:
    """Score what came of the cases of a file, asked of ourselves or (``answers``) of others.

    ``brief`` leaves the retrieved passages out; ``more`` is noted in the configuration.
    """
    texts = texts_of({document.file: document.text for document in library.documents()})
    located = [locate(item, texts) for item in items]
    clusters = clusters_of(items, texts)
    return build_report(
        kind=kind,
        metrics=_without_ranking(kind, score(items, texts)),
        strata={
            name: _without_ranking(kind, metrics)
            for name, metrics in score_by_stratum(items, texts).items()
        },
        items=[
            item_json(
                replace(item, retrieved=()) if brief else item,
                texts,
                item_figures(item, texts),
                clusters[item.id],
            )
            for item in items
        ],
        configuration=library_configuration(
            file, library, model="extractive" if kind == "cases" else "as given", **more
        ),
        extra={
            "table": asdict(table(located)),
            "risk_coverage": [asdict(point) for point in risk_coverage(located)],
        },
    )


def _without_ranking(kind: str, metrics: Mapping[str, Figure]) -> dict[str, Figure]:
    """Leave out what a system that doesn't say what it retrieved can't be measured by."""
    names = RANKING if kind == "answers" else ()
    return {name: figure for name, figure in metrics.items() if name not in names}
