"""`sanad stop`: the end of what `sanad serve` began."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.options import library_options


@click.command()
@library_options
def stop(overrides: dict[str, Path]) -> None:
    """End the Sanad that serves this index, in the background or in another terminal."""
    from ui.cli.background import stop as end

    click.echo(f"Ended the one at {end(overrides)}")
