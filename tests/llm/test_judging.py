"""A model's opinion counts for what it's worth: measured over HTTP, on our near misses.

Judges that can't tell what answers from what doesn't change nothing; one that can makes no
outcome worse.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

import pytest

from evals.metrics.items import Item
from evals.suites.cases import Case, read_cases
from evals.suites.run import run_cases
from rag.answering.judge_reliability import read_trust
from rag.library import Library
from rag.llm.judge import Trust
from rag.models.embedder import Embedder
from rag.settings import load_settings
from tests.conftest import ROOT
from tests.llm import scripts
from tests.llm.asking import address
from tests.llm.protocol import Reply, Request, Script
from tests.llm.scripted import Scripted
from ui.cli.commands.calibrate import measure_judge

UNANSWERABLE, ANSWERABLE = 22, 12
"""So many cases of each sort, spread over the development cases."""

Says = Callable[[str], str]


def _probe() -> Mapping[str, bool]:
    items = json.loads(files("rag.llm").joinpath("probe.json").read_text("utf-8"))
    return {item[sort]: sort == "answered" for item in items for sort in ("answered", "unanswered")}


def chosen() -> tuple[Case, ...]:
    """Take some cases of the two sorts; of those without an answer, near misses first."""
    cases = read_cases(ROOT / "evals" / "cases" / "develop.yaml")
    without = [case for case in cases if not case.answerable]
    without.sort(key=lambda case: "near" not in f"{case.stratum} {case.note}")
    answered = [case for case in cases if case.answerable]
    return (*without[:UNANSWERABLE], *answered[:: len(answered) // ANSWERABLE][:ANSWERABLE])


CASES = chosen()
KNOWN = {**_probe(), **{case.question: case.answerable for case in CASES}}


def right(question: str) -> str:
    """Know the answer; a question may come with its slips mended."""
    (known,) = get_close_matches(question, KNOWN, 1, 0.8)
    return "yes" if KNOWN[known] else "no"


def mostly_right(question: str) -> str:
    """Be right four times in five, the same way each time a question comes."""
    chance = random.Random(f"judge {question}")  # noqa: S311 - from a seed, no secret
    said = right(question)
    return said if chance.random() < 0.8 else {"yes": "no", "no": "yes"}[said]


def at_random(question: str) -> str:
    return random.Random(f"any {question}").choice(("yes", "partly", "no"))  # noqa: S311


def judging(says: Says) -> Script:
    """Give the script that judges so, and writes word for word."""

    def judge(request: Request) -> Reply:
        said = says(request.question)
        key = None if said == "no" else request.evidence[0][0]
        return Reply(json.dumps({"answers": said, "key": key}))

    return scripts.mixed(scripts.verbatim, judge=judge)


@pytest.fixture(scope="module")
def store(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped corpus' index, to be written to."""
    return Path(shutil.copytree(library.store.path, tmp_path_factory.mktemp("judged") / "store"))


@contextmanager
def judged(store: Path, embedder: Embedder, name: str, says: Says) -> Iterator[Library]:
    """Open the index with a judge under a name of its own, so that it's trusted by itself."""
    with Scripted(judging(says)) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANAD_LLM", address(server.url, name))
        patch.setenv("SANAD_LLM_TIMEOUT", "10")
        patch.setenv("SANAD_DTYPE", "float32")
        settings = load_settings(corpus=ROOT / "corpus", store=store)
        library = Library(settings, embedder=embedder)
        try:
            yield library
        finally:
            library.close()


@pytest.fixture(scope="module")
def before(store: Path, embedder: Embedder) -> tuple[Item, ...]:
    """What comes of the cases where the model writes, and isn't known as a judge."""
    with judged(store, embedder, "unknown", lambda _: "no") as library:
        return run_cases(CASES, library)


def calibrated(
    store: Path, embedder: Embedder, name: str, says: Says
) -> tuple[Trust, tuple[Item, ...]]:
    """Measure a judge with `sanad calibrate --judge`; give what it's worth, and what came then."""
    with judged(store, embedder, name, says) as library:
        measure_judge({"corpus": library.settings.corpus, "store": store})
        assert library.llm is not None
        return read_trust(library.store, library.llm), run_cases(CASES, library)


def rights(items: tuple[Item, ...]) -> int:
    """Count the outcomes that are right: an answer where there is one, none where there's none."""
    assert not any(item.outcome == "error" for item in items)
    return sum((item.outcome == "answered") is item.answerable for item in items)


def test_the_cases_are_near_misses_and_questions_with_an_answer() -> None:
    assert len(CASES) == UNANSWERABLE + ANSWERABLE
    near = [c for c in CASES if not c.answerable and "near" in f"{c.stratum} {c.note}"]
    assert len(near) >= 0.8 * UNANSWERABLE


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("random", at_random),
        pytest.param("always-yes", lambda _: "yes", marks=pytest.mark.slow),
        pytest.param("always-no", lambda _: "no", marks=pytest.mark.slow),
    ],
)
def test_a_judge_that_cannot_tell_changes_nothing(
    name: str, says: Says, store: Path, embedder: Embedder, before: tuple[Item, ...]
) -> None:
    trust, after = calibrated(store, embedder, name, says)
    assert trust.most == 0
    assert after == before


@pytest.mark.parametrize(("name", "says"), [("perfect", right), ("mostly-right", mostly_right)])
def test_with_a_judge_that_can_tell_no_fewer_outcomes_are_right(
    name: str, says: Says, store: Path, embedder: Embedder, before: tuple[Item, ...]
) -> None:
    trust, after = calibrated(store, embedder, name, says)
    assert trust.worth["yes"] > 0
    assert trust.worth["no"] < 0
    assert rights(after) >= rights(before)
    turned = [(b, a) for b, a in zip(before, after, strict=True) if b.outcome != a.outcome]
    assert turned or name != "perfect", "the judge was asked nowhere"
