"""`sanad feedback`: what was said of answers that weren't right, and cases made of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.cli.harmless import harmless, json_text
from ui.cli.options import NEW, json_option, library_options

if TYPE_CHECKING:
    from rag.feedback import Feedback


@click.command()
@click.option("--add", "added", metavar="ID", help="Make a case of it, for `sanad eval cases`.")
@click.option("--to", "target", type=NEW, help="File of cases that --add adds to.")
@click.option("--remove", "removed", metavar="ID", help="Take it out of the list.")
@json_option
@library_options
def feedback(
    added: str | None,
    target: Path | None,
    removed: str | None,
    as_json: bool,
    overrides: dict[str, Any],
) -> None:
    """List what was said of answers on the page, or make a case of one."""
    from rag.feedback import add_case, every, remove
    from rag.settings import load_settings

    if target and not added:
        raise click.UsageError("--to goes with --add.")
    folder = load_settings(**overrides).store_folder
    if added:
        path = add_case(folder, added, target)
        click.echo(f"{added} is a case in {path}; run it with: sanad eval cases {path}")
        return
    if removed:
        remove(folder, removed)
        click.echo(f"{removed} is removed.")
        return
    said = every(folder)
    if as_json:
        click.echo(json_text([one.model_dump(mode="json") for one in said]))
    else:
        click.echo(harmless("\n\n".join(map(_text, said)) or "Nothing was said of any answer."))


def _text(said: Feedback) -> str:
    from rag.feedback import REASONS

    lines = [
        f"{said.id}  {said.made:%Y-%m-%d}{'  (a case)' if said.added else ''}",
        f"  {said.question}",
        f"  {': '.join(filter(None, (REASONS[said.reason], said.words)))}",
    ]
    lines += [f"  right: “{' '.join(one.quote.split())}” ({one.document})" for one in said.right]
    return "\n".join(lines)
