from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.suites.pairs import (
    check_rows,
    pair_items,
    pair_metrics,
    pair_strata,
    read_groups,
    rows_of,
)
from rag.errors import SettingsError
from rag.types import Check, Difference, Document, Passage
from tests.conftest import ROOT
from tests.rag.fakes import made_document

GROUPS = """
- id: own-1
  document: made.txt
  source: The levy is 4 rupees.
  paraphrases: [Four rupees is the levy.]
  changed:
  - {kind: number, statement: The levy is 5 rupees.}
  - {kind: unit, statement: The levy is 4 dollars.}
  - {kind: number, statement: Five rupees is the levy., reworded: true}
  unstated: [The levy is hated.]
"""


class Fives:
    """A verifier with the true interface that sees nothing but fives."""

    name = "fives"

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        assert passages[0].text == "The levy is 4 rupees."
        if "5" in statement:
            return Check("contradicted", "five", 0.1, (), (Difference("number", "five"),))
        return Check("supported", "no five", 0.9)


@pytest.fixture
def made(tmp_path: Path) -> Document:
    document, _, _ = made_document(tmp_path, "Goats eat. The levy is 4 rupees. They sleep.\n")
    return document


def write(folder: Path, text: str) -> Path:
    path = folder / "groups.yaml"
    path.write_text(text, "utf-8")
    return path


def test_each_statement_is_judged_by_what_it_is(tmp_path: Path, made: Document) -> None:
    rows = list(rows_of(read_groups(write(tmp_path, GROUPS)), [made]))
    assert [row.kind for row in rows] == [
        "true", "paraphrase", "number", "unit", "reworded", "unstated",
    ]  # fmt: skip
    checks = check_rows(rows, Fives())
    metrics = {name: figure.value for name, figure in pair_metrics(rows, checks).items()}
    assert metrics == {
        "contradicted": 0.5,  # of the two, the unit isn't found
        "contradicted_reworded": 0,
        "kind_named": 1,
        "blamed": 0,
        "passed": 0.75,  # all but the five
        "supported": 1,
        "told": 1,
        "compared": 0,
        "verbatim": 0,
    }
    strata = pair_strata(rows, checks)
    assert strata["unit"]["contradicted"].value == 0
    assert strata["own: number"]["contradicted"].value == 1
    assert strata["own"]["contradicted"].value == 0.5
    assert [item["outcome"] for item in pair_items(rows, checks)].count("contradicted") == 1


def test_a_source_that_is_not_there_is_named(tmp_path: Path, made: Document) -> None:
    groups = read_groups(write(tmp_path, GROUPS.replace("4 rupees.\n  para", "6 rupees.\n  para")))
    with pytest.raises(SettingsError, match=r"own-1: made\.txt doesn't have its source"):
        list(rows_of(groups, [made]))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "can't be read"),
        ("a: b", "list of groups"),
        (GROUPS.replace("kind: unit", "kind: goats"), "row 1, changed.1.kind"),
        (GROUPS + GROUPS, "'own-1' stands there twice"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read_groups(write(tmp_path, text))


def test_our_own_bench_is_as_large_as_it_says() -> None:
    groups = read_groups(ROOT / "evals" / "cases" / "claims.yaml")
    for writer in ("own", "fresh"):
        own = [group for group in groups if group.id.startswith(f"{writer}-")]
        assert sum(len(group.paraphrases) + len(group.changed) for group in own) >= 150
        kinds = {change.kind for group in own for change in group.changed}
        assert kinds >= {
            "number", "date", "unit", "name", "negation", "speaker", "strength", "order",
        }  # fmt: skip
