"""Makes the list of related words that ships, from WordNet's files.

    python -m evals.training.relate_words WORDNET [--write]

WORDNET is the folder with WordNet 3.0's ``data.*``, ``index.*`` and ``cntlist.rev`` (on Debian
``/usr/share/wordnet`` of wordnet-base). Two common words are related where, in a leading sense of
both, they are synonyms, one is derived from the other, one is a kind of the other (or of what the
other is derived from: a fatality is a death, which is from "die"), or one brings the other about.
Where WordNet's senses mislead, as they do often, the embedder's vectors of the two are far apart:
such pairs are left out, and so are opposites.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

import click
import numpy as np

from rag.english.vocabulary import FUNCTION_WORDS, NUMBER_WORDS, ORDINALS
from rag.models.loading import load_embedder
from rag.settings import load_settings
from rag.text.related_words import FILE
from rag.text.spelling import frequency
from rag.text.tokens import root

PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
OF_KEY = "?nvara"
"""The part of speech by its number in `cntlist.rev`; 5 is an adjective's satellite."""
SENSES, SHARE = 3, 0.1
"""A word's first senses lead, less those that are so rare among what was counted of it."""
FIRST_OF_OTHER = 5
"""So far down a sense may stand that is the first of the other word's ("run out", "expire")."""
WIDE = {"n": 60, "v": 40}
"""Kinds that something has from which on it's too general to stand for one of them."""
COMMON = 100
"""Times that the dictionary of English has seen a word that is taken."""
NEAR, NEAR_PHRASE, NEAR_KIND = 0.35, 0.25, 0.4
"""Least cosine of two synonyms' vectors, of a word's and a phrase's, and of what is related
otherwise."""
LONGEST = 3
"""Words of an entry."""

Key = tuple[str, str]
"""A synset: its part of speech and its place in the file."""

Words = defaultdict[Key, set[str]]


@dataclass(frozen=True, slots=True)
class Synset:
    """Its words, and its pointers: the sign, the other synset, the two words (0 for all)."""

    words: tuple[str, ...]
    pointers: tuple[tuple[str, Key, int, int], ...]


def main() -> None:
    """Relate the words, print how many, and with ``--write`` put them into the package."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.relate_words", description=__doc__
    )
    parser.add_argument("wordnet", type=Path, help="folder with WordNet's data files")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    options = parser.parse_args()
    synsets = read_synsets(options.wordnet)
    order = read_senses(options.wordnet)
    synonyms, kinds = related_pairs(synsets, order)
    opposites = {
        frozenset((one.words[i - 1], synsets[to].words[j - 1]))
        for one in synsets.values()
        for sign, to, i, j in one.pointers
        if sign == "!" and i and j
    }
    near = dict.fromkeys(kinds - synonyms - opposites, NEAR_KIND)
    for pair in synonyms - opposites:
        near[pair] = NEAR_PHRASE if any("_" in word for word in pair) else NEAR
    pairs = near_pairs({tuple(sorted(pair)): least for pair, least in near.items()})
    text = written(pairs)
    packed = gzip.compress(text.encode(), 9, mtime=0)
    click.echo(f"{len(pairs):,} pairs of words, {len(packed):,} bytes")
    if options.write:
        FILE.write_bytes(packed)
    same = FILE.is_file() and gzip.decompress(FILE.read_bytes()).decode() == text
    click.echo(f"{FILE.name} {'holds' if same else 'differs from'} what was made")


def read_synsets(folder: Path) -> dict[Key, Synset]:
    """Read all synsets; the format is that of wndb(5WN)."""
    found = {}
    for name, part in PARTS.items():
        for line in read_lines(folder / f"data.{name}"):
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            words = tuple(re.sub(r"\(.*\)", "", word) for word in fields[4 : 4 + 2 * count : 2])
            rest = fields[5 + 2 * count :]
            quads = zip(*[iter(rest[: 4 * int(fields[4 + 2 * count])])] * 4, strict=True)
            pointers = tuple(
                (sign, ("a" if of == "s" else of, to), *bytes.fromhex(at))
                for sign, to, of, at in quads
            )
            found[part, fields[0]] = Synset(words, pointers)
    return found


def read_senses(folder: Path) -> dict[str, list[list[tuple[Key, int]]]]:
    """Give for each common word, for each part of speech, its senses in order with their counts."""
    counts: Counter[tuple[str, str, int]] = Counter()
    for line in read_lines(folder / "cntlist.rev"):
        key, sense, count = line.split()
        lemma, rest = key.split("%")
        counts[lemma, OF_KEY[int(rest[0])], int(sense)] += int(count)
    order: dict[str, list[list[tuple[Key, int]]]] = defaultdict(list)
    for name, part in PARTS.items():
        for line in read_lines(folder / f"index.{name}"):
            lemma, *fields = line.split()
            places = fields[-int(fields[1]) :]
            senses = [
                ((part, place), counts[lemma, part, at]) for at, place in enumerate(places, 1)
            ]
            if _is_common(lemma, any(count for _, count in senses)):
                order[lemma].append(senses)
    return order


def read_lines(path: Path) -> Iterator[str]:
    """Give the lines of one of WordNet's files, its licence apart."""
    with path.open(encoding="latin-1") as lines:
        yield from (line for line in lines if not line.startswith("  "))


def _is_common(lemma: str, counted: bool) -> bool:
    words = lemma.split("_")
    if not re.fullmatch(r"[a-z_-]{3,}", lemma) or len(words) > LONGEST:
        return False
    if len(words) > 1:  # of several words only those that were met in texts
        return counted and not all(word in FUNCTION_WORDS for word in words)
    return lemma not in FUNCTION_WORDS | ORDINALS | NUMBER_WORDS and frequency(lemma) >= COMMON


def related_pairs(
    synsets: Mapping[Key, Synset], order: Mapping[str, list[list[tuple[Key, int]]]]
) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Give the pairs of synonyms, and those that are related otherwise."""
    first, leading, further = _words_of(order)
    kinds_of = Counter(
        to for one in synsets.values() for sign, to, *_ in one.pointers if sign == "@"
    )
    derived: dict[Key, set[Key]] = defaultdict(set)
    for key, one in synsets.items():
        derived[key].update(to for sign, to, *_ in one.pointers if sign in ("+", "\\"))
    synonyms: set[frozenset[str]] = set()
    kinds: set[frozenset[str]] = set()
    for key, one in synsets.items():
        synonyms.update(map(frozenset, combinations(sorted(leading[key]), 2)))
        synonyms.update(_pairs(first[key], further[key]))
        for sign, to, i, j in one.pointers:
            said = {one.words[i - 1]} if i else set(one.words), synsets[to].words[j - 1 : j or None]
            if sign in ("+", "\\"):
                synonyms.update(_pairs(said[0] & leading[key], leading[to].intersection(said[1])))
                kinds.update(_pairs(leading[key], leading[to]))
            above = _above(to, synsets, kinds_of) if sign == "@" else [to] * (sign in (">", "&"))
            for other in (other for one in above for other in (one, *derived[one])):
                kinds.update(_pairs(leading[key], leading[other]))
    return synonyms, kinds


def _words_of(order: Mapping[str, list[list[tuple[Key, int]]]]) -> tuple[Words, Words, Words]:
    """Give for each synset the words whose first sense it is, a leading one, or one of the first.

    One of the first `FIRST_OF_OTHER`.
    """
    first, leading, further = (defaultdict(set) for _ in range(3))
    for lemma, parts in order.items():
        for senses in parts:
            total = sum(count for _, count in senses)
            for at, (key, count) in enumerate(senses[:FIRST_OF_OTHER]):
                further[key].add(lemma)
                if at == 0:
                    first[key].add(lemma)
                if at == 0 or (at < SENSES and count >= SHARE * max(total, 1)):
                    leading[key].add(lemma)
    return first, leading, further


def _above(key: Key, synsets: Mapping[Key, Synset], kinds_of: Mapping[Key, int]) -> Iterator[Key]:
    """Give what a kind is of, and what that is of where it's only a longer name for it.

    A car is a motor vehicle, which is a wheeled vehicle, which is a vehicle.
    """
    if kinds_of[key] <= WIDE.get(key[0], 0):
        yield key
    if all("_" in word or "-" in word for word in synsets[key].words):
        for sign, to, *_ in synsets[key].pointers:
            if sign == "@":
                yield from _above(to, synsets, kinds_of)


def _pairs(some: Collection[str], others: Collection[str]) -> Iterator[frozenset[str]]:
    return (frozenset(pair) for pair in product(some, others) if pair[0] != pair[1])


def near_pairs(least: Mapping[tuple[str, ...], float]) -> list[tuple[str, ...]]:
    """Keep the pairs whose vectors are so near as is said of each."""
    pairs = sorted(least)
    words = sorted({word for pair in pairs for word in pair})
    row = {word: at for at, word in enumerate(words)}
    spoken = [word.replace("_", " ") for word in words]
    vectors = np.array(load_embedder(load_settings(dtype="float32")).vectors(spoken))
    one, other = (vectors[[row[pair[side]] for pair in pairs]] for side in (0, 1))
    cosines = np.einsum("ij,ij->i", one, other).tolist()
    return [pair for pair, cosine in zip(pairs, cosines, strict=True) if cosine >= least[pair]]


def written(pairs: Sequence[Sequence[str]]) -> str:
    """Give the roots of pairs as they stand in the file: a word, a tab, the others."""
    others: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        one, other = sorted(" ".join(map(root, word.split("_"))) for word in pair)
        if one != other and not (" " in one and " " in other):
            others[one].add(other)
    return "".join(f"{word}\t{','.join(sorted(some))}\n" for word, some in sorted(others.items()))


if __name__ == "__main__":
    main()
