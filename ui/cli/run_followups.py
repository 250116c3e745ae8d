"""What `sanad eval followups` does: hold the conversations, score, write, print."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from evals.followups import (
    FORMS,
    MEASURED,
    Held,
    follow_up_figures,
    hold,
    read_conversations,
    strata_of,
)
from evals.quotes import texts_of
from evals.report import build_report, configuration_of, item_json, write_report
from evals.stats import Figure
from ui.cli.progress import bar
from ui.cli.run_evals import eval_library


def run_followups_command(file: Path, corpus: Path | None, out: Path | None) -> None:
    """Hold the conversations of a file and report. Exit code 1 when an item raised."""
    conversations = read_conversations(file)
    library = eval_library(file, corpus)
    with bar("Asking") as tell:
        held = hold(conversations, library, tell)
    documents = library.documents()
    texts = texts_of({document.file: document.text for document in documents})
    metrics, values = follow_up_figures(held, texts)
    strata = {name: follow_up_figures(some, texts)[0] for name, some in strata_of(held).items()}
    report = build_report(
        kind="followups",
        metrics=metrics,
        strata=strata,
        items=[_item(one, texts, values[one.id]) for one in held],
        configuration=configuration_of(
            cases=file,
            documents=documents,
            identity=library.store.fact("identity") or "",
            dtype=library.settings.dtype,
        ),
    )
    if out is not None:
        write_report(report, out)
    for name in ("develop", "report"):
        if name in strata:
            _print(f"{name} half", strata[name])
    failed = [one for one in held if any(i.outcome == "error" for i in one.items.values())]
    if failed:
        click.echo(f"sanad: {len(failed)} follow-ups failed, the first {failed[0].id}", err=True)
        sys.exit(1)


def _item(one: Held, texts: Mapping[str, str], values: Mapping[str, float]) -> dict[str, object]:
    return {
        **item_json(one.items["rewritten"], texts, values),
        "stratum": f"{one.half}: {one.follow_up.kind}",
        "typed": one.follow_up.typed,
        "full": one.follow_up.full,
    }


def _print(title: str, metrics: Mapping[str, Figure]) -> None:
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
