"""What a file says of itself, what is known of it as a publication, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

FindingKind = Literal[
    "hidden text",
    "unread page",
    "left out",
    "instruction",
    "damage",
    "missing",
    "proposed",
    "duplicate",
]
"""What a health report names. ``left out`` is what surrounds the text: running heads, menus;
``proposed`` what was read from the title page and waits for somebody to confirm it."""
TITLE_PAGE = "title page"
"""Where a fact about a document was read that nobody has confirmed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a file that its reader should know, for the health report.

    ``text`` is a short piece of the document that it's about (hidden words, a
    running head), ``page`` the physical page.
    """

    kind: FindingKind
    message: str
    page: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says about itself.

    ``csl`` holds CSL-JSON fields, ``origins`` where in the file each stood ("PDF
    properties", "HTML meta"). ``made_on`` is the day on which the file was made: not the
    day on which the document was published, and never cited as such.
    """

    csl: Mapping[str, object] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    made_on: date | None = None


NO_PROPERTIES = Properties()


_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn a line's direction: a name that has one would turn what stands beside it."""


def _unturned(name: str) -> str:
    return _TURNS.sub("", name)


@dataclass(frozen=True, slots=True)
class Source:
    """What is known about a document as a publication.

    ``csl`` holds CSL-JSON fields; ``origins`` says for each where it came from
    ("sources.yaml", "file name"). ``caution`` is a warning that every citation
    of the document carries.
    """

    id: str
    csl: Mapping[str, object] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    rights: str | None = None
    caution: str | None = None
    supersedes: tuple[str, ...] = ()
    valid_until: date | None = None

    @property
    def title(self) -> str:
        """The title, or the id where no title is known."""
        return _unturned(str(self.csl.get("title") or self.id))

    @property
    def authors(self) -> tuple[Mapping[str, object], ...]:
        """The authors, each in CSL's fields: family and given, or literal."""
        people = self.csl.get("author")
        listed = people if isinstance(people, list | tuple) else ()
        return tuple(one for one in listed if isinstance(one, Mapping))

    @property
    def author_names(self) -> tuple[str, ...]:
        """The authors as they are written: "Jane Doe", or an institution's name."""
        names = (
            str(
                one.get("literal")
                or " ".join(str(one[k]) for k in ("given", "family") if one.get(k))
            )
            for one in self.authors
        )
        return tuple(filter(None, map(_unturned, names)))

    @property
    def proposed(self) -> Mapping[str, object]:
        """The CSL fields that were read from the title page and that nobody has confirmed."""
        return {name: self.csl[name] for name in self.csl if self.origins.get(name) == TITLE_PAGE}
