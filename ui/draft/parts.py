"""The parts of a draft, put together one by one into its text."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.checking.draft_text import Draft, NoteMark, Part, PartKind


@dataclass(slots=True)
class Builder:
    """A draft in the making: parts with an empty line between, marks of notes by their names."""

    _texts: list[str] = field(default_factory=list)
    _parts: list[Part] = field(default_factory=list)
    _marks: list[tuple[int, str]] = field(default_factory=list)
    _notes: dict[str, int] = field(default_factory=dict)
    _length: int = 0

    def add(
        self,
        kind: PartKind,
        text: str,
        *,
        line: int | None = None,
        marks: tuple[tuple[int, str], ...] = (),
        note: str | None = None,
    ) -> None:
        """Add a part; ``marks`` are places in it and names of notes, ``note`` is its own name."""
        start = self._length
        if note is not None:
            self._notes.setdefault(note, len(self._parts))
        self._parts.append(Part(kind, start, start + len(text), line))
        self._marks += [(start + at, name) for at, name in marks]
        self._texts.append(text)
        self._length += len(text) + 2

    def draft(self) -> Draft:
        """Give the draft. Marks of notes that aren't there are left out."""
        marks = tuple(
            NoteMark(at, self._notes[name]) for at, name in self._marks if name in self._notes
        )
        return Draft("\n\n".join(self._texts), tuple(self._parts), marks)
