"""What each rule that withholds a model's sentences brings, and what it costs.

    python -m evals.suites.withholding DATASETS

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
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path

import click
import yaml

from evals.suites.claims import read_claims
from rag.text.sentences import split
from rag.types import Passage, hash_text
from rag.verification.rule_verifier import Bundled
from rag.verification.withholding import reason_to_withhold
from rag.verification.withholding_rules import RULES, Beside

PAIRS = Path("nli_train", "pairs.jsonl.gz")
SOURCES = ("mnli_dev", "snli_devtest", "fever_dev", "conjnli_dev", "summedits")
"""Sources of pairs that people wrote and labelled; those made by a pattern are left out."""
CLAIMS = ("contractnli_dev", "wice_dev", "begin_dev", "begin_test")
OURS = Path(__file__).parents[2] / "tests" / "llm" / "paraphrases.yaml"
"""Of these, the entries of odd number: the others were read while the rules were made."""


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
    options = parser.parse_args()
    for wanted in (PAIRS, *map(Path, CLAIMS)):
        if not (options.datasets / wanted).exists():
            raise SystemExit(f"{options.datasets} has no {wanted}; name the folder that has it")
    rows = [*_pairs(options.datasets / PAIRS), *_claims(options.datasets), *_ours()]
    with Pool() as pool:
        found = list(zip(rows, pool.map(objections, rows, chunksize=64), strict=True))
    for lot in dict.fromkeys(row.lot for row in rows):
        click.echo(table(lot, [(row, some) for row, some in found if row.lot == lot]))
    click.echo(table("all", found))


def objections(row: Row) -> tuple[str, ...]:
    """Give the names of the rules that withhold a sentence which would be shown without them."""
    sentences = tuple(row.evidence[s.start : s.end] for s in split(row.evidence))
    beside = Beside(row.text, sentences, row.around)
    found = tuple(rule.__name__ for rule in RULES if rule(beside) is not None)
    if not found:
        return ()
    passage = Passage("alone", hash_text(row.evidence), 0, len(row.evidence), row.evidence)
    check = Bundled().check(row.text, [passage])
    if check.verdict != "not verified":
        return ()
    before = reason_to_withhold(row.text, check, [row.evidence], row.around, strict=False, rules=())
    return () if before else found


def table(lot: str, found: Sequence[tuple[Row, tuple[str, ...]]]) -> str:
    """Put the counts into a table in Markdown, one row a rule."""
    kept: set[tuple[str, str, Row]] = set()
    for row, some in found:
        one = replace(row, evidence="", around="")
        kept.add(("every", "", one))
        for rule in some:
            kept |= {("in all", rule, one), ("in all", "any rule", one)}
            if some == (rule,):
                kept.add(("alone", rule, one))
    counts = Counter((how, rule, row.faithful) for how, rule, row in kept)
    title = f"{lot}: {counts['every', '', False]} false, {counts['every', '', True]} faithful"
    lines = [f"\n| {title} | false, in all | faithful | false, alone | faithful |"]
    lines.append("|---|---:|---:|---:|---:|")
    for name in (*(rule.__name__ for rule in RULES), "any rule"):
        cells = [counts[how, name, right] for how in ("in all", "alone") for right in (False, True)]
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def _pairs(path: Path) -> Iterator[Row]:
    """Give the pairs of each source; what is merely not mentioned is neither false nor faithful."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            if pair["source"] in SOURCES and pair["label"] in ("supported", "contradicted"):
                faithful = pair["label"] == "supported"
                yield Row(pair["source"], faithful, pair["claim"], pair["evidence"])


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
