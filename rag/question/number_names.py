"""Documents named by a number of their own: "H.R. 1904", "GAO-23-106826", "Act No. 12"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from rag.english.word_lists import phrases, words
from rag.question.catalogue_names import Name
from rag.question.name_index import Catalogue, squeezed
from rag.types import Span

_NUMBER = re.compile(
    r"(?<![\w.-])(?P<letters>(?:[A-Z]\.\s?){1,4}|[A-Za-z]{1,6}[\s-]?)"
    r"(?:[Nn]o\.?\s?)?(?P<digits>\d{1,4}(?:[-/–]\d{1,7}){1,3}|\d{2,6})(?![\w.]*\w|\s?%)"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_PARTS = frozenset(words("requests", "part_nouns")) | frozenset(
    short.partition(" ")[0] for short in phrases("requests", "short_part_nouns")
)


def number_names(
    text: str, catalogue: Catalogue, begins: Callable[[str], Sequence[str]]
) -> Iterator[Name]:
    """Find documents by a number that their file is called by, or that stands at their beginning.

    A number that may be a year needs initials ("H.R. 1904"), or a file that is called so.
    """
    for match in _NUMBER.finditer(text):
        letters = match["letters"].strip(" -")
        if letters.lower().strip(".") in _PARTS:
            continue
        number = squeezed(match.group())
        documents = [document for document, _ in catalogue.index.numbered(number)]
        if (
            not documents
            and letters.isupper()
            and ("." in letters or not _YEAR.fullmatch(match["digits"]))
        ):
            documents = [one for one in begins(match.group()) if one in catalogue.index.names]
        if len(documents) == 1:
            yield Name(Span(*match.span()), tuple(documents))
