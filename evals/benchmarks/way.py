"""The way of a question through `rag`: in which modules it stays, and to which it returns.

    python -m evals.benchmarks.way [CASES] [--store FOLDER] [--questions 10] [--list]

Each function of `rag` counts where it is called for the first time in a question, so that a loop
over sentences counts as one pass of it; comprehensions and lambdas are no functions here. A stay
is a run of such calls within one module; a return is a stay in a module that was left before. The
way begins with `rag.ask.ask_events` and ends where the answer is written down: with the first call
of a function named in ``ENDS``. Plain data (`rag.types`) and errors aren't counted.

The question is asked twice and followed the second time, when models are loaded and the index is
open. The first line is of the first question that the documents answer, the second the mean of as
many as are asked for.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType

from evals.suites.cases import read_cases
from rag.ask import ask, ask_events
from rag.library import Library
from rag.settings import load_settings
from rag.types import Query

ENDS = frozenset(("extracted", "unanswered", "write"))
DATA = frozenset(("types", "errors"))
ROOT = Path(sys.modules["rag"].__path__[0])


@dataclass(frozen=True, slots=True)
class Way:
    """The modules of a question, one name a stay, in their order."""

    stays: tuple[str, ...]

    @property
    def modules(self) -> int:
        """How many modules there are on it."""
        return len(set(self.stays))

    @property
    def returns(self) -> int:
        """How many stays are in a module that was left before."""
        return len(self.stays) - self.modules


def main() -> None:
    """Print the way of the first question and the mean of all."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.way", description=__doc__)
    parser.add_argument(
        "cases", nargs="?", type=Path, default=Path("evals/cases/report.yaml"), metavar="CASES"
    )
    parser.add_argument("--store", type=Path, help="an index that is there; else the settings'")
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument("--list", action="store_true", help="print each stay of the first one")
    options = parser.parse_args()
    given = {} if options.store is None else {"store": options.store}
    library = Library(load_settings(dtype="float32", **given))
    asked = [case.question for case in read_cases(options.cases) if case.answerable]
    ways = [way_of(question, library) for question in asked[: options.questions]]
    library.close()
    first = ways[0]
    if options.list:
        sys.stdout.write("".join(f"{module}\n" for module in first.stays))
    _print("first", len(first.stays), first.modules, first.returns)
    _print(
        f"mean of {len(ways)}",
        *(
            sum(numbers) / len(ways)
            for numbers in zip(*((len(w.stays), w.modules, w.returns) for w in ways), strict=True)
        ),
    )


def _print(name: str, stays: float, modules: float, returns: float) -> None:
    sys.stdout.write(f"{name}: {stays:g} stays in {modules:g} modules, {returns:g} returns\n")


def way_of(question: str, library: Library) -> Way:
    """Follow a question that was asked once before."""
    ask(Query(question), library)
    calls: list[str] = []
    seen: set[CodeType] = set()
    written = False

    def follow(frame: FrameType, event: str, _arg: object) -> None:
        nonlocal written
        code = frame.f_code
        if event != "call" or written or code in seen or code.co_name.startswith("<"):
            return
        seen.add(code)
        path = Path(code.co_filename)
        if not path.is_relative_to(ROOT):
            return
        written = code.co_name in ENDS
        if not written:
            calls.append(".".join(path.relative_to(ROOT).with_suffix("").parts))

    sys.setprofile(follow)
    try:
        list(ask_events(Query(question), library))
    finally:
        sys.setprofile(None)
    return Way(_runs([call for call in calls if call.split(".", 1)[0] not in DATA]))


def _runs(calls: Sequence[str]) -> tuple[str, ...]:
    """Make one of calls that follow each other within a module."""
    return tuple(
        call for number, call in enumerate(calls) if number == 0 or call != calls[number - 1]
    )


if __name__ == "__main__":
    main()
