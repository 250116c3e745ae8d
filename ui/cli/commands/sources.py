"""`sanad sources`: what the documents are, and how to say it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from rag.citations.publication import authors_text, date_text
from rag.types import Source
from ui.cli.commands import sources_changes
from ui.cli.console import console_for
from ui.cli.harmless import harmless
from ui.cli.options import PATH, corpus_option, overrides_of, store_option
from ui.display import proposed_text

TYPES = ("report", "book", "chapter", "article-journal", "legislation", "bill", "speech", "thesis",
         "webpage", "document")  # fmt: skip
SHOWN = {"title": "title", "author": "author", "issued": "date"}
ASKED = (
    ("title", "Title"),
    ("author", "Authors (“Doe, Jane” or an institution; several with “;”)"),
    ("issued", "Date of publication (2019, 2019-05 or 2019-05-03)"),
    ("publisher", "Publisher"),
    ("URL", "Web address"),
)


@click.group(invoke_without_command=True)
@corpus_option
@store_option
@click.pass_context
def sources(context: click.Context, corpus: Path | None, store: Path | None) -> None:
    """List the documents in the index with what is known about them, and from where."""
    context.obj = overrides_of(corpus, store)
    if context.invoked_subcommand is None:
        _list(context.obj)


for _command in sources_changes.COMMANDS:
    sources.add_command(_command)


def _list(overrides: dict[str, Path]) -> None:
    from ui.cli.library import open_library

    library = open_library(overrides)
    library.check()
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "file", "title", "author", "date", "passages", "known from"):
        table.add_column(heading, overflow="fold")
    cautions = []
    for entry in library.store.entries():
        source = entry.source
        cells = (entry.id, entry.file, source.title, authors_text(source), date_text(source))
        table.add_row(*map(escape, cells), str(entry.passages), escape(_origins(source)))
        if source.caution:
            cautions.append(f"{entry.id}: {source.caution}")
    console = console_for()
    console.print(table)
    for caution in cautions:
        console.print(f"\n[yellow]Caution[/] {escape(caution)}", highlight=False)


def _origins(source: Source) -> str:
    """Say where what is shown is known from: "title page (author, date), file name (title)"."""
    fields: dict[str, list[str]] = {origin: [] for origin in source.origins.values() if origin}
    for name, called in SHOWN.items():
        if origin := source.origins.get(name):
            fields[origin].append(called)
    if len(fields) == 1:
        return next(iter(fields))
    return ", ".join(f"{one} ({', '.join(names)})" for one, names in fields.items() if names)


@sources.command()
@click.argument("files", type=PATH, nargs=-1, required=True)
@corpus_option
@store_option
@click.pass_context
def confirm(
    context: click.Context, files: tuple[Path, ...], corpus: Path | None, store: Path | None
) -> None:
    """Write what was read from the title pages of FILES into the folder's sources.yaml.

    Look at it first (`sanad sources`); `sanad sources add` corrects it.
    """
    from ingest.describe import add_source
    from ui.cli.library import open_library

    library = open_library(context.obj | overrides_of(corpus, store))
    library.check()
    entries = {entry.file: entry for entry in library.store.entries()}
    folder = library.settings.corpus.expanduser()
    for file in files:
        entry = entries.get(file.as_posix())
        if entry is None:
            raise click.UsageError(f"{file} isn't in the index; `sanad sources` lists what is.")
        read = entry.source.proposed
        if not read:
            click.echo(harmless(f"{file}: nothing is waiting to be confirmed"))
            continue
        add_source(folder, file, read)
        click.echo(harmless(f"{file}: {proposed_text(entry.source)} confirmed in sources.yaml"))
    click.echo("Run `sanad ingest` to have it used.")


@sources.command()
@click.argument("file", type=PATH)
@click.option("--id", "identifier", help="Name of the document in addresses of quotes; keep it.")
@click.option("--type", "kind", type=click.Choice(TYPES), help="What kind of document it is.")
@click.option("--title")
@click.option("--author", "authors", multiple=True, help="“Doe, Jane” or an institution.")
@click.option("--issued", help="Date of publication: 2019, 2019-05 or 2019-05-03.")
@click.option("--publisher")
@click.option("--url", "URL", help="Web address. It is cited, never opened.")
@click.option("--language", help="Such as en or ur.")
@click.option("--rights", help="Who may do what with it.")
@click.option("--caution", help="A warning that every citation of it carries.")
@click.option("--supersedes", multiple=True, help="Id of a document that it replaces (repeatable).")
@click.option("--valid-until", type=click.DateTime(["%Y-%m-%d"]), help="Last day that it holds.")
@corpus_option
@click.pass_context
def add(
    context: click.Context,
    /,
    file: Path,
    identifier: str | None,
    kind: str | None,
    authors: tuple[str, ...],
    issued: str | None,
    supersedes: tuple[str, ...],
    valid_until: datetime | None,
    corpus: Path | None,
    **plain: str | None,
) -> None:
    """Say what FILE is, in the folder's sources.yaml. Without options it asks."""
    from ingest.describe import add_source, parse_author, parse_date
    from rag.settings import load_settings

    given: dict[str, object] = {"id": identifier, "type": kind, **plain}
    given |= {"author": [parse_author(one) for one in authors]}
    given |= {"issued": parse_date(issued) if issued else None}
    given |= {"supersedes": list(supersedes)}
    given |= {"valid_until": valid_until.date() if valid_until else None}
    fields = {name: value for name, value in given.items() if value}
    if not fields:
        fields = _ask(file)
    settings = load_settings(**context.obj | overrides_of(corpus, None))
    new = add_source(settings.corpus.expanduser(), file, fields)
    done = "added" if new else "changed"
    click.echo(harmless(f"{file}: {done} in sources.yaml; run `sanad ingest` to have it used"))


def _ask(file: Path) -> dict[str, object]:
    """Ask for the fields, one by one; what is left empty stays unknown."""
    if not sys.stdin.isatty():
        raise click.UsageError("Nothing to add: give a title, an author, a date … (see --help).")
    from ingest.describe import parse_author, parse_date

    click.echo(f"What is known about {file}? Leave empty what isn't.")
    said = {name: click.prompt(text, default="", show_default=False) for name, text in ASKED}
    fields: dict[str, object] = {name: text.strip() for name, text in said.items() if text.strip()}
    if author := fields.get("author"):
        fields["author"] = [parse_author(one) for one in str(author).split(";") if one.strip()]
    if issued := fields.get("issued"):
        fields["issued"] = parse_date(str(issued))
    return fields
