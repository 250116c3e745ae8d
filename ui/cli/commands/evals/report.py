"""A report written and printed, and the library that is measured opened."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from ui.cli.console import bar
from ui.cli.harmless import harmless

if TYPE_CHECKING:
    from evals.reports.report import Report
    from rag.library import Library

HEADLINES = (
    "recall@10 hit@5 hit@10 map@10 ndcg@10 mrr@10 evidence_hit first_evidence_hit "
    "evidence_hit_any first_evidence_hit_any gold_recall citation_recall citation_precision "
    "quote_fidelity answer_match span_f1 unsupported_details answer_rate refusal_rate "
    "answerability_auroc refusal_at_95_answered refusal_at_90_answered "
    "answerability_auroc_against_all refusal_at_90_answered_against_all aurc "
    "balanced_accuracy auroc precision_supported share_supported balanced_accuracy_floor "
    "auroc_floor precision_verdict share_verdict precision_compare share_compare supported_told "
    "supported_contradicted contradicted_found contradicted_compare not_mentioned_contradicted "
    "contradicted contradicted_reworded kind_named blamed passed supported told compared "
    "verbatim".split()
)


def open_measured(cases: Path, corpus: Path | None) -> Library:
    """Open the corpus that belongs to the cases, with a bar on stderr while it is read."""
    from evals.suites.library import eval_library

    with bar("Reading documents") as tell:
        return eval_library(
            cases,
            corpus,
            progress=tell,
            say=lambda line: click.echo(harmless(line), err=True),
        )


def finish(report: Report, out: Path | None, html: Path | None) -> None:
    """Write a report where that is asked for, and print its figures.

    Exit code 1 when an item of it raised an error.
    """
    from evals.reports.html import html_report
    from evals.reports.report import write_report, write_whole

    if out is not None:
        write_report(report, out)
    if html is not None:
        write_whole(html, html_report(report).encode("utf-8"))
    _print(report["metrics"])
    for stratum, metrics in report["strata"].items():
        parts = [
            f"{name} {metrics[name]['value']:.3f}"
            for name in HEADLINES
            if metrics.get(name, {}).get("value") is not None
        ]
        if parts:
            click.echo(f"{stratum or 'all'}: {', '.join(parts)}")
    failed = [item for item in report["items"] if item["outcome"] == "error"]
    if failed:
        of = f"{len(failed)} of {len(report['items'])} cases failed"
        first = f"the first one {failed[0]['id']}: {failed[0]['error']}"
        click.echo(harmless(f"sanad: {of}, {first}"), err=True)
        sys.exit(1)


def _print(metrics: Mapping[str, Mapping[str, float | None]]) -> None:
    shown = Table(box=None, pad_edge=False)
    shown.add_column("metric")
    for heading in ("value", "95% interval", "n"):
        shown.add_column(heading, justify="right")
    for name in HEADLINES:
        figure = metrics.get(name)
        if not figure or figure["value"] is None:
            continue
        low, high = figure["low"], figure["high"]
        interval = "" if low is None or high is None else f"{low:.3f} – {high:.3f}"
        shown.add_row(name, f"{figure['value']:.3f}", interval, str(figure["n"]))
    Console(width=None if sys.stdout.isatty() else 100).print(shown)
