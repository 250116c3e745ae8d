"""What each rule that withholds a model's sentences brings, and what it costs.

    python -m evals.suites.withholding DATASETS [--most N]

Counts, rule by rule, the false sentences that are withheld and the faithful ones that are lost:
of all that it objects to ("in all"), and of those that no other rule objects to ("alone"). A rule
is asked only of what would be shown without it: what the verifier doesn't contradict, and what
has no figure or name of its own. None of these texts was read to make a rule, but for claims of
BEGIN and WiCE, which the verifier's rules were made with in view. A sentence that a set has more
than once (the contracts' are 17) counts once for each of its labels.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path

import click
import yaml

from evals.suites.claims import read_claims
from rag.bundled import Bundled
from rag.qualms import RULES, Beside
from rag.sentences import split
from rag.types import Passage, hash_text
from rag.withhold import reason_to_withhold

PAIRS = Path("nli_train", "pairs.jsonl.gz")
SOURCES = ("mnli_dev", "snli_devtest", "fever_dev", "conjnli_dev", "summedits")
"""Sources of pairs that people wrote and labelled; those made by a pattern are left out."""
CLAIMS = ("contractnli_dev", "wice_dev", "begin_dev", "begin_test")
OURS = Path(__file__).parents[2] / "tests" / "llm" / "paraphrases.yaml"
"""Of these, the entries of odd number: the others were read while the rules were made."""
MOST = 2500
"""Pairs of one label of a source, at most: the first by their hash."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence, its evidence, and whether people say that the one supports the other."""

    lot: str
    faithful: bool
    text: str
    evidence: str
    around: str = ""


def main() -> None:
    """Count, and write a table for each lot and one for all of them."""
    parser = argparse.ArgumentParser(prog="python -m evals.suites.withholding", description=__doc__)
    parser.add_argument("datasets", type=Path, help=f"folder with {PAIRS}, {', '.join(CLAIMS)}")
    parser.add_argument("--most", type=int, default=MOST, help="pairs of one label of a source")
    options = parser.parse_args()
    for wanted in (PAIRS, *map(Path, CLAIMS)):
        if not (options.datasets / wanted).exists():
            raise SystemExit(f"{options.datasets} has no {wanted}; name the folder that has it")
    rows = [*_pairs(options.datasets / PAIRS, options.most), *_claims(options.datasets), *_ours()]
    with Pool() as pool:
        found = list(zip(rows, pool.map(objections, rows, chunksize=64), strict=True))
    for lot in dict.fromkeys(row.lot for row in rows):
        click.echo(table(lot, [(row, some) for row, some in found if row.lot == lot]))
    click.echo(table("all", found))


def objections(row: Row) -> tuple[str, ...] | None:
    """Give the names of the rules that object to a sentence; None where they aren't asked."""
    passage = Passage("alone", hash_text(row.evidence), 0, len(row.evidence), row.evidence)
    check = Bundled().check(row.text, [passage])
    if check.verdict != "not verified":
        return None
    if reason_to_withhold(row.text, check, [row.evidence], row.around, strict=False, rules=()):
        return None
    sentences = tuple(row.evidence[s.start : s.end] for s in split(row.evidence))
    beside = Beside(row.text, sentences, row.around)
    return tuple(rule.__name__ for rule in RULES if rule(beside) is not None)


def table(lot: str, found: Sequence[tuple[Row, tuple[str, ...] | None]]) -> str:
    """Put the counts into a table in Markdown, one row a rule."""
    kept: set[tuple[str, str, Row]] = set()
    for row, some in found:
        one = replace(row, evidence="", around="")
        kept.add(("all", "", one))
        if some is not None:
            kept.add(("asked", "", one))
        for rule in some or ():
            kept |= {("in all", rule, one), ("in all", "any rule", one)}
            if some == (rule,):
                kept.add(("alone", rule, one))
    counts = Counter((how, rule, row.faithful) for how, rule, row in kept)
    every, asked = ((counts[how, "", False], counts[how, "", True]) for how in ("all", "asked"))
    title = f"{lot}: {every[0]} false, {every[1]} faithful; asked of {asked[0]} and {asked[1]}"
    lines = [f"\n| {title} | false, in all | faithful | false, alone | faithful |"]
    lines.append("|---|---:|---:|---:|---:|")
    for name in (*(rule.__name__ for rule in RULES), "any rule"):
        cells = [counts[how, name, right] for how in ("in all", "alone") for right in (False, True)]
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def _pairs(path: Path, most: int) -> Iterator[Row]:
    """Give the first pairs of each label of a source; what is merely open is neither."""
    kept: dict[tuple[str, bool], list[tuple[str, Row]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            source, label = pair["source"], pair["label"]
            if source in SOURCES and label in ("supported", "contradicted"):
                row = Row(source, label == "supported", pair["claim"], pair["evidence"])
                kept.setdefault((source, row.faithful), []).append((_hash(row), row))
    for some in kept.values():
        yield from (row for _, row in sorted(some, key=lambda one: one[0])[:most])


def _hash(row: Row) -> str:
    return hashlib.sha256(f"{row.evidence}\n{row.text}".encode()).hexdigest()


def _claims(folder: Path) -> Iterator[Row]:
    for lot in CLAIMS:
        for claim in read_claims(folder / lot / "claims.jsonl"):
            yield Row(lot, bool(claim.supported), claim.claim, claim.evidence)


def _ours() -> Iterable[Row]:
    for entry in yaml.safe_load(OURS.read_text(encoding="utf-8"))[1::2]:
        quote, question = entry["quote"], entry["question"]
        yield from (Row("ours", True, text, quote, question) for text in entry["faithful"])
        yield from (Row("ours", False, one["text"], quote, question) for one in entry["false"])


if __name__ == "__main__":
    main()
