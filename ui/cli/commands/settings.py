"""`sanad settings`: what is set, where, and what leaves the machine."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from ui.cli.console import console_for
from ui.cli.harmless import json_text
from ui.cli.options import json_option, library_options


@click.command()
@json_option
@library_options
def settings(as_json: bool, overrides: dict[str, Path]) -> None:
    """Show what is set, how to set something else, and what leaves this machine."""
    from dataclasses import asdict

    from rag.settings import load_settings
    from ui.settings_told import HOW_TO_CHANGE, all_stays, answering, kept, leaving

    found = load_settings(**overrides)
    told = (*answering(found), *kept(found))
    if as_json:
        values = found.model_dump(mode="json")
        shown = {"settings": values, "leaves": [] if all_stays(found) else list(leaving(found))}
        click.echo(json_text({"schema": 1, **shown, "told": [asdict(one) for one in told]}))
        return
    console = console_for()
    for line in leaving(found):
        console.print(Text(line, "green" if all_stays(found) else "yellow"), highlight=False)
    table = Table(box=None, pad_edge=False, show_header=False)
    for one in told:
        about = f"{one.means}\n{one.example}".strip()
        table.add_row(Text(one.name), Text(one.value, "bold"), Text(about, "dim"))
    for name in ("strict", "refuse"):
        table.add_row(Text(name), Text("on" if getattr(found, name) else "off", "bold"), "")
    console.print(table)
    console.print(Text(HOW_TO_CHANGE, "dim"), highlight=False)
