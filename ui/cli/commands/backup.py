"""`sanad backup` and `sanad restore`: the index and what is kept beside it, as one file."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.console import waiting
from ui.cli.harmless import harmless
from ui.cli.options import CHOSEN, NEW, library_options, server_option

OLD = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command()
@click.argument("file", type=NEW)
@server_option("Write the whole server of a team: accounts, audit, all collections and notebooks")
@library_options
def backup(file: Path, server: Path | None, overrides: dict[str, Path]) -> None:
    """Write the index, the notebook and the feedback to FILE, also while they are used.

    The documents' own folder isn't in it.
    """
    from rag.errors import StoreError

    if server is not None and CHOSEN not in click.get_current_context().meta:
        _back_up_server(file, server, overrides)
        return
    from rag.settings import load_settings
    from rag.store.backup import back_up
    from rag.store.store import Store

    settings = load_settings(**overrides)
    if settings.servers:
        raise StoreError(
            "an index on servers is backed up there (pg_dump, and Chroma's folder); or copy it "
            "to its folder with `sanad move-store --to folder`, and back that up without them"
        )
    store = Store(settings.store_folder)
    with waiting("Writing the backup"):
        size = back_up(store, file)
    store.close()
    click.echo(harmless(f"{file}: {size:,} bytes"))


def _back_up_server(file: Path, server: Path, overrides: dict[str, Path]) -> None:
    from rag.errors import SettingsError
    from ui.collections.backup import back_up_server
    from ui.server_folder import ServerFolder

    folder = ServerFolder(server.expanduser())
    if not folder.path.is_dir():
        raise SettingsError(f"there is no folder {folder.path}; name the server's with --server")
    with waiting("Writing the backup"):
        broken = back_up_server(folder, file, overrides)
    for name in broken:
        click.echo(
            harmless(
                f"sanad: the collection {name} isn't in it; it can't be used, or is on servers"
            ),
            err=True,
        )
    click.echo(harmless(f"{file}: {file.stat().st_size:,} bytes"))


@click.command()
@click.argument("file", type=OLD)
@server_option("Put the backup of a team's server here")
@library_options
def restore(file: Path, server: Path | None, overrides: dict[str, Path]) -> None:
    """Put the backup FILE where the index is looked for, or the server, which must be empty."""
    from rag.settings import load_settings
    from rag.store.backup import SERVER, kind_of
    from rag.store.backup import restore as put

    if kind_of(file) == SERVER:
        from ui.collections.backup import restore_server
        from ui.server_folder import ServerFolder

        if server is None:
            raise click.UsageError("This is the backup of a server: say where to with --server.")
        folder = server.expanduser()
        with waiting("Reading the backup"):
            restore_server(file, ServerFolder(folder), overrides)
    else:
        folder = load_settings(**overrides).store_folder
        with waiting("Reading the backup"):
            put(file, folder)
    click.echo(harmless(f"Restored to {folder}"))
