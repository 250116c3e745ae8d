"""A language model's opinion on whether the evidence answers, and how much it's worth.

An opinion counts as far as the model was seen to tell answers from near misses: on questions
of ours with known answers (`measure`), each reply's likelihood ratio is taken, from the end
of its interval that says least. A model that says yes to everything, or answers at random,
has no weight; so a weak one can't make things worse.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from rag.errors import ModelDown
from rag.llm.client import Heard, LanguageModel
from rag.llm.prompts import judgement_prompt, keyed
from rag.llm.reply_parsing import whole
from rag.types import Evidence, Replied

Z = 1.5
"""Width of the Wilson intervals, in standard deviations: one side is 93%. Of judges that say
yes or no at random, at most 4 in 100 get any weight (computed for rates of yes from .2 to .9); one
that is always right gets 1.7 log-odds."""
MOST = 2.5
"""Log-odds that an opinion may shift at most."""
SECONDS = 30.0
REPLIES = ("yes", "partly", "no")
_SORTS = ("answered", "unanswered")


@dataclass(frozen=True, slots=True)
class Trust:
    """What each reply of a model is worth, in log-odds that the evidence answers."""

    worth: Mapping[str, float] = field(default_factory=dict)

    @property
    def most(self) -> float:
        """The largest shift that any reply makes; 0 for a model that isn't worth asking."""
        return max((abs(value) for value in self.worth.values()), default=0.0)


NO_TRUST = Trust()


def opinion(
    question: str, evidence: Sequence[Evidence], model: LanguageModel, trust: Trust, seconds: float
) -> Generator[Replied, None, float]:
    """Ask a model whether the evidence answers; give what its reply is worth in log-odds.

    A reply that can't be read, or names no line it was given for a yes, is worth nothing.
    """
    keys = keyed(question, evidence)
    heard = Heard(model, judgement_prompt(question, keys), seconds)
    said, problem = None, ""
    try:
        said = _said(heard.pieces(), frozenset(keys))
    except ModelDown as error:
        problem = str(error)
    yield heard.event(problem)
    return trust.worth.get(said or "", 0.0)


def _said(reply: Iterable[str], keys: frozenset[str]) -> str | None:
    value = whole(reply)
    said, key = value.get("answers"), value.get("key")
    if not isinstance(said, str) or said not in REPLIES:
        raise ModelDown("the model's reply has another form than asked")
    return said if said == "no" or (isinstance(key, str) and key in keys) else None


def measure(model: LanguageModel, tell: Callable[[int, int], None] = lambda *_: None) -> Trust:
    """Ask a model our questions with known answers, and give what its replies are worth.

    Raises `ModelDown` when it gives no reply at all. ``tell`` hears the number done and the
    total.
    """
    items = _items()
    asked = [(item, sort) for item in items for sort in _SORTS]
    counts = {sort: Counter[str | None]() for sort in _SORTS}
    for done, (item, sort) in enumerate(asked, start=1):
        counts[sort][_judged(model, item[sort], item["lines"], SECONDS)] += 1
        tell(done, len(asked))
    n = len(items)
    return Trust(
        {said: worth(counts["answered"][said], counts["unanswered"][said], n) for said in REPLIES}
    )


def try_judge(model: LanguageModel, seconds: float) -> bool:
    """Ask a model one of our questions; say whether its reply has the form that was asked for.

    Raises `ModelDown` when it gives none.
    """
    item = _items()[0]
    return _judged(model, item["answered"], item["lines"], seconds) is not None


def _judged(
    model: LanguageModel, question: str, lines: Sequence[str], seconds: float
) -> str | None:
    evidence = [Evidence("probe", "", n, n + 1, text, "", 1.0) for n, text in enumerate(lines)]
    keys = keyed(question, evidence)
    reply = "".join(model.stream(judgement_prompt(question, keys), seconds))
    try:
        return _said([reply], frozenset(keys))
    except ModelDown:
        return None


def _items() -> list[Any]:
    found: list[Any] = json.loads(files("rag.llm").joinpath("probe.json").read_text("utf-8"))
    return found


def worth(with_answer: int, without: int, n: int) -> float:
    """Give the log-likelihood ratio of a reply given so often, of ``n`` with and without answer.

    From the ends of the two Wilson intervals that lie nearest to each other; 0 where they
    overlap.
    """
    low, high = wilson(with_answer, n)
    other_low, other_high = wilson(without, n)
    if low > other_high:
        return min(MOST, math.log(low / other_high))
    if high < other_low:
        return max(-MOST, math.log(high / other_low))
    return 0.0


def wilson(count: int, n: int) -> tuple[float, float]:
    """Give the ends of the interval in which the share of so many of ``n`` lies, see `Z`."""
    share, z2 = count / n, Z * Z
    middle = share + z2 / (2 * n)
    half = Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)
