"""`sanad show FILE`: a whole document as it was read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rag.errors import LoadError
from rag.library import Library
from rag.types import Page
from tests.conftest import CORPUS
from tests.ingest.load.pandoc.made import PAPER, changed, made
from ui.as_read import CHANGED, NOT_INDEXED, Piece, find_document, pieces
from ui.cli.group import cli


def show(library: Library, *arguments: str) -> Result:
    store = os.fspath(library.store.path)
    return CliRunner().invoke(cli, ["show", *arguments, "--store", store, "--corpus", str(CORPUS)])


@pytest.mark.parametrize("how", ["id", "file", "path"])
def test_a_document_of_the_index_is_printed_whole(library: Library, how: str) -> None:
    entry = library.store.entries()[0]
    given = {"id": entry.id, "file": entry.file, "path": str(CORPUS / entry.file)}[how]
    document = library.store.document(entry.id)
    assert document is not None
    done = show(library, given)
    assert done.exit_code == 0
    printed = " ".join(done.stdout.split())
    for block in document.blocks:
        assert " ".join(document.text[block.start : block.end].split())[:60] in printed
    assert json.loads(show(library, given, "--json").stdout)["text"] == document.text


def test_a_file_that_is_not_in_the_index_is_read_with_its_pages(
    library: Library, tmp_path: Path
) -> None:
    mark = '<span role="doc-pagebreak" title="iv"></span>'
    book = changed(made(PAPER, "epub"), "EPUB/text/ch001.xhtml", "pays for", f"pays {mark}for")
    path = tmp_path / "book.epub"
    path.write_bytes(book)
    lines = [line for line in show(library, str(path)).stdout.splitlines() if line]
    assert NOT_INDEXED in lines
    at = lines.index("— p. iv —")
    assert lines[at - 1].endswith("The council pays")
    assert "continued] for the repair of the canals." in lines[at + 1]
    assert "[heading 1] Scope" in lines


def test_the_pieces_are_the_whole_text(library: Library) -> None:
    for entry in library.store.entries():
        document = library.store.document(entry.id)
        assert document is not None
        found = list(pieces(document))
        words = [word for one in found if isinstance(one, Piece) for word in one.text.split()]
        assert words == document.text.split()
        pages = tuple(one for one in found if isinstance(one, Page))
        assert pages == document.source_map.pages


def test_a_file_that_has_changed_is_said(library: Library, tmp_path: Path) -> None:
    entry = library.store.entries()[0]
    (tmp_path / entry.file).write_text("Other words.")
    elsewhere = Library(library.settings.model_copy(update={"corpus": tmp_path}))
    found = find_document(entry.id, elsewhere)
    assert found is not None
    assert found[1] == CHANGED


def test_what_cannot_be_shown_is_said(library: Library, tmp_path: Path) -> None:
    bad = tmp_path / "bad.odt"
    bad.write_bytes(b"no zip")
    for given, message in ((str(bad), "bad.odt: is not"), ("nothing.pdf", "no file nothing.pdf")):
        error = show(library, given).exception
        assert isinstance(error, LoadError)
        assert message in str(error)
