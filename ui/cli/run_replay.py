"""What `sanad replay` does."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from rag.errors import SettingsError
from rag.library import Library
from rag.settings import load_settings
from ui.cli.harmless import json_text
from ui.cli.run import console_for, waiting
from ui.record import (
    Change,
    changes,
    harmless_settings_of,
    read_record,
    record,
    recorded_model,
    with_llm_of,
)

SHOWN = 300
"""Characters of a value that changed."""


def run_replay(file: Path, overrides: dict[str, Path], *, as_json: bool, ask_again: bool) -> None:
    """Ask a recorded question again and print what is otherwise. Exit code 1 if anything is.

    A record may come from anyone: it names no model that is loaded, and no server that is
    asked, or given a key. With ``ask_again`` that is the user's own.
    """
    before = read_record(file)
    settings = load_settings(**{**harmless_settings_of(before), **overrides, "llm_cache": None})
    if not ask_again:
        settings = settings.model_copy(update={"llm": None})
    elif settings.llm is None:
        raise SettingsError("no language model is set to ask again; set SANAD_LLM")
    library = Library(settings, llm=None if ask_again else recorded_model(before))
    with waiting("Asking again"):
        _, now = record(before.query, library)
    found = changes(before, now if ask_again else with_llm_of(before, now))
    if as_json:
        listed = [{"what": one.what, "before": one.before, "now": one.now} for one in found]
        made = {"schema": 1, "question": before.question, "changes": listed, "now": now.answer}
        click.echo(json_text(made))
    else:
        _print(found, console_for())
    sys.exit(1 if found else 0)


def _print(found: tuple[Change, ...], console: Console) -> None:
    if not found:
        console.print("Nothing has changed: the same passages, the same answer.")
    for one in found:
        console.print(Text(one.what, "bold"), highlight=False)
        for sign, value in (("-", one.before), ("+", one.now)):
            if value is not None:
                text = " ".join(value.split())
                cut = f"{text[:SHOWN]}…" if len(text) > SHOWN else text
                console.print(Text(f"  {sign} {cut}"), highlight=False)
