"""`sanad move-store`: an index from its folder to servers, or back."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.console import waiting
from ui.cli.harmless import harmless
from ui.cli.options import library_options

MOST = 10  # files that are named


@click.command("move-store")
@click.option(
    "--to",
    type=click.Choice(["servers", "folder"]),
    required=True,
    help="The servers that SANAD_CATALOGUE_URL and SANAD_CHROMA_URL name, or the index's folder.",
)
@library_options
def move_store(to: str, overrides: dict[str, Path]) -> None:
    """Copy the index from its folder to servers, or from there to its folder.

    What it's copied to must be empty. All of it is there at once, or nothing; what it's copied
    from stays. The documents' own files go along, from and to the documents' folder.
    """
    from rag.errors import SettingsError
    from rag.settings import load_settings
    from rag.store.moving import move
    from rag.store.store import Store

    settings = load_settings(**overrides)
    if settings.servers is None:
        raise SettingsError("name the servers: set SANAD_CATALOGUE_URL and SANAD_CHROMA_URL")
    folder, served = Store(settings.store_folder), Store(settings.store_folder, settings.servers)
    source, target = (folder, served) if to == "servers" else (served, folder)
    with waiting("Moving the index"):
        moved = move(source, target, settings.corpus.expanduser())
    click.echo(
        harmless(
            f"{moved.documents:,} documents are in {target.name}; {source.name} has them still"
        )
    )
    if lost := moved.without_file:
        click.echo(
            harmless(
                f"sanad: {len(lost):,} of them without the file that they were read from, which is "
                f"gone or another by now: {', '.join(lost[:MOST])}{' …' if lost[MOST:] else ''}"
            ),
            err=True,
        )
    for store in (source, target):
        store.close()
