"""`sanad questions`: questions that are kept, and asked again when documents change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.harmless import harmless, json_text
from ui.cli.options import ingest_option, json_option, library_options

if TYPE_CHECKING:
    from rag.library import Library
    from rag.notebook.questions import Questions


@click.group()
def questions() -> None:
    """Keep questions, and say what is new when they're asked again."""


@questions.command()
@click.argument("question")
@library_options
def add(question: str, overrides: dict[str, Path]) -> None:
    """Keep QUESTION, to be asked again when documents change."""
    kept = _questions(overrides).add(question)
    click.echo(harmless(f"{kept.id}. {kept.text}"))


@questions.command("list")
@json_option
@library_options
def list_questions(as_json: bool, overrides: dict[str, Path]) -> None:
    """List the saved questions, and how they stood when they were asked last."""
    saved = _questions(overrides).all()
    if as_json:
        from ui.questions import listed_json

        click.echo(json_text(listed_json(saved)))
        return
    for one in saved:
        told = f"{one.status}, {one.asked[:16].replace('T', ' ')}" if one.asked else "not asked yet"
        click.echo(harmless(f"{one.id}. {one.text}\n   {told}"))


@questions.command()
@click.argument("number", type=int)
@library_options
def remove(number: int, overrides: dict[str, Path]) -> None:
    """Forget the question NUMBER."""
    gone = _questions(overrides).remove(number)
    click.echo(harmless(f"Removed: {gone.text}"), err=True)


@questions.command()
@json_option
@ingest_option
@library_options
def ask(as_json: bool, ingest: bool, overrides: dict[str, Path]) -> None:
    """Ask all saved questions again, and say what is new since they were asked last."""
    from ui.cli.library import open_library

    print_news(open_library(overrides, read_first=ingest), as_json=as_json, say_none=True)


def print_news(library: Library, *, as_json: bool = False, say_none: bool = False) -> None:
    """Ask the saved questions of a library again, and print what is new."""
    from rag.notebook.notebook import open_notebook
    from rag.saved_questions import ask_again
    from ui.cli.console import waiting
    from ui.questions import news_json, news_lines

    notebook = open_notebook(library.settings)
    try:
        if not notebook.questions.all() and not as_json:
            if say_none:
                click.echo("No question is saved: `sanad questions add` keeps one.")
            return
        with waiting("Asking the saved questions again"):
            told = tuple(ask_again(notebook.questions, library))
    finally:
        notebook.close()
    if as_json:
        click.echo(json_text(news_json(told)))
        return
    for line in news_lines(told):
        click.echo(harmless(line))


def _questions(overrides: dict[str, Path]) -> Questions:
    from rag.errors import NotebookError
    from rag.notebook.notebook import open_notebook
    from rag.settings import load_settings

    notebook = open_notebook(load_settings(**overrides))
    if notebook.told:
        notebook.close()
        raise NotebookError("the notebook is off (`notebook = false`): no question is kept in it")
    return notebook.questions
