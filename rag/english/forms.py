"""The forms in which things are put, as `request_forms.toml` has them, turned into patterns.

A form is words with a space between them. ``word?`` may be left out; ``(one|other)`` are choices,
in which ``_`` is a space; a word in capitals stands for what its section, or else ``marks``, says
under that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rag.english.word_lists import request_forms

_NAMED = re.compile(r"(?<![A-Za-z])(?:[A-Z]{2,}|[DPXY])(?![A-Za-z])")
_DEEPEST = 4
"""Names within names."""


def patterns(
    kind: str, name: str, marks: Mapping[str, str], *, space_before: bool = False
) -> list[str]:
    """Give the patterns of one list of forms, with a space behind each word, or before each."""
    section = request_forms()[kind]
    lines = section[name].strip().split("\n")
    return ["".join(_words(line, section, marks, space_before)) for line in lines]


def _words(
    line: str, section: Mapping[str, str], marks: Mapping[str, str], space_before: bool
) -> Iterator[str]:
    for _ in range(_DEEPEST):
        line = _NAMED.sub(lambda match: section.get(match.group(), match.group()), line)
    for word in line.split():
        needed = word.removesuffix("?")
        said = _NAMED.sub(lambda match: marks.get(match.group(), match.group()), needed)
        said = said.replace("_", " ")
        spaced = f" {said}" if space_before else f"{said} "
        yield f"(?:{spaced})?" if needed != word else spaced
