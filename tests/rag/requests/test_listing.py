"""Lists that a document has."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.requests.listing import listing, read_list
from rag.settings import load_settings
from rag.types import Query
from tests.conftest import fill
from tests.rag.requests.shelf import quotes, request

PLAN = """\
# The plan of the night ferry

## Why

The delays have four causes: fog, late goods, one gate and the storm.

The crew has three duties: (i) to weigh, (ii) to tell, and (iii) to wait.

The two gates are closed at night, in fog, and in storm.

Whoever mends a gate asks for two prices.

## How

Figure 1. Three Pillars of the Plan

### 1 Weigh the goods

1.1: Goods are weighed at noon.

### 2 Mend

2.1: A pier is mended in autumn.

### 3 Tell all

3.1: The crews are told.

## When

In spring.
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    """A plan with lists of other forms. Not to be written to."""
    folder: Path = tmp_path_factory.mktemp("plan")
    (folder / "plan.md").write_text(PLAN, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


@pytest.mark.parametrize(
    "text",
    [
        "Which tools are there?",
        "List all the tools that a keeper needs",
        "What are the tools of a keeper?",
        "name the tools",
        "Give me a list of the tools",
    ],
)
def test_a_list_comes_whole_with_its_lead_in(text: str, shelf: Library) -> None:
    answer = ask(Query(text), shelf)
    assert answer.kind == "list"
    assert quotes(answer) == [
        "The tools that a keeper needs are:",
        "a smoker,",
        "a soft brush,",
        "two pairs of gloves.",
    ]
    assert answer.parts[0].note == "3 entries in this list."


@pytest.mark.parametrize(
    "text",
    [
        "list all the three tools with name and price pls",
        "the three tools please",
        "List the tools in full, with their names",
    ],
)
def test_how_a_list_is_to_be_shown_is_not_what_is_listed(text: str, shelf: Library) -> None:
    answer = ask(Query(text), shelf)
    assert (answer.kind, answer.parts[0].note) == ("list", "3 entries in this list.")


def test_another_count_than_was_asked_for_is_told(shelf: Library) -> None:
    answer = ask(Query("list the four tools"), shelf)
    assert answer.parts[0].note == "3 entries in this list; 4 were asked for."


@pytest.mark.parametrize(
    ("text", "quoted", "note"),
    [
        (
            "the three pillars pls",
            ["Figure 1. Three Pillars of the Plan", "1 Weigh the goods", "2 Mend", "3 Tell all"],
            "3 entries in this list.",
        ),
        (
            "What are the four causes of delay?",
            ["The delays have four causes: fog, late goods, one gate and the storm."],
            "4 in this sentence.",
        ),
        (
            "what are the three duties of the crew",
            ["The crew has three duties: (i) to weigh, (ii) to tell, and (iii) to wait."],
            "3 in this sentence.",
        ),
    ],
)
def test_headings_below_a_line_and_a_sentence_are_lists_where_the_count_fits(
    text: str, quoted: list[str], note: str, plan: Library
) -> None:
    answer = ask(Query(text), plan)
    assert answer.kind == "list"
    assert quotes(answer) == quoted
    assert answer.parts[0].note == note


@pytest.mark.parametrize("text", ["the two gates", "the five causes of delay", "the two prices"])
def test_what_is_not_told_one_by_one_is_no_list(text: str, plan: Library) -> None:
    assert listing(request(text, plan)) is None


@pytest.mark.parametrize(
    "text",
    ["Which hedges are there?", "What are the gloves?", "List the months", "Who needs tools?"],
)
def test_nothing_but_what_a_lead_in_names_is_listed(text: str, shelf: Library) -> None:
    assert listing(request(text, shelf)) is None


def test_what_is_listed_is_the_noun_before_the_first_preposition() -> None:
    asked = read_list("What are the duties of a warden?")
    assert asked is not None
    assert asked.noun == "duti"
    assert read_list("What is a warden?") is None


TALKS = """# The lantern talks

This was the last of four talks on lanterns.

The first talk, on 4 May 1921, was about oil.

The second talk, on 11 May 1921, was about wicks. It was long.

The third talk, on 18 May 1921, was about glass.

## What was chosen

| Lantern | What it is for |
|---|---|
| Storm lantern | for the pier |
| Hand lantern | for the crew |

## Table 2. Lanterns that were preferred

| Lantern | Why |
|---|---|
| Hand lantern | it is cheap to fill |
| Mast lantern | it is seen from afar |
"""


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    """What is told in turn, and tables of words. Not to be written to."""
    folder: Path = tmp_path_factory.mktemp("talks")
    (folder / "talks.md").write_text(TALKS, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


@pytest.mark.parametrize(
    "text",
    [
        "list all the talks w dates and topics",
        "what were the talks about? list pls",
        "I need the dates and topics of all three talks, please",
        "the talks as a list",
        "what were the three talks about",
    ],
)
def test_what_is_told_in_turn_is_a_list(text: str, talks: Library) -> None:
    shown = quotes(ask(Query(text), talks))
    assert [quote[:16] for quote in shown] == [
        "This was the las",
        "The first talk, ",
        "The second talk,",
        "The third talk, ",
    ]
    assert shown[2].endswith("It was long.")


def test_the_count_of_what_is_told_in_turn_is_checked(talks: Library) -> None:
    made = listing(request("list all four talks", talks))
    assert made is not None
    assert "3 entries in this list; 4 were asked for" in made.parts[0].note


def test_the_rows_of_a_table_are_what_its_caption_says(talks: Library) -> None:
    shown = quotes(ask(Query("Which lanterns were preferred?"), talks))
    assert [quote for quote in shown if "Mast" in quote] == ["Mast lantern | it is seen from afar"]
    assert not any("pier" in quote for quote in shown)


def test_rows_of_another_caption_are_no_list(talks: Library) -> None:
    assert listing(request("Which lanterns were burnt?", talks)) is None


APART = """\
# Walks

On 8 June the club met for the fourth walk on the moor, in rain. The notes on the others follow.

The first walk, on 1 May, went along the beck.

The second walk, on 9 May, went up the scar.

The third walk, on 20 May, went to the mill.

## How the moor is kept

Figure 2. Three duties of a keeper

### 1 Cut the heather

1.1: In winter, by hand

### Count the grouse and

2

tell the warden

2.1: In spring

### 3 Mend the walls

3.1: In summer

## Table 4. Review of moor huts

| Hut | Where |
|---|---|
| Scar hut | on the scar |
| Beck hut | by the beck |
"""


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    """One walk told apart from the others, and a figure's text. Not to be written to."""
    folder: Path = tmp_path_factory.mktemp("walks")
    (folder / "walks.md").write_text(APART, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


def test_what_is_told_apart_from_a_run_belongs_to_it(walks: Library) -> None:
    made = listing(request("list all the walks", walks))
    assert made is not None
    assert made.parts[0].note == "4 entries in this list."
    assert made.parts[0].evidence[-1].text.startswith("On 8 June")


@pytest.mark.parametrize(
    "text",
    [
        "which are the three duties of a keeper",
        "what are the three duties of a keeper according to the club",
    ],
)
def test_a_heading_goes_on_behind_its_number(text: str, walks: Library) -> None:
    made = listing(request(text, walks))
    assert made is not None
    assert [one.text.split()[-1] for one in made.parts[0].evidence[1:]] == [
        "heather",
        "warden",
        "walls",
    ]


def test_a_list_that_does_not_say_what_was_done_is_only_near(walks: Library) -> None:
    answer = ask(Query("Which moor huts were sold after the review?"), walks)
    assert (answer.kind, answer.status) == ("list", "unsure")
    assert answer.reason == "The list that comes closest doesn’t say “sold”."
    assert [one.quote for one in answer.nearest][-1] == "Beck hut | by the beck"
