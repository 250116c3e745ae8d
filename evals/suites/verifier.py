"""How far a verifier of the user's own counts: measured on pairs of claim and evidence of ours.

The pairs (`evals/cases/made_claims.jsonl`) come with the program: five sentences about each of 120
passages of many kinds of text, some reworded, some changed, some left open. Only those count that
the rules leave open, since a model is asked of nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.suites.claims import Claim, passage_of, read_claims
from rag.verification.nli_verifier import Entailment
from rag.verification.rule_verifier import Bundled
from rag.verification.trust import Reached, Trust, threshold_of

MADE = Path(__file__).parent.parent / "cases" / "made_claims.jsonl"
FIRST = 100
"""After so many a model is given up that is wrong too often even where it's surest."""
SUREST, LEAST = 20, 0.75
"""Of so many that it's surest of, this part must be right by then: one that is right in 19 of 20
falls below once in 10,000 times, one that guesses in 99 of 100."""
KINDS = ("supported", "contradicted")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a model said of so many of the pairs: by kind, its probabilities and what was right.

    ``among`` counts by kind the pairs asked that are of it.
    """

    asked: int
    pairs: int
    opinions: dict[str, list[tuple[float, bool]]]
    among: dict[str, int]

    @property
    def reached(self) -> dict[str, Reached | None]:
        """From where on each kind counts; for none where it was given up."""
        given_up = self.asked < self.pairs
        return {kind: None if given_up else threshold_of(self.opinions[kind]) for kind in KINDS}

    @property
    def trust(self) -> Trust:
        """The thresholds alone, to be kept."""
        return Trust(*(one.threshold if one else None for one in self.reached.values()))


def measure(
    verifier: Entailment,
    claims: Sequence[Claim] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Measured:
    """Ask a model of the pairs that the rules leave open. Raises `ModelDown`.

    ``tell`` hears the number done and the total.
    """
    rules = Bundled()
    pairs = [(one, passage_of(one)) for one in (claims or read_claims(MADE))]
    checks = [(one, passage, rules.check(one.claim, [passage])) for one, passage in pairs]
    left = [
        (one, passage)
        for one, passage, check in checks
        if check.verdict == "not verified" and not check.doubt
    ]
    opinions: dict[str, list[tuple[float, bool]]] = {kind: [] for kind in KINDS}
    among = dict.fromkeys(KINDS, 0)
    for done, (claim, passage) in enumerate(left, start=1):
        found = verifier.opinion(claim.claim, [passage])
        for kind in KINDS:
            among[kind] += claim.label == kind
        if found is not None:
            against = found.contradiction if found.contradiction > found.entailment else 0.0
            opinions["supported"].append((found.entailment, claim.label == "supported"))
            opinions["contradicted"].append((against, claim.label == "contradicted"))
        tell(done, len(left))
        if done == FIRST and all(hopeless(opinions[kind]) for kind in KINDS):
            return Measured(done, len(left), opinions, among)
    return Measured(len(left), len(left), opinions, among)


def hopeless(opinions: Sequence[tuple[float, bool]]) -> bool:
    """Say whether too few are right of those that a model is surest of, ties among them."""
    ranked = sorted((one for one in opinions if one[0] > 0), reverse=True)
    if not ranked:
        return True
    last = ranked[min(SUREST, len(ranked)) - 1][0]
    surest = [right for value, right in ranked if value >= last]
    return sum(surest) < LEAST * len(surest)
