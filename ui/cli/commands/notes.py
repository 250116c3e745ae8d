"""`sanad notes`: the conversations and the pinned quotes of the notebook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rag.errors import CiteError
from ui.cli.harmless import harmless
from ui.cli.options import NEW, library_options, page_option, style_option, zotero_option

if TYPE_CHECKING:
    from rag.notebook.entries import Conversation, Exchange
    from rag.notebook.notebook import Notebook


@click.group()
def notes() -> None:
    """List, search and export the conversations and pinned quotes that the page has kept."""


@notes.command("list")
@library_options
def list_notes(overrides: dict[str, Path]) -> None:
    """List the conversations, the latest first."""
    _print_listed(_notebook(overrides).conversations.find(most=1_000))


@notes.command()
@click.argument("words")
@library_options
def search(words: str, overrides: dict[str, Path]) -> None:
    """List the conversations in which all of some WORDS stand, asked or answered."""
    _print_listed(_notebook(overrides).conversations.find(words, most=1_000))


@notes.command()
@click.argument("name")
@library_options
def show(name: str, overrides: dict[str, Path]) -> None:
    """Print the conversation NAME: its id, or its beginning."""
    notebook = _notebook(overrides)
    for exchange in notebook.conversations.exchanges(_id(notebook, name)):
        _print_exchange(exchange)


@notes.command()
@click.argument("name")
@click.argument("new_name")
@library_options
def rename(name: str, new_name: str, overrides: dict[str, Path]) -> None:
    """Call the conversation NAME something else."""
    notebook = _notebook(overrides)
    notebook.conversations.rename(_id(notebook, name), new_name)


@notes.command()
@click.argument("name")
@library_options
def delete(name: str, overrides: dict[str, Path]) -> None:
    """Delete the conversation NAME; `sanad notes restore` has it back within an hour."""
    notebook = _notebook(overrides)
    conversation = notebook.conversations.get(_id(notebook, name))
    notebook.conversations.delete(conversation.id)
    click.echo(harmless(f"Deleted; `sanad notes restore {conversation.id}` has it back."), err=True)


@notes.command()
@click.argument("name")
@library_options
def restore(name: str, overrides: dict[str, Path]) -> None:
    """Have a deleted conversation back, by its whole id."""
    _notebook(overrides).conversations.restore(name)


@notes.command()
@library_options
def pins(overrides: dict[str, Path]) -> None:
    """List the pinned quotes in their order, with their notes."""
    from ui.cli.library import open_library
    from ui.notes import placed

    library = open_library(overrides)
    for pin, place, since in placed(_notebook(overrides).pins.all(), library):
        click.echo(harmless(f"{pin.id}. “{pin.citation.quote}”\n   {pin.citation.title}, {place}"))
        for line in (since, *pin.note.splitlines()):
            if line:
                click.echo(harmless(f"   {line}"))


@notes.command()
@click.argument("what")
@click.argument("file", type=NEW)
@style_option
@zotero_option
@library_options
def export(what: str, file: Path, style: str, zotero: bool, overrides: dict[str, Path]) -> None:
    """Write a conversation, or the pins where WHAT is "pins", to FILE.

    A conversation may end in .docx, .odt, .html, .md, .txt or .jsonld; pins in .csv, .bib
    and .ris, too: there the quotes are notes on the documents, for Zotero.
    """
    notebook = _notebook(overrides)
    if what != "pins":
        exchanges = notebook.conversations.exchanges(_id(notebook, what))
        shown = [(one.shown, one.asked) for one in exchanges if one.shown is not None]
        if not shown:
            raise CiteError("there is no answer in this conversation to export")
        answers, typed = zip(*shown, strict=True)
        from ui.cli.export import write_export

        write_export(answers, file, style, typed=typed, zotero=zotero)
        return
    from rag.notebook.pin_export import export_pins
    from ui.cli.library import open_library
    from ui.notes import placed

    put = placed(notebook.pins.all(), open_library(overrides))
    from ui.cli.export import write_bytes

    ending = file.suffix.lower().lstrip(".")
    write_bytes(file, export_pins(put, ending, style, made=datetime.now(UTC), zotero=zotero))


@notes.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@page_option
@library_options
def vault(folder: Path, page: str, overrides: dict[str, Path]) -> None:
    """Write the pins as Markdown notes into FOLDER, one for each document (Obsidian: a vault).

    Coming again, only what stands between Sanad's two marks is written anew.
    """
    from rag.notebook.vault import write_vault
    from ui.cli.library import open_library
    from ui.notes import placed

    put = placed(_notebook(overrides).pins.all(), open_library(overrides))
    if not put:
        raise CiteError("nothing is pinned yet; on the page, “Pin” puts a quote aside")
    for path in write_vault(put, folder, page):
        click.echo(harmless(str(path)))


def _notebook(overrides: dict[str, Path]) -> Notebook:
    from rag.errors import NotebookError
    from rag.notebook.notebook import open_notebook
    from rag.settings import load_settings

    notebook = open_notebook(load_settings(**overrides))
    if notebook.told:
        notebook.close()
        raise NotebookError("the notebook is off (`notebook = false`): nothing is kept in it")
    return notebook


def _id(notebook: Notebook, name: str) -> str:
    """Find a conversation by its id or the beginning of it."""
    from rag.errors import NotebookError

    found = [one.id for one in notebook.conversations.find(most=100_000) if one.id.startswith(name)]
    if len(found) > 1 and name not in found:
        raise NotebookError(f"{len(found)} conversations begin with {name!r}; type more of it")
    return found[0] if len(found) == 1 else notebook.conversations.get(name).id


def _print_listed(listed: list[Conversation]) -> None:
    for one in listed:
        day = one.changed[:16].replace("T", " ")
        click.echo(harmless(f"{one.id[:12]}  {day}  {one.questions:>3}  {one.name}"))
        if one.found and one.found != one.name:
            click.echo(harmless(f"    “{one.found}”"))


def _print_exchange(exchange: Exchange) -> None:
    from rag.types import Answer

    lines = [f"> {exchange.asked}"]
    shown = exchange.shown
    if exchange.followed:
        lines.append(f"  asked as: {exchange.in_full}")
    if isinstance(shown, Answer):
        lines += [f"  {one.text}" for one in shown.statements] or [f"  {shown.reason}"]
        lines += [f"  {fact.title}: {fact.name}: {fact.value}" for fact in shown.facts]
    elif shown is not None:
        lines.append(f"  {len(shown.citations):,} passages")
        lines += [f"  “{one.quote}”" for one in shown.citations]
    elif exchange.problem:
        lines.append(f"  {exchange.problem}")
    else:
        lines.append("  (stopped)" if exchange.stopped else "  (broken off)")
    click.echo(harmless("\n".join(lines) + "\n"))
