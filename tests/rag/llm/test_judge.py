from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from rag.answerability.judgement import Judgement, could_turn, shifted
from rag.answering.judge_reliability import keep_trust, read_trust
from rag.errors import ModelDown
from rag.llm.client import Prompt
from rag.llm.judge import NO_TRUST, Trust, measure, opinion, try_judge, worth
from rag.store.store import Store
from rag.types import Evidence
from tests.conftest import ROOT

ITEMS = json.loads((ROOT / "rag" / "llm" / "probe.json").read_text("utf-8"))
ANSWERED = {item["answered"] for item in ITEMS}


class Judge:
    """Says of each question what it's told to say, pointing at the first line."""

    name = "judge"
    place = ""

    def __init__(self, says: str | Callable[[str, int], str]) -> None:
        self._says = says
        self._asked = count()

    def stream(self, prompt: Prompt, seconds: float) -> Iterator[str]:
        question = prompt.user.split("\n")[0].removeprefix("Question: ")
        says = self._says(question, next(self._asked)) if callable(self._says) else self._says
        key = re.findall(r"^\[(\w+)\]", prompt.user, re.MULTILINE)[0]
        yield says if "{" in says else json.dumps({"answers": says, "key": key})


def knows(question: str, _: int) -> str:
    return "yes" if question in ANSWERED else "no"


@pytest.mark.parametrize(
    "says",
    [
        "yes",
        "no",
        "partly",
        '{"nonsense": 1}',
        '{"answers": "yes", "key": "zzz"}',
        lambda _, n: "yes" if n % 4 < 2 else "no",  # half of each sort
        lambda _, n: ("yes", "yes", "no", "yes", "yes", "no")[n % 6],
    ],
)
def test_a_judge_that_cannot_tell_has_no_weight(says: str | Callable[[str, int], str]) -> None:
    assert measure(Judge(says)).most == 0


def test_few_that_answer_at_random_get_any_weight() -> None:
    chance = random.Random(7)  # noqa: S311 - from a seed, no secret
    trusted = 0
    for _ in range(2_000):
        said = [sum(chance.random() < 0.5 for _ in range(12)) for _ in range(2)]
        trusted += any((worth(said[0], said[1], 12), worth(12 - said[0], 12 - said[1], 12)))
    assert trusted / 2_000 < 0.05


def test_one_that_can_tell_has_and_one_that_says_the_opposite_is_understood() -> None:
    trust = measure(Judge(knows))
    assert trust.worth["yes"] > 1.5
    assert trust.worth["no"] < -1.5
    assert trust.worth["partly"] == 0
    reverse = measure(Judge(lambda q, n: "no" if knows(q, n) == "yes" else "yes"))
    assert reverse.worth["yes"] < -1.5


def test_the_worth_is_the_ratio_at_the_near_ends_of_the_intervals() -> None:
    # Wilson, z = 1.5: 12 of 12 is from 12/14.25 on, 0 of 12 up to 2.25/14.25.
    assert worth(12, 0, 12) == pytest.approx(math.log(12 / 2.25))
    assert worth(0, 12, 12) == pytest.approx(-math.log(12 / 2.25))
    assert worth(7, 5, 12) == 0


def test_what_was_measured_is_kept_for_this_model_alone(tmp_path: Path) -> None:
    store, judge = Store(tmp_path), Judge(knows)
    assert read_trust(store, judge) == NO_TRUST
    with store.writing():
        keep_trust(store, judge, measure(judge))
    assert Store(tmp_path).fact("judges")
    assert read_trust(store, judge).most > 1.5
    other = Judge(knows)
    other.name = "another"
    assert read_trust(store, other) == NO_TRUST


@pytest.mark.parametrize(
    ("says", "shift"),
    [
        ("yes", 2.0),
        ("no", -1.0),
        ("partly", 0.0),
        ('{"answers": "yes", "key": null}', 0.0),  # a yes that points at nothing
        ('{"answers": "yes", "key": "zzz"}', 0.0),
        ('{"answers": "no", "key": null}', -1.0),
        ('{"answers": "maybe", "key": null}', 0.0),
        ('{"answers": "yes", "key": ["abc"]}', 0.0),
        ('{"answers": "yes", "key": {}}', 0.0),
        ("{}", 0.0),
    ],
)
def test_an_opinion_counts_for_what_it_is_worth(says: str, shift: float) -> None:
    evidence = [Evidence("made", "0" * 64, 0, 9, "It rose up.", "made@0:0-9", 0.5)]
    trust = Trust({"yes": 2.0, "partly": 0.0, "no": -1.0})
    steps = opinion("Did it rise?", evidence, Judge(says), trust, 5.0)
    said = next(steps)
    assert said.kind == "judgement"
    with pytest.raises(StopIteration) as stopped:
        next(steps)
    assert stopped.value.value == shift


def test_a_judge_is_asked_only_where_it_could_turn_the_outcome() -> None:
    def judged(status: str, score: float) -> Judgement:
        return Judgement(status, (), score=score)  # type: ignore[arg-type]

    assert could_turn(judged("answered", 0.6), 2.0)
    assert not could_turn(judged("answered", 0.99), 2.0)
    assert could_turn(judged("unsure", 0.3), 2.0)
    assert not could_turn(judged("unsure", 0.01), 2.0)
    assert not could_turn(judged("refused", 0.3), 2.0)
    assert not could_turn(judged("answered", 0.6), 0.0)
    assert shifted(0.3, 0.0) == 0.3


def test_a_judge_that_gives_no_reply_is_down() -> None:
    class Silent(Judge):
        def stream(self, prompt: Prompt, seconds: float) -> Iterator[str]:
            yield from ()
            raise ModelDown("silent took too long")

    with pytest.raises(ModelDown):
        measure(Silent("yes"))
    assert try_judge(Judge("yes"), 5.0)
    assert not try_judge(Judge("{}"), 5.0)
