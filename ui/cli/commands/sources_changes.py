"""`sanad sources import|remove|restore|reread`: what the page's Library does, in the terminal."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.console import named_bar
from ui.cli.harmless import harmless
from ui.cli.options import corpus_option, overrides_of, store_option
from ui.display import count_text

if TYPE_CHECKING:
    from ingest.pipeline import Row
    from rag.library import Library

OLD = click.Path(path_type=Path, exists=True, dir_okay=False)
FAILED = 1


@click.command("import")
@click.argument("files", type=OLD, nargs=-1, required=True)
@corpus_option
@store_option
@click.pass_context
def import_(
    context: click.Context, files: tuple[Path, ...], corpus: Path | None, store: Path | None
) -> None:
    """Copy FILES into the documents' folder and read them.

    A name that is taken gets a number; what can't be read isn't left in the folder.
    """
    from ingest.incoming import put_in, safe_name
    from rag.errors import SanadError

    library, failed, there = _opened(context, corpus, store), False, list[str]()
    folder = library.settings.corpus.expanduser()
    for file in files:
        try:
            with tempfile.TemporaryDirectory(dir=library.store.path) as made:
                staged = Path(made) / "file"
                shutil.copyfile(file, staged)
                there.append(put_in(staged, safe_name(file.name), folder))
        except (SanadError, OSError) as error:
            failed = True
            click.echo(harmless(f"{file}: {error}"), err=True)
    rows = _read(there, library)
    for row in rows:
        if row.outcome in ("skipped", "duplicate"):
            failed = True
            (folder / row.file).unlink(missing_ok=True)
    sys.exit(FAILED if failed else 0)


@click.command()
@click.argument("documents", nargs=-1, required=True)
@corpus_option
@store_option
@click.pass_context
def remove(
    context: click.Context, documents: tuple[str, ...], corpus: Path | None, store: Path | None
) -> None:
    """Take DOCUMENTS (ids or files) out of the folder and the index.

    They are kept for a while: `sanad sources restore` puts them back.
    """
    from ingest.chosen_files import take_out

    library = _opened(context, corpus, store)
    folder = library.settings.corpus.expanduser()
    files = _files(documents, library)
    with library.store.writing():
        for file in files:
            gone = take_out(folder, file, library.store, library.settings.store_folder)
            click.echo(harmless(f"{gone.file}: removed; `sanad sources restore` puts it back"))


@click.command()
@click.argument("files", nargs=-1)
@corpus_option
@store_option
@click.pass_context
def restore(
    context: click.Context, files: tuple[str, ...], corpus: Path | None, store: Path | None
) -> None:
    """Put FILES that were removed back and read them. Without any it lists them."""
    from ingest.trash import put_back, removed

    library = _opened(context, corpus, store)
    settings = library.settings
    kept = removed(settings.store_folder)
    if not files:
        for one in kept:
            click.echo(harmless(f"{one.file}  {one.title}"))
        if not kept:
            click.echo("Nothing was removed that is still kept.")
        return
    latest = {one.file: one.token for one in reversed(kept)}
    for file in files:
        if file not in latest:
            raise click.UsageError(
                f"{file} isn't among the files that were removed; `sanad sources restore` lists "
                "them."
            )
    folder = settings.corpus.expanduser()
    there = [put_back(folder, latest[file], settings.store_folder) for file in files]
    rows = _read(there, library)
    sys.exit(FAILED if any(row.outcome == "skipped" for row in rows) else 0)


@click.command()
@click.argument("documents", nargs=-1, required=True)
@corpus_option
@store_option
@click.pass_context
def reread(
    context: click.Context, documents: tuple[str, ...], corpus: Path | None, store: Path | None
) -> None:
    """Read DOCUMENTS (ids or files) again, even if their files haven't changed."""
    library = _opened(context, corpus, store)
    rows = _read(_files(documents, library), library, again=True)
    sys.exit(FAILED if any(row.outcome == "skipped" for row in rows) else 0)


def _opened(context: click.Context, corpus: Path | None, store: Path | None) -> Library:
    from ui.cli.library import open_library

    return open_library(context.obj | overrides_of(corpus, store))


def _files(named: Sequence[str], library: Library) -> list[str]:
    """Give the files of documents as the disk has them; each must be there before one changes."""
    from ingest.chosen_files import on_disk

    known = {name: one.file for one in library.store.entries() for name in (one.id, one.file)}
    for name in named:
        if name not in known:
            raise click.UsageError(f"There is no document {name}; `sanad sources` lists them.")
    folder = library.settings.corpus.expanduser()
    return [on_disk(folder, file) for file in dict.fromkeys(known[name] for name in named)]


def _read(files: Sequence[str], library: Library, *, again: bool = False) -> tuple[Row, ...]:
    """Read files into the index, with a bar, and print what became of each."""
    from ingest.chosen_files import read_files
    from rag.models.loading import embedder_identity

    if not files:
        return ()
    settings = library.settings
    with named_bar("Reading documents") as tell:
        rows = read_files(
            settings.corpus.expanduser(),
            files,
            library.store,
            embedder_identity(settings),
            lambda: library.embedder,
            again=again,
            progress=tell,
        )
    for row in rows:
        bad = row.outcome in ("skipped", "duplicate")
        read = f"read, {count_text(row.passages, 'passage')}" if not bad else "not read"
        why = f" ({'; '.join(row.notes)})" if any(row.notes) else ""
        click.echo(harmless(f"{row.file}: {read}{why}"), err=bad)
    return rows


COMMANDS = (import_, remove, restore, reread)
