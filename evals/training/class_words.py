"""Makes the list of the classes of common English words that ships, from WordNet's files.

    python -m evals.training.class_words WORDNET [--write]

WORDNET is the folder with WordNet 3.0's files, as for `evals.training.relate_words`. What a word
mostly is, is told by how often its senses were counted in tagged texts; its first sense counts a
little more, so that words that were never met have classes, too.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import click

from evals.training.relate_words import PARTS, Key, read_lines, read_senses, read_synsets
from rag.grammar.word_classes import FILE

FIRST, FURTHER = 0.5, 0.1
"""What a sense counts besides the times that it was met."""
LEAST = 0.02
"""Share of a word's uses that make a part of speech one of its classes."""
PERSON, GROUP, PLACE, ANY = "18", "14", "15", "03"
"""WordNet's files of nouns for people, bodies and places, and of its most general nouns."""
AGENT = 0.25
"""Share of a noun's uses in which it's a person or a body, from which on it may act."""
OF_ITSELF = frozenset("30 37 39 42 43".split())
"""WordNet's files of verbs of change, feeling, perception, being and weather."""


def main() -> None:
    """Class the words, print how many, and with ``--write`` put them into the package."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.class_words", description=__doc__
    )
    parser.add_argument("wordnet", type=Path, help="folder with WordNet's data files")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    options = parser.parse_args()
    files = read_files(options.wordnet)
    names = names_of(options.wordnet, files)
    classed = {
        word: classes + "p" * (word in names and "p" not in classes)
        for word, senses in sorted(read_senses(options.wordnet).items())
        if re.fullmatch("[a-z]+", word) and (classes := classes_of(senses, files))
    }
    text = "".join(f"{word}\t{classes}\n" for word, classes in classed.items())
    packed = gzip.compress(text.encode(), 9, mtime=0)
    click.echo(f"{len(classed):,} words, {len(packed):,} bytes")
    if options.write:
        FILE.write_bytes(packed)
    same = FILE.is_file() and gzip.decompress(FILE.read_bytes()).decode() == text
    click.echo(f"{FILE.name} {'holds' if same else 'differs from'} what was made")


def read_files(folder: Path) -> dict[Key, str]:
    """Give the lexicographers' file of each synset, by number (lexnames(5WN))."""
    return {
        (part, fields[0]): fields[1]
        for name, part in PARTS.items()
        for line in read_lines(folder / f"data.{name}")
        if (fields := line.split(" ", 2))
    }


def names_of(folder: Path, files: Mapping[Key, str]) -> frozenset[str]:
    """Give the names of places, in lower case: countries and towns act, too."""
    return frozenset(
        word.lower()
        for key, one in read_synsets(folder).items()
        if files[key] == PLACE
        for word in one.words
        if word[0].isupper()
    )


def classes_of(parts: list[list[tuple[Key, int]]], files: Mapping[Key, str]) -> str:
    """Give the classes of a word, as `rag.grammar.word_classes` has them, of its senses."""
    uses: dict[str, float] = defaultdict(float)
    kinds: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for senses in parts:
        for at, (key, count) in enumerate(senses):
            weight = count + (FURTHER if at else FIRST)
            uses[key[0]] += weight
            kinds[key[0]][files[key]] += weight
    most = max(uses.values())
    found = [
        part.upper() if count == most else part
        for part, count in sorted(uses.items())
        if count >= LEAST * sum(uses.values())
    ]
    agents = kinds["n"][PERSON] + kinds["n"][GROUP] + kinds["n"][ANY]
    if agents and agents >= AGENT * uses["n"]:
        found.append("p")
    if uses["v"] and max(kinds["v"], key=lambda kind: kinds["v"][kind]) in OF_ITSELF:
        found.append("s")
    return "".join(found)


if __name__ == "__main__":
    main()
