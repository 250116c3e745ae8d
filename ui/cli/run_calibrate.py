"""What `sanad calibrate` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from evals.calibration import calibrate, log_loss
from evals.cases import read_cases
from evals.items import Item, Outcome
from evals.run import run_cases
from rag.calibration import Calibration, write_calibration
from rag.errors import SettingsError
from rag.library import Library
from rag.opinion import measure
from rag.settings import load_settings
from rag.trust import keep_trust
from ui.cli.progress import bar


def run_calibrate(file: Path | None, overrides: dict[str, Path]) -> None:
    """Fit the store's calibration to question cases, or reset it; say what that changes."""
    settings = load_settings(**overrides)
    library = Library(settings, calibration=Calibration())
    library.check()
    if file is None:
        with library.store.writing():
            write_calibration(library.store, None)
        click.echo("The calibration is again the one that Sanad comes with.")
        return
    cases = read_cases(file)
    with bar("Asking") as tell:
        before = run_cases(cases, library, progress=tell)
    fitted = calibrate(before)
    with library.store.writing():
        write_calibration(library.store, fitted)
    fitted_library = Library(settings, embedder=library.embedder)
    with bar("Asking again") as tell:
        after = run_cases(cases, fitted_library, progress=tell)
    click.echo(f"slope {fitted.slope:.3f}, offset {fitted.offset:+.3f}; kept with the index.")
    losses = (log_loss(before, Calibration()), log_loss(before, fitted))
    click.echo(f"log loss on these cases: {losses[0]:.3f} before, {losses[1]:.3f} now")
    for kind, answerable in (("answerable", True), ("unanswerable", False)):
        click.echo(f"{kind}: {_counts(before, answerable)} before")
        click.echo(f"{' ' * len(kind)}  {_counts(after, answerable)} now")


def run_judge(overrides: dict[str, Path]) -> None:
    """Measure how well the language model tells answers from near misses; keep that."""
    settings = load_settings(**overrides, llm_cache=None)
    library = Library(settings)
    library.check()
    model = library.llm
    if model is None:
        raise SettingsError("no language model is set; set SANAD_LLM (see `sanad doctor`)")
    with bar("Asking the model") as tell:
        trust = measure(model, tell)
    with library.store.writing():
        keep_trust(library.store, model, trust)
    told = ", ".join(f"“{said}” {value:+.2f}" for said, value in trust.worth.items())
    click.echo(f"{model.name}: what its replies are worth, in log-odds: {told}.")
    if not trust.most:
        click.echo("It doesn't tell answers from near misses: it won't be asked.")


def _counts(items: Sequence[Item], answerable: bool) -> str:
    outcomes: tuple[Outcome, ...] = ("answered", "unsure", "refused", "error")
    of = [item.outcome for item in items if item.answerable is answerable]
    return ", ".join(f"{of.count(name)} {name}" for name in outcomes if of.count(name)) or "none"
