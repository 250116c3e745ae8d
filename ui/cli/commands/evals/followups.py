"""`sanad eval followups`: the questions of conversations, in full, as the rules put them, typed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from ui.cli.commands.evals.options import FILE, corpus_option, out_option
from ui.cli.commands.evals.report import open_measured
from ui.cli.console import bar

if TYPE_CHECKING:
    from evals.metrics.stats import Figure
    from evals.suites.followups import Held


@click.command()
@click.argument("file", type=FILE)
@corpus_option
@out_option
def followups(file: Path, corpus: Path | None, out: Path | None) -> None:
    """Score follow-up questions in FILE (YAML): in full, as the rules put them, as typed."""
    from evals.metrics.quotes import texts_of
    from evals.reports.configuration import library_configuration
    from evals.reports.report import build_report, write_report
    from evals.suites.followups import follow_up_figures, hold, read_conversations, strata_of

    conversations = read_conversations(file)
    library = open_measured(file, corpus)
    with bar("Asking") as tell:
        held = hold(conversations, library, tell)
    texts = texts_of({document.file: document.text for document in library.documents()})
    metrics, values = follow_up_figures(held, texts)
    strata = {name: follow_up_figures(some, texts)[0] for name, some in strata_of(held).items()}
    if out is not None:
        report = build_report(
            kind="followups",
            metrics=metrics,
            strata=strata,
            items=[_item(one, texts, values[one.id]) for one in held],
            configuration=library_configuration(file, library),
        )
        write_report(report, out)
    for name in ("develop", "report"):
        if name in strata:
            _print(f"{name} half", strata[name])
    failed = [one for one in held if any(i.outcome == "error" for i in one.items.values())]
    if failed:
        click.echo(f"sanad: {len(failed)} follow-ups failed, the first {failed[0].id}", err=True)
        sys.exit(1)


def _item(one: Held, texts: Mapping[str, str], values: Mapping[str, float]) -> dict[str, object]:
    from evals.reports.report import item_json

    return {
        **item_json(one.items["rewritten"], texts, values),
        "stratum": f"{one.half}: {one.follow_up.kind}",
        "typed": one.follow_up.typed,
        "full": one.follow_up.full,
    }


def _print(title: str, metrics: Mapping[str, Figure]) -> None:
    from evals.suites.followups import FORMS, MEASURED

    shown = Table(box=None, pad_edge=False, title=title, title_justify="left")
    shown.add_column("metric")
    for form in (*FORMS, "rewritten less full", "rewritten less typed"):
        shown.add_column(form, justify="right")
    for name in MEASURED:
        single = [_plain(metrics[f"{name}_{form}"]) for form in FORMS]
        less = [_between(metrics[f"{name}_rewritten_less_{form}"]) for form in ("full", "typed")]
        shown.add_row(name, *single, *less)
    console = Console(width=None if sys.stdout.isatty() else 110)
    console.print(shown)
    for name in ("put_in_full", "left_alone"):
        if name in metrics:
            console.print(f"{name}: {_plain(metrics[name])} of {metrics[name].n}")


def _plain(figure: Figure) -> str:
    return "–" if figure.value is None else f"{figure.value:.3f}"


def _between(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return _plain(figure)
    return f"{figure.value:+.3f} ({figure.low:+.3f} to {figure.high:+.3f})"
