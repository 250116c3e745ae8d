from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.tables.figures import TABLE
from tests.rag.tables.made import document_of, lines, told, verbatim

COLUMNS = ("number", "unit", "of", "when", "where")


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("The fleet lost 14 trawlers in 2015.", ("14", "", "trawlers", "2015", "")),
        ("In 2015 the board raised the toll by 8%.", ("8%", "%", "toll", "2015", "")),
        ("Some 62 per cent of pupils in Norway passed.",
         ("62 per cent", "per cent", "pupils", "", "in Norway")),
        ("The trust spent £7.3m in 2024-25 on its schools.",
         ("£7.3m", "£", "schools", "2024-25", "")),
        ("Nurses work 40 hours a week.", ("40", "hours a week", "", "", "")),
        ("A three-year lease was signed.", ("three", "year", "lease", "", "")),
        ("Half of the wells are dry.", ("Half", "", "wells", "", "")),
        ("The 2015 survey counted 30 eels.", ("30", "", "eels", "", "")),
        ("The tax is 4% of income.", ("4%", "%", "income", "", "")),
        ("It costs €1.2 million a year.", ("€1.2 million", "€ … a year", "", "", "")),
        ("An incidence of 31.7 per 100,000 people was found.",
         ("31.7", "per 100,000 people", "incidence", "", "")),
        ("Cover by doses of measles (MM) vaccine was 83%.", ("83%", "%", "", "", "")),
    ],
)  # fmt: skip
def test_a_number_with_what_belongs_to_it(text: str, filled: tuple[str, ...]) -> None:
    assert lines(TABLE, text, *COLUMNS) == [filled]


def test_times_go_with_their_own_numbers() -> None:
    text = "The grant was €41,000 in 2006; the grant was €43,000 in 2007."
    assert lines(TABLE, text, "number", "when") == [("€41,000", "2006"), ("€43,000", "2007")]


def test_half_a_number_is_nothing_that_another_is_of() -> None:
    text = "Of the children of the valley, 83.5% (95% CI 81.9–85.0) were found to be covered."
    assert ("95%", "CI") in lines(TABLE, text, "number", "of")


def test_a_number_of_the_year_before_has_no_date_of_another() -> None:
    text = "There were 340 pupils on 1 May 2020, up from 320 last year."
    assert lines(TABLE, text, "number", "when") == [("340", "1 May 2020"), ("320", "")]


NOTHING = """# 12 ports

See section 5, Tables 3 and 4, page 40, note 7 and Recommendation 12.

On 3 May 2019 the third meeting of the G20 on Covid-19 was held at 10:30 a.m.

One of them, no one else, call 202-555-0134 or write to 1200 High Street about version 2.1.3.

Under 21 CFR 1308.11 and the code 48213, item 180 and 181 are free [2, 5-7].

The motion carried 4-0.

Nets and long lines 85,250

Trout 12 15 1,200

3. First

Figure 4: The 30 eels

Source: 30 fishers

# References

Okoro, A. (2015) 30 eels, 12 nets. Harbour Press.
"""


def test_no_row_for_what_counts_nothing() -> None:
    assert lines(TABLE, NOTHING, "number") == []


@pytest.mark.parametrize(
    "text",
    [
        "2.3. Members are elected by the branch.",
        "6.1 (a) A kiln must be vented.",
        "4.13.c. Details of the kilns are kept.",
        "5: The lamp must be lit at dusk.",
        "3.2: Restore the kilns of the branch",
        "The parties agree as follows: 2.1 that the kiln is shut; 2.2 no lamp is lit.",
        "It is agreed as follows: 1 Interpretation 1.1 In this deed, a lamp is a lamp.",
        "The deed leaves out: 5.1 to the extent that they are known, lamps; 5.2 which are old.",
        "Our surviving duties 5.1 The tenant may leave.",
        "1.(14) Applications are made.",
        "3.14 PART 4 is kept.",
        "It is open from 7 AM to 7 PM and was signed on this day of 20__ by hand.",
        "It is at https://town.example/a- 12/33.html and was read.",
        "Write to roe44 @ town.example.org or info@4seasons.example for it.",
        "It is doi: 10.1016/j.cell.2019.05.031 that was cited.",
        "The library is at 500 12th Street SW, Washington, DC 20024.",
        "The office at 60 – 62 Elm Road, SW1A 2AA, was closed.",
        "Deliveries go to 530 Harbour View, Port Ada.",
        "The code 12 applies, as do docket 48 and the serial 3391.",
        "It was 2006; 52: 4-9 that was cited.",
        "Less stable deposits 10%",
        "Landings of herring and trout 1,204 1,398",
    ],
)
def test_no_row_for_parts_addresses_and_cells(text: str) -> None:
    assert lines(TABLE, text, "number") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5 million people were moved.", "1.5 million"),
        ("2.5 Million people were moved.", "2.5 Million"),
        ("1.5 kg of rice was lost.", "1.5"),
        ("In Norway 14 trawlers were lost.", "14"),
        ("In Chile 40 hours a week is usual.", "40"),
        ("It was heard by 12 High Court judges.", "12"),
        ("The town has 1 200 000 people.", "1 200 000"),
        ("A loan of up to 30%", "30%"),
        ("They hired 12 Germans.", "12"),
        ("The rate was 5.1 In all towns.", "5.1"),
        ("The ratio was as follows: 2.1 to one.", "2.1"),
    ],
)
def test_what_counts_beside_what_only_looks_like_a_name(text: str, number: str) -> None:
    assert lines(TABLE, text, "number") == [(number,)]


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("The fine for parking is £60.", ["fine for parking"]),
        ("The speed limit will be 30 km/h.", ["speed limit"]),
        ("The cost of the bridge was estimated to be £4 million.", ["cost of the bridge"]),
        ("The daily dose should not exceed 40 mg.", ["daily dose"]),
        ("The unemployment rate stood at 7%.", ["unemployment rate"]),
        ("With a population of 80,000, Ystad is small.", ["population"]),
        ("The board raised the toll to £4.", ["toll"]),
        ("The council cut the number of seats by 9%.", ["seats"]),
        ("Exports rose 12 per cent.", ["Exports"]),
        ("The death rate dropped sharply to 4 deaths.", ["deaths"]),
        ("Wages are 5% higher.", ["Wages"]),
        ("Children reach age 18 at school.", ["Children"]),
        ("The rate fell from 12 per cent to 9 per cent.", ["rate", "rate"]),
        ("Exports grew by 12 per cent to $4 billion.", ["Exports", "Exports"]),
        ("The fee is $30 for adults and $15 for children.", ["fee", "fee"]),
        ("Enrolment was 300 in May and 340 in June.", ["Enrolment", "Enrolment"]),
        ("It had 12 members in 1990 and 30 in 2010.", ["members", "members"]),
        ("Of the 300 wells, 40 were dry.", ["wells", "wells"]),
        ("It used 4 kg (8.8 lb) of steam.", ["steam", "steam"]),
    ],
)
def test_of_what_where_it_stands_before_or_was_said(text: str, of: list[str]) -> None:
    assert [said for (said,) in lines(TABLE, text, "of")] == of


@pytest.mark.parametrize(
    "text",
    [
        "No lock is 100% safe.",
        "It ends before they turn age 65.",
        "It ends within a month of age 65.",
        "Of the 300 wells, in 40 years all ran dry.",
        "The fee is $30 for adults; the fine for boys and girls was in doubt, $15.",
        "The board gave the mill to 3 km of roads, and $15 came.",
    ],
)
def test_nothing_is_said_of_what_where_it_is_not_sure(text: str) -> None:
    assert lines(TABLE, text, "of")[-1] == ("",)


def test_facts_are_plain_numbers() -> None:
    document = document_of("The roof cost Rs 3.5 billion and lasts between 5 and 10 years.")
    facts = [row.facts for row in TABLE.rows(document)]
    assert facts == [
        {"value": "3500000000", "measure": "rupee", "in": "text"},
        {"value": "5", "measure": "year", "in": "text", "to": "10"},
    ]


TABLED = """Eels were counted.

| Port | Boats | Share |
|---|---|---|
| Ystad | 1,200 | 12% |
| Odda | 90 | n/a |
"""


def test_a_table_s_cells_under_their_heads() -> None:
    document = document_of(TABLED)
    rows = [*TABLE.rows(document)]
    assert [
        (*(told(document, row, one) for one in ("number", "of", "unit")), row.facts["in"])
        for row in rows
    ] == [
        ("1,200", "Ystad … Boats", "", "table"),
        ("12%", "Ystad … Share", "%", "table"),
        ("90", "Odda … Boats", "", "table"),
    ]
    verbatim(document, rows)


def test_no_cells_where_heads_or_labels_are_not_sure() -> None:
    text = "| 3 May 2015 | Boats |\n|---|---|\n| 4 May 2015 | 12 |\n| 17 | 12 |\n"
    assert lines(TABLE, text, "number") == []


def compared(*texts: str) -> list[tuple[str, int, str]]:
    documents = [document_of(text, f"made-{n}") for n, text in enumerate(texts)]
    assert TABLE.compare is not None
    groups = TABLE.compare([(one, [*TABLE.rows(one)]) for one in documents])
    return [(group.label, len(group.rows), group.remark) for group in groups]


def test_the_difference_is_named() -> None:
    one, other = "It has 12 million farm workers.", "There are 14 million farm workers."
    assert compared(one, other) == [
        ("farm workers", 2, "12 million and 14 million: 2 million apart, 17%")
    ]


@pytest.mark.parametrize(
    ("texts", "remark"),
    [
        (("It has 12 fishing boats. We saw 12 fishing boats.",), "the same"),
        (("40% of fishing boats", "44% of fishing boats"),
         "40% and 44%: 4 percentage points apart"),
        (("5 fishing boats", "6 fishing boats", "10 fishing boats"),
         "3 values, from 5 to 10: 5 apart, 100%"),
        (("5 to 9 fishing boats", "5 to 8 fishing boats"), "5 to 9 and 5 to 8: not the same"),
        (("In 2015 it had 5 fishing boats.", "It had 6 fishing boats."), "5 and 6: 1 apart, 20%"),
    ],
)  # fmt: skip
def test_what_differs(texts: tuple[str, ...], remark: str) -> None:
    ((_, _, said),) = compared(*texts)
    assert said == remark


@pytest.mark.parametrize(
    "texts",
    [
        ("5 fishing boats", "6 sailing boats"),
        ("5 boats", "6 boats"),
        ("5 tonnes of fishing boats", "6 miles of fishing boats"),
        ("In 2015 it had 5 fishing boats.", "In 2016 it had 6 fishing boats."),
        ("It had 5 fishing boats in Norway.", "It had 6 fishing boats in Chile."),
        ("The fleet of fishing boats rose from 5 fishing boats to 6 fishing boats.",),
    ],
)
def test_other_things_times_and_places_are_not_compared(texts: tuple[str, ...]) -> None:
    assert compared(*texts) == []


PIECES = st.sampled_from(
    "12 |£3.5 million |per cent |of the |eels |in 2015 |, |(|) |; |the toll |fell by |half |"
    "twenty (20) |"
    "days|. |\n\n|- |# |[3]|“|aged |1 in 5 |10-15 | | | a |\n|".split("|")
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=16).map("".join))
def test_rows_are_words_of_the_document(text: str) -> None:
    document = document_of(text or "x")
    verbatim(document, TABLE.rows(document))


def test_a_unit_in_the_head_of_a_column() -> None:
    text = """| Vessel | Draught (m) | Fee (£) | Crew | Filled (%) | Class (A) |
|---|---|---|---|---|---|
| Astrid | 7.1 | 85 | 12 | 40 | 3 |
"""
    assert lines(TABLE, text, "number", "unit") == [
        ("7.1", "m"), ("85", "£"), ("12", ""), ("40", "%"), ("3", ""),
    ]  # fmt: skip
