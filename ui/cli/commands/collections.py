"""`sanad collections`: the collections of a team's server."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from rag.errors import StoreError
from ui.cli.console import console_for, echo
from ui.cli.harmless import json_text
from ui.cli.options import PATH, json_option
from ui.cli.options import server_option as server_folder

server_option = server_folder("Folder of the server, made if it isn't there", required=True)


@click.group()
def collections() -> None:
    """Add, list and remove the collections of a team's server.

    A server that runs takes a change up by itself. Other commands work on one of them with
    `sanad --server FOLDER --collection NAME`, as in: sanad --collection NAME ingest
    """


@collections.command("add")
@click.argument("name")
@click.option("--corpus", type=PATH, required=True, help="Folder with its documents.")
@click.option("--title", default="", help="What people read; the name, if left out.")
@click.option("--store", type=PATH, help="Folder of its index, else one in the server's folder.")
@server_option
def add_collection(name: str, corpus: Path, title: str, store: Path | None, server: Path) -> None:
    """Add a collection: NAME has small letters, digits and hyphens, and stands in addresses."""
    from ui.collections.listed import add
    from ui.server_folder import ServerFolder

    add(ServerFolder(server), name, corpus.expanduser(), title.strip(), store)
    echo(
        f"{name} is added; read its documents with: "
        f"sanad --server {server} --collection {name} ingest"
    )


@collections.command("list")
@json_option
@server_option
def list_collections(as_json: bool, server: Path) -> None:
    """List the collections, and what is wrong with those that can't be used."""
    rows = _rows(server)
    if as_json:
        echo(json_text({"schema": 1, "collections": rows}))
        return
    if not rows:
        echo("There is none yet; begin with: sanad collections add NAME --corpus FOLDER")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("name", "title", "documents", "folder", "index"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        if problem := row["problem"]:
            table.add_row(row["name"], Text(problem, "yellow"))
        else:
            cells = (row[key] for key in ("name", "title", "documents", "corpus", "store"))
            table.add_row(*map(Text, cells))
    console_for().print(table)


@collections.command("remove")
@click.argument("name")
@server_option
def remove_collection(name: str, server: Path) -> None:
    """Take a collection out of the list; its documents and its index stay where they are."""
    from ui.collections.listed import remove
    from ui.server_folder import ServerFolder

    folder = ServerFolder(server)
    remove(folder, name)
    echo(
        f"{name} is taken out. Its index stays, by default in {folder.indexes / name}, and so do "
        "conversations about it. Rights in it stay, too: they hold for a new one of this name"
    )


def _rows(server: Path) -> list[dict[str, str]]:
    from ui.collections.listed import Broken, documents_in, read_collections
    from ui.server_folder import ServerFolder

    rows = []
    for name, one in (read_collections(ServerFolder(server)) or {}).items():
        row = {"name": name, "title": "", "documents": "", "corpus": "", "store": "", "problem": ""}
        if isinstance(one, Broken):
            rows.append(row | {"problem": one.problem})
            continue
        row |= {"title": one.title, "corpus": str(one.corpus), "store": str(one.store)}
        try:
            row["documents"] = str(documents_in(one))
        except StoreError as error:
            row["problem"] = str(error)
        rows.append(row)
    return rows
