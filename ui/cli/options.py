"""Options that several commands have."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from rag.types import Scope
from ui.server_folder import SERVER

Command = Callable[..., None]
"""A command's function, before and after it was given options."""

PATH = click.Path(path_type=Path)
NEW = click.Path(path_type=Path, dir_okay=False)
"""A file to write."""

corpus_option = click.option(
    "--corpus", type=PATH, help="Folder with the documents [SANAD_CORPUS, else ./corpus]."
)
store_option = click.option(
    "--store",
    type=PATH,
    help="Folder of the index [SANAD_STORE, else one for each corpus below ./.sanad].",
)
ingest_option = click.option("--ingest", is_flag=True, help="Read new and changed documents first.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
json_or_schema_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object (see --schema)."
)
schema_option = click.option(
    "--schema", is_flag=True, help="Print the JSON schema of --json and stop."
)
documents_option = click.option(
    "--document", "documents", multiple=True, help="Search only this one (repeatable)."
)
style_option = click.option(
    "--style",
    default="chicago",
    show_default=True,
    help="chicago, apa, mla, harvard, oscola, another style's name, or a .csl file.",
)

zotero_option = click.option(
    "--zotero", is_flag=True, help="Make a Word file’s citations such that Zotero takes them over."
)

page_option = click.option(
    "--page",
    metavar="URL",
    default="http://127.0.0.1:7860",
    show_default=True,
    help="Where Sanad’s page is, for links that open it at the words.",
)


def _named_server() -> Path | None:
    """Give the folder of `sanad --server FOLDER …`, or of its variable."""
    context = click.get_current_context(silent=True)
    found: Path | None = context.find_root().params.get("server") if context else None
    return found


def server_option(text: str, *, required: bool = False) -> Callable[[Command], Command]:
    """Add --server; it may stand before the command just as well."""
    return click.option(
        "--server",
        type=PATH,
        default=_named_server,
        required=required,
        help=f"{text} [{SERVER}].",
    )


CHOSEN = "sanad.collection"
"""Where the settings of the collection stand that `sanad --collection` names."""


def overrides_of(corpus: Path | None, store: Path | None) -> dict[str, Any]:
    """Give the settings that were named on the command line, or are the named collection's."""
    named = {k: v for k, v in (("corpus", corpus), ("store", store)) if v is not None}
    context = click.get_current_context(silent=True)
    chosen: dict[str, Any] | None = context.meta.get(CHOSEN) if context else None
    if chosen is None:
        return named
    if named:
        raise click.UsageError("--collection names the folders: leave --corpus and --store out.")
    return dict(chosen)


def scope_options(command: Command) -> Command:
    """Add what documents are chosen by; the command gets a ``scope``."""

    @documents_option
    @click.option("--author", "authors", multiple=True, help="Only what is by them (repeatable).")
    @click.option(
        "--type", "kinds", multiple=True, help="Only this type, as report or pdf (repeatable)."
    )
    @click.option(
        "--since", metavar="DATE", help="Only what is of this year, month or day, or later."
    )
    @click.option(
        "--until", metavar="DATE", help="Only what is of this year, month or day, or earlier."
    )
    @functools.wraps(command)
    def run(
        *,
        documents: tuple[str, ...],
        authors: tuple[str, ...],
        kinds: tuple[str, ...],
        since: str | None,
        until: str | None,
        **given: object,
    ) -> None:
        from rag.store.chosen_documents import first_day, last_day

        scope = Scope(
            documents=documents,
            authors=authors,
            kinds=kinds,
            since=first_day(since) if since else None,
            until=last_day(until) if until else None,
        )
        command(scope=scope, **given)

    return run


def library_options(command: Command) -> Command:
    """Add --corpus and --store; the command gets both as ``overrides`` of the settings."""

    @corpus_option
    @store_option
    @functools.wraps(command)
    def run(*, corpus: Path | None, store: Path | None, **given: object) -> None:
        command(overrides=overrides_of(corpus, store), **given)

    return run
