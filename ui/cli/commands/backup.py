"""`sanad backup` and `sanad restore`: the index and what is kept beside it, as one file."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.console import waiting
from ui.cli.harmless import harmless
from ui.cli.options import NEW, library_options

OLD = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command()
@click.argument("file", type=NEW)
@library_options
def backup(file: Path, overrides: dict[str, Path]) -> None:
    """Write the index, the notebook and the feedback to FILE, also while they are used.

    The documents' own folder isn't in it.
    """
    from rag.settings import load_settings
    from rag.store.backup import back_up
    from rag.store.store import Store

    store = Store(load_settings(**overrides).store_folder)
    with waiting("Writing the backup"):
        size = back_up(store, file)
    store.close()
    click.echo(harmless(f"{file}: {size:,} bytes"))


@click.command()
@click.argument("file", type=OLD)
@library_options
def restore(file: Path, overrides: dict[str, Path]) -> None:
    """Put the backup FILE where the index is looked for, which must be empty."""
    from rag.settings import load_settings
    from rag.store.backup import restore as put

    folder = load_settings(**overrides).store_folder
    with waiting("Reading the backup"):
        put(file, folder)
    click.echo(harmless(f"Restored to {folder}"))
