"""Pins as notes in a folder of Markdown files (Obsidian calls it a vault), one for each document.

A note's properties and the lines around the pins are the user's once they are there: coming again,
only what stands between two marks is written anew, wherever the note was moved to in the folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rag.citations.markdown_note import (
    PAGE,
    link,
    markdown,
    note_name,
    page_link,
    properties_of,
    with_properties,
)
from rag.citations.pandoc_process import Node, paragraph, quotation, words
from rag.citations.permalink import text_fragment
from rag.errors import CiteError
from rag.files import replace
from rag.notebook.pin_export import Placed

BEGIN = "%% sanad: what stands from here to the end is written anew %%"
END = "%% sanad: end %%"
OWNER = "sanad-document"
"""Property by which a note is known to be of a document."""
LARGEST = 5_000_000
"""Bytes of a note that is read."""
_OURS = re.compile(rf"{re.escape(BEGIN)}\n.*?\n{re.escape(END)}", re.DOTALL)
_OWNER = re.compile(rf"^{OWNER}: *[\"']?(.+?)[\"']?\s*$", re.MULTILINE)


def write_vault(pins: Sequence[Placed], folder: Path, page: str = PAGE) -> tuple[Path, ...]:
    """Write pins into the notes of a folder; give the notes that were made or changed.

    ``page`` is where Sanad's page is, for links to the words. Raises `CiteError` where a note of
    the same name is somebody else's, or the folder can't be written.
    """
    by_document: dict[str, list[tuple[int, Placed]]] = {}
    for number, placed in enumerate(pins, start=1):
        by_document.setdefault(placed[0].citation.document_id, []).append((number, placed))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        notes = _notes_there(folder)
        planned = []
        for document, own in by_document.items():
            blocks = [block for _, placed in own for block in _blocks(placed, page)]
            path, text = _note(document, own[0][1], folder, notes, markdown(blocks).rstrip("\n"))
            notes[document] = path
            planned.append((path, text))
        return tuple(path for path, text in planned if _written(path, text))
    except (OSError, UnicodeDecodeError) as error:
        where, why = getattr(error, "filename", None), getattr(error, "strerror", None)
        raise CiteError(
            f"{where or folder} can't be read or written ({why or 'a note isn’t UTF-8'})"
        ) from error


def _notes_there(folder: Path) -> dict[str, Path]:
    """Find the notes that are ours, by the documents that they are of."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.md")):
        if not path.is_file() or path.stat().st_size > LARGEST:
            continue
        text = path.read_text("utf-8", errors="replace")  # with any line ends
        head = text[4:].partition("\n---")[0] if text.startswith("---\n") else ""
        if (owner := _OWNER.search(head)) and BEGIN in text:
            found.setdefault(owner[1], path)
    return found


def _note(
    document: str, first: Placed, folder: Path, notes: dict[str, Path], body: str
) -> tuple[Path, str]:
    """Give a note's place, and its text with the pins in it."""
    ours = f"{BEGIN}\n\n{body}\n\n{END}"
    if document in notes:
        path = notes[document]
        text = path.read_bytes().decode("utf-8")
        made, count = _OURS.subn(lambda _: ours, text.replace("\r\n", "\n"), count=1)
        if not count:
            raise CiteError(f"{path} has lost the line “{END}”; put it back, or move the note away")
        return path, made
    citation = first[0].citation
    taken = {path.name.casefold() for path in notes.values()}
    name = note_name(citation.title)
    if f"{name}.md".casefold() in taken:
        name = note_name(f"{name} ({document})")
    path = folder / f"{name}.md"
    if path.exists():
        raise CiteError(f"{path} is there already and isn't from here; move it, or name a folder")
    properties = {**properties_of(citation.source, citation.file), OWNER: document}
    title = markdown([{"t": "Header", "c": [1, ["", [], []], words(citation.title)]}])
    return path, with_properties(properties, f"{title}\n{ours}\n")


def _blocks(placed: Placed, page: str) -> Iterator[Node]:
    """Give a pin: the quote, where it stands with links to it, the note; a name to link to."""
    pin, place, since = placed
    citation = pin.citation
    yield quotation(words(f"“{citation.quote}”"))
    where: list[Node] = [
        *words(f"{place}:"),
        {"t": "Space"},
        link("open", page_link(citation, page)),
    ]
    if web := text_fragment(citation):
        where += [*words(","), {"t": "Space"}, link("on the web", web)]
    yield paragraph([*where, {"t": "Space"}, _name(pin.id)])
    for line in (*pin.note.splitlines(), since):
        if line.strip():
            yield paragraph(words(line))


def _name(number: int) -> Node:
    """Name a block so that other notes can link to it: ``[[Note#^pin-3]]``."""
    return {"t": "RawInline", "c": ["markdown", f"^pin-{number}"]}


def _written(path: Path, text: str) -> bool:
    """Write a note in one step; say whether it wasn't so already."""
    if path.exists() and path.read_bytes() == text.encode("utf-8", "replace"):
        return False
    with TemporaryDirectory(prefix=".sanad-", dir=path.parent) as made:
        new = Path(made) / "note"
        new.write_bytes(text.encode("utf-8", "replace"))
        replace(new, path)
    return True
