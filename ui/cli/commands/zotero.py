"""`sanad zotero`: items of a Zotero library as documents."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ui.cli.console import console_for, named_bar
from ui.cli.harmless import harmless
from ui.cli.options import corpus_option, overrides_of, store_option

if TYPE_CHECKING:
    from ingest.zotero.bring_in import Brought
    from ingest.zotero.item import Item
    from ingest.zotero.local_api import Collection, LocalZotero
    from rag.library import Library

OLD = click.Path(path_type=Path, exists=True)
FAILED = 1
Asked = TypeVar("Asked")

again_option = click.option(
    "--again", is_flag=True, help="Also bring files that were taken out of the folder."
)
read_option = click.option(
    "--read/--no-read", default=True, show_default=True, help="Read them into the index at once."
)

group_option = click.option("--group", type=int, metavar="ID", help="A group library.")
address_option = click.option(
    "--address", metavar="URL", help="Where Zotero listens [http://127.0.0.1:23119]."
)


@click.group()
def zotero() -> None:
    """Bring items of a Zotero library among the documents, and keep them in step."""


@zotero.command("import")
@click.argument("export", type=OLD)
@again_option
@read_option
@corpus_option
@store_option
def import_(export: Path, again: bool, read: bool, corpus: Path | None, store: Path | None) -> None:
    """Bring what Zotero exported in: EXPORT is the folder, or the file in it.

    Better BibTeX, BibTeX, BibLaTeX, CSL JSON and RIS are read, with the files exported beside
    them. Coming again, nothing is doubled, and what sources.yaml says by hand stays.
    """
    from ingest.zotero.export import read_export
    from ui.cli.library import open_library

    given = read_export(export)
    library = open_library(overrides_of(corpus, store))
    rows = _bring(given.items, given.name, library, again=again)
    console = console_for()
    print_brought(rows, len(given.items), console)
    for line in given.unread:
        console.print(f"Not read: {escape(line)}", highlight=False)
    _finish(rows, library, read=read)


@zotero.command("collections")
@group_option
@address_option
def collections_(group: int | None, address: str | None) -> None:
    """List the collections of the Zotero that runs on this machine."""
    for one in _asked(address, group, lambda library: library.collections()):
        click.echo(harmless(f"{one.key}  {one.path}"))


@zotero.command()
@click.argument("collection", required=False)
@group_option
@address_option
@again_option
@read_option
@corpus_option
@store_option
def pull(
    collection: str | None,
    group: int | None,
    address: str | None,
    again: bool,
    read: bool,
    corpus: Path | None,
    store: Path | None,
) -> None:
    """Bring items in from the Zotero that runs on this machine.

    COLLECTION is its key, its name or its path, with those below it; without one it's the whole
    library. All is as with `sanad zotero import`.
    """
    from ui.cli.library import open_library

    def asked(library: LocalZotero) -> tuple[str, tuple[Item, ...]]:
        chosen = _chosen(collection, library.collections()) if collection else None
        with named_bar("Asking Zotero") as tell:
            items = library.items(chosen, tell)
        return f"{library.library} {chosen.key if chosen else ''}".strip(), items

    origin, items = _asked(address, group, asked)
    library = open_library(overrides_of(corpus, store))
    rows = _bring(items, origin, library, again=again)
    print_brought(rows, len(items), console_for())
    _finish(rows, library, read=read)


def _asked(address: str | None, group: int | None, ask: Callable[[LocalZotero], Asked]) -> Asked:
    from ingest.zotero.local_api import ADDRESS, LocalZotero

    with contextlib.closing(LocalZotero(address or ADDRESS, group)) as library:
        return ask(library)


def _chosen(called: str, there: Sequence[Collection]) -> Collection:
    """Find a collection by its key or path, or by a name that only one of them has."""
    exact = [one for one in there if called in (one.key, one.path)]
    named = [one for one in there if one.path.split(" / ")[-1].casefold() == called.casefold()]
    found = exact or named
    if len(found) == 1:
        return found[0]
    told = "; ".join(f"{one.key} {one.path}" for one in found) or "none"
    raise click.UsageError(
        f"{called!r} names {len(found)} collections ({told}); `sanad zotero collections` lists them"
    )


def _bring(
    items: Sequence[Item], origin: str, library: Library, *, again: bool
) -> tuple[Brought, ...]:
    from ingest.zotero.bring_in import bring_in

    folder = library.settings.corpus.expanduser()
    with library.store.writing(), named_bar("Bringing items in") as tell:
        return bring_in(items, folder, origin, again=again, progress=tell)


def _finish(rows: Sequence[Brought], library: Library, *, read: bool) -> None:
    """Read what came into the index; fail where nothing did."""
    from ui.cli.library import print_changes, read_documents

    if not any(row.outcome in ("new", "changed", "described anew", "unchanged") for row in rows):
        sys.exit(FAILED)
    if read:
        print_changes(read_documents(library))
    else:
        click.echo("Run `sanad ingest` to have them read.")


def print_brought(rows: Sequence[Brought], items: int, console: Console) -> None:
    """Print what became of each file that isn't as it was, and how many there are of each."""
    table = Table(box=None, pad_edge=False)
    for heading in ("item", "file", "outcome", "why"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        if row.outcome != "unchanged" or row.note:
            table.add_row(*map(escape, (row.item, row.file, row.outcome, row.note)))
    if table.row_count:
        console.print(table)
    counts = Counter(row.outcome for row in rows)
    told = [f"{items:,} items", *(f"{count:,} {name}" for name, count in counts.items())]
    console.print(f"\n{', '.join(told)}", highlight=False)
