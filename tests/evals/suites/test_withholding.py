from __future__ import annotations

from evals.suites.withholding import Row, objections, table

EVIDENCE = "Ferries run to the island in winter, and the pupils take them to school."


def row(text: str, *, faithful: bool) -> Row:
    return Row("set", faithful, text, EVIDENCE)


def test_a_rule_is_asked_of_what_would_be_shown_without_it() -> None:
    assert objections(row(EVIDENCE, faithful=True)) == ()
    assert objections(row("In winter, ferries always go to the island.", faithful=False)) == (
        "brought_in",
    )
    assert objections(row("In winter, ferries go to the island.", faithful=True)) == ()


def test_what_a_set_has_twice_counts_once() -> None:
    false = row("In winter, ferries always go to the island.", faithful=False)
    lines = table("set", [(false, ("brought_in",)), (false, ("brought_in", "opposite"))])
    assert "| brought_in | 1 | 0 | 1 | 0 |" in lines
    assert "| opposite | 1 | 0 | 0 | 0 |" in lines
    assert "| any rule | 1 | 0 | 0 | 0 |" in lines
    assert "set: 1 false, 0 faithful" in lines
