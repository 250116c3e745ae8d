"""What nouns mean, as far as WordNet knows: synonyms, kinds of one another, kinds of one thing.

``thesaurus.json.gz`` is made of WordNet 3.0 by `evals.training.make_thesaurus`; its licence is
in NOTICE.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rag.errors import ModelError
from rag.tokens import IRREGULAR

FILE = Path(__file__).with_name("thesaurus.json.gz")
USUAL = 3
"""Meanings of a word that it commonly has; by a rarer one it's no kind of anything."""
STEPS = 3
"""Steps up from a word within which another is what it's a kind of."""
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "feet": "foot",
    "teeth": "tooth", "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife",
    "crises": "crisis", "criteria": "criterion", "analyses": "analysis", "policemen": "policeman",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Meanings of nouns by number, and what each is a kind of; and verbs.

    ``mostly`` are the words that are nouns more often than verbs or adjectives, ``verbs``
    those that are verbs at least as often as anything else, ``others`` what else there is.
    """

    meanings: dict[str, tuple[int, ...]]
    mostly: frozenset[str]
    kinds: tuple[tuple[int, ...], ...]
    verbs: frozenset[str]
    others: frozenset[str]


@cache
def load_thesaurus(path: Path = FILE) -> Thesaurus:
    """Read it. Raises `ModelError` when the file isn't one of ours."""
    try:
        rows = json.loads(gzip.decompress(path.read_bytes()))
        meanings = {word: tuple(some) for word, some in rows["words"].items()}
        return Thesaurus(
            meanings,
            frozenset(meanings) - frozenset(rows["not"]),
            tuple(tuple(some) for some in rows["up"]),
            frozenset(rows["verbs"]),
            frozenset(rows["others"]),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path} isn't our thesaurus ({error}); install Sanad again") from error


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun's singular, "" for no noun, and whether it's a noun more often than not."""

    word: str
    mostly: bool


@lru_cache(maxsize=16384)
def noun(word: str) -> Noun:
    """Give the noun that a word in small letters is a form of."""
    nouns = load_thesaurus()
    forms = [_IRREGULAR.get(word, word)]
    forms += [word[: -len(end)] + base for end, base in _PLURALS if word.endswith(end)]
    found = next((form for form in forms if form in nouns.meanings), "")
    return Noun(found, found in nouns.mostly)


_PLURALS = (("ies", "y"), ("ves", "fe"), ("ves", "f"), ("es", ""), ("s", ""))


@lru_cache(maxsize=16384)
def verb_forms(word: str) -> frozenset[str]:
    """Give the words of which one in small letters may be a form, were they verbs."""
    found = {IRREGULAR.get(word, word)}
    for ending, bases in _FORMS:
        if word.endswith(ending):
            found |= {word[: -len(ending)] + base for base in bases}
    doubled = re.fullmatch(r"(.+?)([b-df-hj-np-tv-z])\2(?:ed|ing)", word)
    return frozenset(found | ({doubled[1] + doubled[2]} if doubled else set()))


_FORMS = (
    ("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ied", ("y",)), ("ed", ("", "e")),
    ("ing", ("", "e")),
)  # fmt: skip


@lru_cache(maxsize=16384)
def akin(one: str, other: str) -> bool:
    """Say whether two nouns may mean the same, or one may be a kind of the other."""
    ours, theirs = load_thesaurus().meanings.get(one, ()), load_thesaurus().meanings.get(other, ())
    if not ours or not theirs or one == other:
        return True
    if set(ours) & set(theirs):
        return True
    first, second = ours[:USUAL], theirs[:USUAL]
    return bool(_above(first, STEPS) & set(second) or _above(second, STEPS) & set(first))


def _above(some: tuple[int, ...], steps: int) -> set[int]:
    kinds = load_thesaurus().kinds
    found, last = set(some), set(some)
    for _ in range(steps):
        last = {kind for one in last for kind in kinds[one]}
        found |= last
    return found
