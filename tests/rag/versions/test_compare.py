"""Pairs of documents with known edits: every edit is told, and nothing else."""

from __future__ import annotations

import random
import time

import pytest

from rag.versions.compare import Change, Comparison, compare_versions
from tests.rag.versions.pairs import laid_out, made, sentences

RULES = """\
# The harbour rules

## Fees

A berth costs 20 crowns a day. The harbour master may waive the fee for a ship in distress. The fee
shall be paid by 3 May 2019.

## Nights

Lamps are lit from dusk until dawn on the outer quay. No ship leaves without a pilot on board.

| Ship | Berths |
|---|---|
| Sloops | 14 |
| Barges | 9 |
"""


def compared(old: str, new: str) -> Comparison:
    return compare_versions(made(old, "old"), made(new, "new"))


def told(found: Comparison) -> list[tuple[str, str | None, str | None]]:
    return [(one.kind, *words(one, found)) for one in found.changes]


def words(one: Change, found: Comparison) -> tuple[str | None, str | None]:
    return tuple(  # type: ignore[return-value]
        " ".join(document.text[span.start : span.end].split()) if span else None
        for document, span in ((found.old, one.old), (found.new, one.new))
    )


def only(found: Comparison) -> Change:
    (one,) = found.changes
    return one


def callouts(old: str, new: str) -> list[tuple[str, str, str]]:
    one = only(compared(old, new))
    assert one.kind == "changed"
    return [(call.kind, call.before, call.after) for call in one.callouts]


def test_the_same_text_has_no_differences() -> None:
    found = compared(RULES, RULES)
    assert found.changes == ()
    assert found.kept == len(found.new_units) == 11


def test_quotes_dashes_and_line_ends_are_no_differences() -> None:
    old = 'The "north" quay - the old one -\nisn\'t lit at all.'
    new = "The “north” quay – the old one – isn’t lit at all."
    assert compared(old, new).changes == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("20 crowns", "30 crowns", [("figure", "20", "30")]),
        ("may waive", "must waive", [("duty", "may", "must")]),
        ("shall be paid", "should be paid", [("duty", "shall", "should")]),
        ("may waive", "may not waive", [("duty", "may", "may not")]),
        ("3 May 2019", "3 June 2019", [("date", "3 May 2019", "3 June 2019")]),
        ("20 crowns a day", "20 crowns a night", [("figure", "a day", "a night")]),
        ("Lamps are", "Lanterns are", []),
        ("Sloops | 14", "Sloops | 15", [("figure", "14", "15")]),
        ("without a pilot on board", "without 2 pilots on board", [("figure", "", "2")]),
    ],
)
def test_one_edit_is_told_as_what_it_is(
    old: str, new: str, expected: list[tuple[str, str, str]]
) -> None:
    assert old in RULES
    assert callouts(RULES, RULES.replace(old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Reports are due in 20 days, and appeals in 30 days.",
            "Reports are due in 30 days, and appeals in 20 days.",
            [("figure", "20 days", "30 days"), ("figure", "30 days", "20 days")],
        ),
        ("Twenty ships may wait in the bay.", "20 ships may wait in the bay.", []),
        (
            "In 2014 the board raised the dues for barges.",
            "The board raised the dues for barges in 2014.",
            [],
        ),
        (
            "The owner has to report each spill within 20 days.",
            "The owner has to report each spill within 20 weeks.",
            [("figure", "20 days", "20 weeks")],
        ),
        (
            "The fine is $2,000 for a vessel without a light.",
            "The fine is $5,000 for a vessel without a light.",
            [("figure", "$2,000", "$5,000")],
        ),
    ],
)
def test_what_counts_in_a_sentence(
    old: str, new: str, expected: list[tuple[str, str, str]]
) -> None:
    assert callouts(old, new) == expected


def test_the_words_that_differ_are_marked() -> None:
    found = compared(RULES, RULES.replace("a ship in distress", "every ship in need"))
    one = only(found)
    was = [found.old.text[e.old.start : e.old.end] for e in one.edits]
    now = [found.new.text[e.new.start : e.new.end] for e in one.edits]
    assert (was, now) == (["a", "distress"], ["every", "need"])
    assert one.heading == ("The harbour rules", "Fees")


def test_added_and_dropped_sentences() -> None:
    extra = "Anchors are forbidden above the telegraph cable."
    assert told(compared(RULES, RULES.replace("## Nights", f"{extra}\n\n## Nights"))) == [
        ("added", None, extra)
    ]
    assert told(compared(RULES.replace("## Nights", f"{extra}\n\n## Nights"), RULES)) == [
        ("dropped", extra, None)
    ]


def test_what_was_replaced_by_something_else_is_dropped_and_added() -> None:
    sentence = "No ship leaves without a pilot on board."
    other = "Gulls nest on the roof of the customs house each March."
    assert told(compared(RULES, RULES.replace(sentence, other))) == [
        ("dropped", sentence, None),
        ("added", None, other),
    ]


def test_a_moved_section_is_one_difference() -> None:
    lines = sentences(60)
    old = laid_out(lines)
    parts = old.split("\n\n## ")
    new = "\n\n## ".join(["## " + parts[2], parts[0].removeprefix("## "), *parts[1:2], *parts[3:]])
    one = only(compared(old, new))
    assert (one.kind, one.sentences) == ("moved", 21)


def test_what_was_changed_within_a_moved_section_moved_along() -> None:
    lines = sentences(60)
    changed = lines[25].replace("The ", "Each ", 1)
    old = laid_out(lines)
    new = laid_out([*lines[20:25], changed, *lines[26:40], *lines[:20], *lines[40:]])
    found = compared(old, new)
    assert ("moved", lines[25], changed) in told(found)
    rest = [one for one in told(found) if one[0] != "moved"]
    assert rest == [("added", None, "Part B"), ("dropped", "Part B", None)]


def test_a_sentence_moved_and_changed() -> None:
    lines = sentences(40)
    line = "The dredger Amalia clears the silted channel off Port Ferris on Mondays."
    other = line.replace("Mondays", "Fridays")
    found = compared(laid_out([line, *lines], 4, 400), laid_out([*lines, other], 4, 400))
    assert told(found) == [("moved", line, other)]
    assert len(only(found).edits) == 1


def test_a_parted_sentence_is_one_change() -> None:
    old = "The board meets in March, and the treasurer reads the accounts aloud to all members."
    new = "The board meets in March. The treasurer reads the accounts aloud to all members."
    assert told(compared(old, new)) == [("changed", old, new)]


def test_only_signs() -> None:
    one = only(compared(RULES, RULES.replace("No ship leaves", "No Ship leaves,")))
    assert one.slight
    assert not only(compared(RULES, RULES.replace("20 crowns", "30 crowns"))).slight


def test_a_renumbered_heading_calls_out_no_figure() -> None:
    one = only(compared(RULES, RULES.replace("## Nights", "## Nights at sea")))
    assert (one.kind, one.is_heading, one.callouts) == ("changed", True, ())


@pytest.mark.parametrize("seed", range(6))
def test_every_edit_is_told_and_nothing_else(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    lines = sentences(200, seed)
    new: list[str] = []
    expected: list[tuple[str, str | None, str | None]] = []
    for line in lines:
        edit = draw.choices(("keep", "drop", "add", "figure", "word"), (80, 5, 5, 5, 5))[0]
        if edit == "drop":
            expected.append(("dropped", line, None))
            continue
        if edit == "add":
            extra = f"Whales of pod {len(new)} sang loudly while {draw.random()} dolphins slept."
            new.append(extra)
            expected.append(("added", None, extra))
        changed = line
        if edit == "figure":
            number = next(word for word in line.split() if word.isdigit())
            changed = line.replace(number, str(int(number) + 5000))
        if edit == "word":
            changed = line.replace("The ", "Every new ", 1)
        if changed != line:
            expected.append(("changed", line, changed))
        new.append(changed)
    assert sorted(told(compared(laid_out(lines, 4, 4000), laid_out(new, 4, 4000))), key=str) == (
        sorted(expected, key=str)
    )


@pytest.mark.parametrize(
    ("count", "most_s"), [(1000, 4), pytest.param(6000, 10, marks=pytest.mark.slow)]
)
def test_long_documents_are_quick_to_compare(count: int, most_s: int) -> None:
    lines = sentences(count)
    new = [
        line.replace("The", "Every", 1) if at % 10 == 0 else line for at, line in enumerate(lines)
    ]
    half = count // 2
    old_text, new_text = laid_out(lines), laid_out([*new[half:], *new[:half]])
    documents = made(old_text, "old"), made(new_text, "new")
    started = time.perf_counter()
    found = compare_versions(*documents)
    assert time.perf_counter() - started < most_s
    assert found.count("changed") + found.count("moved") >= count // 10


def test_two_documents_with_nothing_in_common_are_quick_to_compare() -> None:
    old = made(laid_out(sentences(800)), "old")
    new = made(laid_out([line[::-1] + "." for line in sentences(800, 2)]), "new")
    started = time.perf_counter()
    compare_versions(old, new)
    assert time.perf_counter() - started < 4
