"""A verifier of the user's own counts for what it's seen to be worth, a weak one for nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from evals.suites.claims import Claim, passage_of, read_claims
from evals.suites.verifier import FIRST, MADE, measure
from rag.settings import load_settings
from rag.types import Check
from rag.verification.loading import load_verifier
from rag.verification.nli_verifier import Chances, Entailment
from rag.verification.rule_verifier import Bundled
from rag.verification.trust import Trust
from tests.rag.verification.test_nli_verifier import made

CLAIMS = read_claims(MADE)
LABELS = {claim.claim: claim.label for claim in CLAIMS}
Says = Callable[[str], Chances]


class Opinionated:
    """A classifier with the true interface whose opinion goes by the statement alone."""

    limit = 10_000

    def __init__(self, says: Says) -> None:
        self.says = says
        self.asked = 0

    def pieces(self, text: str) -> int:
        return len(text.split())

    def classify(self, pairs: Sequence[tuple[str, str]]) -> list[Chances]:
        self.asked += len(pairs)
        return [self.says(statement) for _, statement in pairs]


def right(statement: str, sure: float = 0.9) -> Chances:
    label = LABELS[statement]
    return Chances(sure if label == "supported" else 0.1, sure if label == "contradicted" else 0.1)


def mostly_right(statement: str) -> Chances:
    """Be right where sure, in four of five, and guess in the rest."""
    chance = random.Random(statement)  # noqa: S311 - from a seed, no secret
    if chance.random() < 0.8:
        return right(statement, chance.uniform(0.8, 1.0))
    return Chances(chance.uniform(0.0, 0.8), chance.uniform(0.0, 0.8))


def at_random(statement: str) -> Chances:
    chance = random.Random(statement)  # noqa: S311 - from a seed, no secret
    return Chances(chance.random(), chance.random())


def verifier(says: Says, trust: Trust | None = None) -> Entailment:
    return Entailment(Opinionated(says), "scripted", lambda: trust)


@cache
def ruled() -> list[Check]:
    return [Bundled().check(claim.claim, [passage_of(claim)]) for claim in CLAIMS]


def checked(own: Entailment) -> list[Check]:
    return [own.check(claim.claim, [passage_of(claim)]) for claim in CLAIMS]


def rights(checks: Sequence[Check], verdict: str) -> tuple[int, int]:
    """Count what is called so, and what of it is."""
    said = [
        claim.label for claim, one in zip(CLAIMS, checks, strict=True) if one.verdict == verdict
    ]
    return len(said), said.count(verdict)  # type: ignore[arg-type]


def test_the_pairs_come_with_the_program_and_are_of_all_three_sorts() -> None:
    assert MADE.is_file()
    counts = [sum(claim.label == label for claim in CLAIMS) for label in set(LABELS.values())]
    assert len(counts) == 3
    assert min(counts) >= 100
    assert len({claim.evidence for claim in CLAIMS}) >= 100


@pytest.mark.parametrize(
    "says",
    [
        lambda _: Chances(1.0, 0.0),
        at_random,
        lambda statement: Chances(right(statement).contradiction, right(statement).entailment),
    ],
    ids=["always-yes", "random", "turned-round"],
)
def test_one_that_cannot_tell_is_given_up_and_changes_nothing(says: Says) -> None:
    found = measure(verifier(says), CLAIMS)
    assert found.trust == Trust()
    assert found.asked == FIRST
    own = verifier(says, found.trust)
    for claim, check in list(zip(CLAIMS, ruled(), strict=True))[::7]:
        assert own.check(claim.claim, [passage_of(claim)]) == check


@pytest.mark.parametrize("says", [right, mostly_right], ids=["right", "mostly-right"])
def test_one_that_can_tell_makes_the_verdicts_better(says: Says) -> None:
    found = measure(verifier(says), CLAIMS)
    assert found.trust.supported is not None
    assert found.trust.contradicted is not None
    after = checked(verifier(says, found.trust))
    for verdict in ("supported", "contradicted"):
        before_said, before_right = rights(ruled(), verdict)
        said, so = rights(after, verdict)
        assert so > before_right + 40
        assert (said - before_said) - (so - before_right) <= 0.05 * (said - before_said)
    for before, now in zip(ruled(), after, strict=True):
        assert before.verdict in ("not verified", now.verdict)


def test_what_it_says_only_of_one_kind_counts_for_that_kind() -> None:
    found = measure(verifier(lambda s: Chances(right(s).entailment, 0.95)), CLAIMS)
    assert found.trust.contradicted is None
    assert found.trust.supported is None or found.trust.supported > 0.5
    found = measure(verifier(lambda s: Chances(0.2, right(s).contradiction)), CLAIMS)
    assert found.trust.supported is None
    assert found.trust.contradicted is not None


def test_the_rules_own_verdicts_are_not_asked_for() -> None:
    model = Opinionated(right)
    found = measure(Entailment(model, "scripted", lambda: None), CLAIMS)
    open_ones = [c for c in ruled() if c.verdict == "not verified" and not c.doubt]
    assert model.asked == found.asked == found.pairs == len(open_ones)


@pytest.mark.slow
def test_an_untrained_cross_encoder_counts_for_nothing(tmp_path: Path) -> None:
    folder = made(tmp_path, ["CONTRADICTION", "ENTAILMENT", "NEUTRAL"])
    own = load_verifier(load_settings(verifier=str(folder)))
    assert isinstance(own, Entailment)
    assert measure(own, CLAIMS).trust == Trust()
    some: list[Claim] = list(CLAIMS[::20])
    trusted = Entailment(own._model, own.name, lambda: Trust())
    for claim in some:
        passage = passage_of(claim)
        assert trusted.check(claim.claim, [passage]) == Bundled().check(claim.claim, [passage])
