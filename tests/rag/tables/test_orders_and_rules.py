"""What a sentence tells to do, several times or in rules, and what texts require and allow."""

from __future__ import annotations

import pytest

from rag.tables.commitments import rows
from tests.rag.tables.lines import filled, of_lines

RULES = "This section applies to hives. Under this section and paragraph (b) a keeper is a person. "
RULES += "The chapter names fees (see § 4 and § 5). This part and this chapter apply to wax."


def found(text: str, *, rules: bool = False) -> list[dict[str, str]]:
    """The rows of a paragraph, by itself or in a text that names its own parts as rules do."""
    document = of_lines(*(("paragraph", line) for line in [RULES] * rules + [text]))
    start = document.blocks[-1].start
    return [filled(row, document) for row in rows(document) if row.span.start >= start]


def said(text: str, *, rules: bool = False) -> list[tuple[str, str | None, str]]:
    """Of each row how strong it is, who is to do it, and what."""
    told = found(text, rules=rules)
    return [(row["strength"], row.get("actor"), row["action"]) for row in told]


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("Do not re-fill the tank.", ["re-fill the tank"]),
        ("Hold pump handle firmly.", ["Hold pump handle firmly"]),
        ("Disinfect bowls.", ["Disinfect bowls"]),
        ("By post: Send the form to the clerk.", ["Send the form to the clerk"]),
        ("Please sign each page of the form.", ["sign each page of the form"]),
        ("For spare parts ordered from abroad, contact Ortmann Ltd.", ["contact Ortmann Ltd"]),
        ("At sea, if the pump is not running, start pump by hand.", ["start pump by hand"]),
        ("Using the chart, set valve to the mark shown.", ["set valve to the mark shown"]),
        ("Turn off mains water.", ["Turn off mains water"]),
        ("Before mooring, anchoring or docking, complete the list.", ["complete the list"]),
        (
            "Close the valve; drain the tank.",
            ["Close the valve", "drain the tank"],
        ),
        (
            "Do not use the lift, and if the alarm is sounding, leave the house.",
            ["use the lift", "leave the house"],
        ),
        (
            "Ring the school, which must reply within two days.",
            ["Ring the school", "reply within two days"],
        ),
    ],
)
def test_each_thing_that_a_sentence_tells_to_do_is_a_row(text: str, actions: list[str]) -> None:
    assert [row["action"] for row in found(text)] == actions


@pytest.mark.parametrize(
    "text",
    [
        "Work permits for nurses and doctors are issued by the ministry.",
        "Steam engines powered mills in the north.",
        "Annex B, on wages, lists the towns.",
        "Subtitle VII, Harbours, describes the port.",
        "The Ortmann Company: Docket No. 44.",
        "Mail: Harbour House, 4 Quay Street.",
        "Work Permits In most towns nurses have none.",
        "Water, heat and light fail.",
        "In schools, work places and homes are cold.",
        "Except for the fees as described in the list, all is free.",
    ],
)
def test_nouns_and_titles_tell_nobody_to_do_anything(text: str) -> None:
    assert not found(text)


def test_what_rules_tell_to_do_must_be_done_and_elsewhere_it_is_advice() -> None:
    text = "Before each flight, test the brakes."
    assert [row["strength"] for row in found(text, rules=True)] == ["must"]
    assert [row["strength"] for row in found(text)] == ["should"]


@pytest.mark.parametrize(
    "text", ["Contact the clerk for help.", "Send your comments to the clerk."]
)
def test_how_to_reach_who_makes_rules_is_advice(text: str) -> None:
    assert [row["strength"] for row in found(text, rules=True)] == ["should"]


def test_what_may_be_done_is_permitted_in_rules() -> None:
    assert found("Wax may be sold in blocks.", rules=True)[0]["strength"] == "may"
    assert not found("Wax may be sold in blocks.")


@pytest.mark.parametrize(
    ("text", "rows_"),
    [
        (
            "The board must: (a) keep records; (b) file reports by May; and (c) pay the fee.",
            [
                ("must", "The board", "keep records"),
                ("must", "The board", "file reports by May"),
                ("must", "The board", "pay the fee"),
            ],
        ),
        (
            "Shippers must (1) label each crate, and (2) keep a list.",
            [("must", "Shippers", "label each crate"), ("must", "Shippers", "keep a list")],
        ),
        (
            "The Minister shall not— (i) sell land; or (ii) lease it for more than a year.",
            [
                ("must not", "The Minister", "sell land"),
                ("must not", "The Minister", "lease it for more than a year"),
            ],
        ),
        (
            "The plan shall include: (a) a map; (b) a budget.",
            [("must", None, "include")],
        ),
        (
            "A driver must, subject to (2), (3) and (4), carry a licence.",
            [("must", "A driver", "carry a licence")],
        ),
        (
            "The two mayors should each (unless the river floods) inspect the dam.",
            [("should", "The two mayors", "inspect the dam")],
        ),
    ],
)
def test_a_list_in_a_sentence_is_a_row_for_each_entry(
    text: str, rows_: list[tuple[str, str | None, str]]
) -> None:
    told = said(text)
    assert [(one, what) for one, _, what in told] == [(one, what) for one, _, what in rows_] or (
        len(rows_) == 1 and len(told) == 1 and told[0][2].startswith(rows_[0][2])
    )
    assert all(
        who == actor for (_, who, _), (_, actor, _) in zip(told, rows_, strict=True) if actor
    )


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("The law requires banks to publish fees.", ("must", "banks", "publish fees")),
        ("The draft act would require banks to publish fees.", ("must", "banks", "publish fees")),
        ("The council proposes to require grocers to close at nine.",
         ("must", "grocers", "close at nine")),
        ("The manual instructs the flightcrew not to take off.",
         ("must not", "the flightcrew", "take off")),
        ("The treaty prohibits the sale of ivory.", ("must not", None, "the sale of ivory")),
        ("The bill would mandate new meters.", ("must", None, "new meters")),
        ("The agency allows growers to burn straw.", ("may", "growers", "burn straw")),
        ("The Water Act permits farmers to dig wells.", ("may", "farmers", "dig wells")),
        ("The ministry is proposing to close two mines.",
         ("will", "The ministry", "close two mines")),
        ("The agency proposes banning the dye.", ("will", "The agency", "banning the dye")),
        ("We do not intend to sell the harbour.", ("will", "We", "sell the harbour")),
        ("We are looking to hire two nurses.", ("will", "We", "hire two nurses")),
        ("The council committed the mayor to report yearly.",
         ("will", "the mayor", "report yearly")),
        ("The port agrees with the need to dredge the river.",
         ("will", "The port", "dredge the river")),
        ("Tenants may wish to take advice.", ("should", "Tenants", "take advice")),
        ("It remains essential for pilots to rest.", ("must", "pilots", "rest")),
        ("It is vital that the three towns work together.",
         ("must", "the three towns", "work together")),
        ("We call on all sides to stop fighting.", ("should", None, "stop fighting")),
        ("The league stands ready to help.", ("will", "The league", "help")),
        ("It shall be unlawful for any person to sell raw milk.",
         ("must not", "any person", "sell raw milk")),
        ("Dealers are required by law to keep logs.", ("must", "Dealers", "keep logs")),
        ("The treaty prohibits states from dumping waste.",
         ("must not", "states", "dumping waste")),
        ("The clerk must permit owners to appeal.",
         ("must", "The clerk", "permit owners to appeal")),
        ("Sheds are not permitted in front yards.", ("must not", None, "Sheds")),
        ("That is why we will close the quay.", ("will", "we", "close the quay")),
        ("Our goal is to end hunger.", ("will", None, "end hunger")),
        ("More needs to be done.", ("must", None, "be done")),
        ("A keeper must at all times wear gloves.", ("must", "A keeper", "wear gloves")),
        ("Dealers in wax as agents must pay the fee.", ("must", "Dealers", "pay the fee")),
        ("Pilots are required as part of training to fly at night.",
         ("must", "Pilots", "fly at night")),
        ("The regulator expects that ships will meet the standard.",
         ("should", None, "meet the standard")),
        ("We must not only build ships.", ("must", "We", "build ships")),
        ("Owners are hereby required to file a map.", ("must", "Owners", "file a map")),
        ("We are determined to end piracy.", ("will", "We", "end piracy")),
        ("Nurses plan to co-operate.", ("will", "Nurses", "co-operate")),
        ("The agency is tasked with testing wells.", ("must", "The agency", "testing wells")),
        ("The North Quay Exchange will publish prices.",
         ("will", "The North Quay Exchange", "publish prices")),
    ],
)  # fmt: skip
def test_what_texts_and_bodies_rule_and_plan(text: str, row: tuple[str, str | None, str]) -> None:
    assert said(text) == [row]


@pytest.mark.parametrize(
    "text",
    [
        "The lift allows visitors to see the bay.",
        "A fever requires rest.",
        "Some claims are determined to be false.",
        "The judge found it a lawful aim to prevent waste.",
        "The purpose of the visit is to help the crew.",
        "The fee is paid at such time as the clerk shall set.",
        "No parking is required for a shed.",
        "Evidence that the seed was sown in spring.",
        "Request for a hearing or for a delay.",
        "Decisions require judgement.",
        "The bridge lets farmers cross.",
        "The strategy sets out the goals, budgets and plans to protect bees.",
        "It will be challenging to dig there.",
        "To make sure that the pump will start a cycle, heat was applied.",
        "The Solar Starter Kit will help you cook.",
    ],
)
def test_what_things_need_and_make_possible_is_no_row(text: str) -> None:
    assert not found(text)
