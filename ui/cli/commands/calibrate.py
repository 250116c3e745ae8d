"""`sanad calibrate`: the probability of an answer fitted to one's own questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rag.errors import SettingsError
from ui.cli.console import bar
from ui.cli.options import NEW, library_options

if TYPE_CHECKING:
    from evals.metrics.items import Item, Outcome


@click.command()
@click.argument("cases", required=False, type=NEW)
@click.option("--reset", is_flag=True, help="Go back to the calibration that Sanad comes with.")
@click.option("--judge", is_flag=True, help="Measure the language model as a judge instead.")
@click.option("--verifier", is_flag=True, help="Measure the verifier of your own instead.")
@library_options
def calibrate(
    cases: Path | None, reset: bool, judge: bool, verifier: bool, overrides: dict[str, Path]
) -> None:
    """Fit the probability of an answer to your own questions in CASES (see `sanad eval cases`).

    With --judge: ask the language model 24 questions with known answers, to see how far its
    opinion on what is answered can be trusted.

    With --verifier: ask the model that SANAD_VERIFIER names of some 500 sentences with known
    verdicts, to see from when on its word counts.
    """
    if [cases is not None, reset, judge, verifier].count(True) != 1:
        raise click.UsageError("Name a file of cases, or give --reset, --judge or --verifier.")
    if judge:
        measure_judge(overrides)
    elif verifier:
        measure_verifier(overrides)
    elif cases is None:
        reset_calibration(overrides)
    else:
        fit_calibration(cases, overrides)


def reset_calibration(overrides: dict[str, Path]) -> None:
    """Take the store's own calibration away."""
    from rag.answerability.calibration import Calibration, write_calibration
    from rag.library import Library
    from rag.settings import load_settings

    library = Library(load_settings(**overrides), calibration=Calibration())
    library.check()
    with library.store.writing():
        write_calibration(library.store, None)
    click.echo("The calibration is again the one that Sanad comes with.")


def fit_calibration(file: Path, overrides: dict[str, Path]) -> None:
    """Fit the store's calibration to question cases; say what that changes."""
    from evals.metrics.calibration import calibrate, log_loss
    from evals.suites.cases import read_cases
    from evals.suites.run import run_cases
    from rag.answerability.calibration import Calibration, write_calibration
    from rag.library import Library
    from rag.settings import load_settings

    settings = load_settings(**overrides)
    library = Library(settings, calibration=Calibration())
    library.check()
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


def measure_judge(overrides: dict[str, Path]) -> None:
    """Measure how well the language model tells answers from near misses; keep that."""
    from rag.answering.judge_reliability import keep_trust
    from rag.library import Library
    from rag.llm.judge import measure
    from rag.settings import load_settings

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


def measure_verifier(overrides: dict[str, Path]) -> None:
    """Measure from when on the word of the user's own verifier counts; keep that."""
    from evals.suites.verifier import measure
    from rag.library import Library
    from rag.settings import load_settings
    from rag.verification.nli_verifier import Entailment
    from rag.verification.trust import FACT, with_trust

    library = Library(load_settings(**overrides))
    library.check()
    verifier = library.verifier
    if not isinstance(verifier, Entailment):
        raise SettingsError("no verifier of your own is set; set SANAD_VERIFIER to a model")
    with bar("Asking the model") as tell:
        found = measure(verifier, tell=tell)
    with library.store.writing():
        library.store.set_fact(
            FACT, with_trust(library.store.fact(FACT), verifier.key, found.trust)
        )
    click.echo(
        f"{verifier.name} was asked of {found.asked} of {found.pairs} sentences that the rules "
        "leave open."
    )
    for kind, one in found.reached.items():
        if one is None:
            click.echo(f"“{kind}” doesn't count: it isn't right often enough.")
        else:
            click.echo(
                f"“{kind}” counts from a probability of {one.threshold:.3f} on: {one.right} of "
                f"{one.said} are right, {one.right} of {found.among[kind]} are found."
            )
    if not found.trust.any:
        click.echo("The verdicts are the rules' alone: it won't be asked.")


def _counts(items: Sequence[Item], answerable: bool) -> str:
    outcomes: tuple[Outcome, ...] = ("answered", "unsure", "refused", "error")
    of = [item.outcome for item in items if item.answerable is answerable]
    return ", ".join(f"{of.count(name)} {name}" for name in outcomes if of.count(name)) or "none"
