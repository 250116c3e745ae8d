"""Makes the list of nouns, with what they are kinds of, and of verbs that the verifier knows.

    python -m evals.training.make_thesaurus FOLDER

reads ``data.noun``, the indexes and ``cntlist.rev`` from a folder of WordNet 3.0 (Debian's
package wordnet-base has them in /usr/share/wordnet) and writes ``rag/thesaurus.json.gz``. Kept
are single words in small letters that the spelling checker's English counts `RAREST` times or
more.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

import click
from spellchecker import SpellChecker

from rag.thesaurus import FILE

RAREST = 200
"""Count in the dictionary's word list below which a word is left out."""
SENSES = 8
"""Meanings of one word that are kept, the most common first."""
_WORD = re.compile(r"[a-z]{3,}")
_UP = ("@", "@i")


def main() -> None:
    """Read the folder, write the file, say how large it is."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.make_thesaurus", description=__doc__
    )
    parser.add_argument("folder", type=Path, help="folder with WordNet's files")
    folder = parser.parse_args().folder
    rows = nouns_of(folder) | {
        "verbs": sorted(mostly(folder, "verb", "2")),
        "others": sorted(mostly(folder, "adj", "35")),
    }
    text = json.dumps(rows, separators=(",", ":"))
    FILE.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    click.echo(f"{FILE.name}: {FILE.stat().st_size} bytes")


def nouns_of(folder: Path) -> dict[str, object]:
    """Give the words with their meanings, those that are mostly no nouns, and the kinds."""
    above = _above(folder / "data.noun")
    senses = _senses(folder / "index.noun")
    reached: set[str] = set()
    todo = [offset for some in senses.values() for offset in some]
    while todo:
        offset = todo.pop()
        if offset not in reached:
            reached.add(offset)
            todo += above[offset]
    number = {offset: n for n, offset in enumerate(sorted(reached))}
    return {
        "words": {word: [number[one] for one in some] for word, some in sorted(senses.items())},
        "not": sorted(_no_nouns(folder / "cntlist.rev", senses)),
        "up": [[number[one] for one in above[offset]] for offset in sorted(reached)],
    }


def _lines(file: Path) -> list[str]:
    return [row for row in file.read_text("latin-1").splitlines() if not row.startswith(" ")]


def _above(file: Path) -> dict[str, list[str]]:
    """Give for each meaning those that it's a kind or an instance of."""
    found = {}
    for row in _lines(file):
        fields = row.split("|")[0].split()
        at = 4 + 2 * int(fields[3], 16)
        links = [fields[n : n + 4] for n in range(at + 1, at + 1 + 4 * int(fields[at]), 4)]
        found[fields[0]] = [offset for sign, offset, _, _ in links if sign in _UP]
    return found


def _senses(file: Path) -> dict[str, list[str]]:
    known = SpellChecker().word_frequency
    found = {}
    for row in _lines(file):
        fields = row.split()
        if _WORD.fullmatch(fields[0]) and known[fields[0]] >= RAREST:
            found[fields[0]] = fields[-int(fields[2]) :][:SENSES]
    return found


def mostly(folder: Path, name: str, kinds: str) -> set[str]:
    """Give the words of an index that WordNet's texts have as often as of its kind as otherwise."""
    counts = _counts(folder / "cntlist.rev")
    known = SpellChecker().word_frequency
    words = {row.split()[0] for row in _lines(folder / f"index.{name}")}
    return {
        word for word in words
        if _WORD.fullmatch(word) and known[word] >= RAREST
        and 0 < sum(counts[word, kind] for kind in kinds)
        >= sum(counts[word, kind] for kind in "1235" if kind not in kinds)
    }  # fmt: skip


def _no_nouns(file: Path, words: dict[str, list[str]]) -> set[str]:
    """Give the words that WordNet's texts have more often as verbs or adjectives."""
    counts = _counts(file)
    return {w for w in words if sum(counts[w, other] for other in "2345") > counts[w, "1"]}


def _counts(file: Path) -> Counter[tuple[str, str]]:
    """Count how often texts have a word as a noun ("1"), a verb ("2") or otherwise."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in _lines(file):
        key, _, count = row.split()
        word, sense = key.split("%")
        counts[word, sense[0]] += int(count)
    return counts


if __name__ == "__main__":
    main()
