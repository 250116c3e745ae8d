from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checking.claim_detection import needs_source
from rag.checking.draft import check_draft
from rag.checking.draft_text import Draft, NoteMark, Part, quotations
from rag.checking.findings import Reported, Review
from rag.checking.in_text_citations import Works, references
from rag.errors import QueryError
from rag.library import Library
from rag.types import Scope, Source, Span

PUNCH = "military should be the final punch against militancy"


@dataclass(frozen=True)
class Note:
    text: str


def made(*parts: str | Note, kind: str = "paragraph") -> Draft:
    """A draft of paragraphs; ``> `` begins a block quotation, ``^`` is the mark of the note."""
    text, built, marks = "", [], []
    note = next((n for n, part in enumerate(parts) if isinstance(part, Note)), None)
    for part in parts:
        words = part.text if isinstance(part, Note) else part
        sort = "note" if isinstance(part, Note) else kind
        if words.startswith("> "):
            words, sort = words[2:], "quote"
        if "^" in words and note is not None:
            marks.append(NoteMark(len(text) + words.index("^"), note))
            words = words.replace("^", "")
        built.append(Part(sort, len(text), len(text) + len(words)))  # type: ignore[arg-type]
        text += words + "\n\n"
    return Draft(text, tuple(built), tuple(marks))


def checked(library: Library, *parts: str | Note) -> Review:
    return check_draft(made(*parts), library)


def only_quotation(library: Library, *parts: str | Note) -> Reported:
    (finding,) = [one for one in checked(library, *parts).findings if one.is_quotation]
    return finding


VERBATIM = [
    f"The group argued that “{PUNCH}.”",
    f'The group argued that "{PUNCH}", no less.',
    f"The group argued that ‘{PUNCH}’, no less.",
    f"The group argued that '{PUNCH}'.",
    "The “military should be the final\npunch   against militancy”.",
    "It says “Members called for … dealing with internal security”.",
    "It says “Members also called for drafting [...] against terrorism. Whatever we have”.",
    "“[T]he group suggested, the police should be in the lead”, it says.",
    "It says “All the missing persons [in Balochistan], a member noted, are seen as separatists”.",
    "It says “Members noted that once put on the Fourth Schedule, individuals [sic], are”.",
    "It says that “the group agreed that Pakistan faces a multitude of” problems.",
    (
        "> Governance should be fixed, one said. Another participant argued that we should "
        "realize that in today’s inter-connected world, “geo-economics is more important "
        "than geo-politics.”"
    ),
    (
        "> “The members advised that the state should have the sole monopoly on the use of "
        "violence.” (PIPS 2017, p. 4)"
    ),
    "It says ‘militants’ “surrenders” in the wake of being surrounded by state forces’ are so.",
    "It says ‘While militants have their “vision” and they coordinate with each other’.",
]


@pytest.mark.parametrize("text", VERBATIM)
def test_verbatim_quotations_are_not_blamed(text: str, library: Library) -> None:
    finding = only_quotation(library, text)
    assert finding.sort == "verbatim"
    assert not finding.is_problem
    assert finding.citations


ALTERED = [
    (f"It says “{PUNCH.replace('final', 'last')}”.", "last", "final"),
    (f"It says “{PUNCH.replace('should be', 'should not be')}”.", "not", ""),
    ("It says “there are 8,400 people in Schedule 4”.", "8,400", "8,300"),
    ("It says 'a list of 171 approved outfits' is there.", "approved", "proscribed"),
    (
        "It says “the cabinet had once … announced National External Security Policy”.",
        "External",
        "Internal",
    ),
    (
        "> As of now, there are 8,300 people in Schedule 5. (PIPS 2017, p. 4)",
        "5",
        "4",
    ),
    ("It says “[t]he eventual heartland of militancy in Pakistan is Sindh”.", "Sindh", "Punjab"),
    ("It says “Terrorism by Islamist militants is one serious one”.", "one", "the most"),
]


@pytest.mark.parametrize(("text", "said", "there"), ALTERED)
def test_one_altered_word_or_number_is_caught(
    text: str, said: str, there: str, library: Library
) -> None:
    draft = made(text)
    (finding,) = [one for one in check_draft(draft, library).findings if one.is_quotation]
    assert finding.sort == "altered"
    assert finding.is_problem
    assert [(draft.text[s.start : s.end], words) for s, words in finding.differences] == [
        (said, there)
    ]


MISATTRIBUTED = [
    (f"As Rumi (2015) says, “{PUNCH}”.", None),
    (f"“{PUNCH}” [@rumi-2015].", None),
    (f"“{PUNCH}” (Rumi 2015).", None),
    (f"“{PUNCH}” (PIPS 2017, p. 6).", "p. 4"),
    (f"“{PUNCH}” [@pips-2017, p. 2].", "p. 4"),
    (f"“{PUNCH}” (Pak Institute for Peace Studies n.d., 1–3).", "p. 4"),
    (f"> {PUNCH} (PIPS 2017, p. 7)", "p. 4"),
]


@pytest.mark.parametrize(("text", "page"), MISATTRIBUTED)
def test_what_stands_elsewhere_is_caught(text: str, page: str | None, library: Library) -> None:
    finding = only_quotation(library, text)
    assert finding.sort == "misattributed"
    assert finding.corrected == page
    assert finding.is_problem


@pytest.mark.parametrize(
    "cited",
    [
        "(PIPS 2017, p. 4)",
        "(Pak Institute for Peace Studies 2017: 4)",
        "[@pips-2017, p. 4]",
        "[@pips-2017, pp. 3-5]",
        "(see PIPS n.d., pp. 2, 4)",
        "(“Internal security and challenges”, p. 4)",
        "(Rumi 2015; PIPS 2017, p. 4)",
        "(Rumi 2019, p. 100)",  # another work, which isn't among the documents
        "(which is so)",
    ],
)
def test_a_right_citation_is_let_be(cited: str, library: Library) -> None:
    finding = only_quotation(library, f"It is said that “{PUNCH}” {cited}. And so on.")
    assert finding.sort == "verbatim"
    assert finding.corrected is None


def test_a_note_is_a_citation(library: Library) -> None:
    good = Note("PIPS, Internal security and challenges, p. 4.")
    assert only_quotation(library, f"It says “{PUNCH}.”^ So it goes.", good).sort == "verbatim"
    bad = Note("Rumi, Charting Pakistan Internal Security Policy.")
    assert only_quotation(library, f"It says “{PUNCH}.”^ So.", bad).sort == "misattributed"
    page = Note("Pak Institute for Peace Studies, Internal security (2017), 6.")
    assert only_quotation(library, f"It says “{PUNCH}.”^ So.", page).corrected == "p. 4"


def test_a_quotation_in_a_note_is_checked(library: Library) -> None:
    note = Note(f"See PIPS 2017, p. 4: “{PUNCH.replace('final', 'first')}”.")
    finding = only_quotation(library, "So they say.^", note)
    assert finding.sort == "altered"


def test_ibid_is_the_work_before(library: Library) -> None:
    text = f"“Governance should be fixed, one said” (PIPS 2017, p. 4). “{PUNCH}” (ibid., p. 6)."
    findings = [one for one in checked(library, text).findings if one.is_quotation]
    assert [one.corrected for one in findings] == [None, "p. 4"]


INVENTED = [
    "It says “every province shall have a choir of its own by the spring”.",
    "It says ‘the tax on salt and candles was the cause of the unrest’.",
    "> A fleet of forty ships was promised to the port by the minister of fisheries.",
]


@pytest.mark.parametrize("text", INVENTED)
def test_invented_quotations_are_caught(text: str, library: Library) -> None:
    finding = only_quotation(library, text)
    assert finding.sort == "not found"
    assert finding.is_problem


def test_scare_quotes_are_let_be(library: Library) -> None:
    text = "The so-called “experts” and their 'bold new plan' are what the ‘men’s club’ wanted."
    assert not [one for one in checked(library, text).findings if one.is_quotation]


def test_works_that_are_not_here_are_not_blamed(library: Library) -> None:
    text = "It says “the goats of Verona sang all night” (Smith 2010, p. 4)."
    finding = only_quotation(library, text)
    assert (finding.sort, finding.soft, finding.is_problem) == ("not found", True, False)


def test_claims(library: Library) -> None:
    review = checked(
        library,
        "This memo sets out two matters. There are 8,400 people in Schedule 4. "
        "On May 3, 2017, PIPS convened the meeting of the tenth working group (PIPS 2017, p. 6). "
        "The ministry of fisheries bought forty ships from Norway. Who paid for them?",
    )
    assert [one.sort for one in review.findings] == [
        "contradicted",
        "supported",
        "nothing found",
    ]
    assert review.findings[0].opposing
    assert review.findings[1].corrected == "p. 2"


@pytest.mark.parametrize(
    "sentence",
    [
        "This memo first sets out the two policies.",
        "I then turn to parliament and its committees.",
        "Who decides which organisation is banned?",
        "In my view the policy has failed badly.",
        "Section 2 describes the two policy frameworks.",
        "Why so?",
        "Perhaps the police could take the lead.",
    ],
)
def test_what_needs_no_source(sentence: str) -> None:
    assert not needs_source(sentence)


def test_what_needs_one() -> None:
    assert needs_source("The interior ministry has banned 62 outfits.")
    assert needs_source("The US embassy paid for the meeting in Islamabad.")


def test_the_end_of_a_single_quotation() -> None:
    draft = made("They don't say ‘the militants’ vision is clear’ in the '90s or 'tis so.")
    (quoted,) = quotations(draft)
    ends = [quoted.span.end, *quoted.others]
    assert draft.text[quoted.span.start : max(ends)] == "the militants’ vision is clear"


def test_many_marks_take_no_time(library: Library) -> None:
    review = checked(library, "‘" * 3000, "“" * 3000, "('" * 3000, "[@" * 500, "(iiii" * 500)
    assert not review.problems


@pytest.mark.parametrize("text", ["'a " * 30_000, "[" + "@" * 20_000, "(iiii " * 20_000])
def test_hostile_marks_are_bounded(text: str) -> None:
    draft = made(text)
    assert quotations(draft) == ()
    assert references(draft, Works(SOURCES)) == ()


SOURCES = [
    Source("doe-2019", {"title": "Water Law", "author": [{"family": "Doe"}]}),
    Source("well", {"title": "The Well and the Mill", "issued": {"date-parts": [[2001]]}}),
]


@given(st.text(alphabet="()[]@{}“”\"'‘’^ .,;:pP0129ivxDoe\n-", max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    draft = Draft(text, (Part("paragraph", 0, len(text)),))
    for quoted in quotations(draft):
        assert 0 <= quoted.span.start <= quoted.span.end <= len(text)
        assert all(quoted.span.start < end <= len(text) for end in quoted.others)
    for one in references(draft, Works(SOURCES)):
        assert Span(0, len(text)).overlaps(one.span)


def test_a_document_that_is_not_there_is_named(library: Library) -> None:
    with pytest.raises(QueryError, match="no document 'goats'"):
        check_draft(made("Who pays?"), library, Scope(documents=("goats",)))


def only_claim(library: Library, *parts: str) -> Reported:
    (finding,) = [one for one in checked(library, *parts).findings if not one.is_quotation]
    return finding


def test_a_claim_in_other_words_is_put_beside_its_passage(library: Library) -> None:
    text = "The army has been allowed by the civilian government to run internal security."
    finding = only_claim(library, text)
    assert finding.sort == "compare"
    assert not finding.is_problem
    (citation,) = finding.nearest
    assert citation.quote.startswith("The current civilian government has enabled the military")
    same = {(text[a.start : a.end], citation.quote[b.start : b.end]) for a, b in finding.matches}
    assert {("civilian", "civilian"), ("government", "government")} <= same


def test_dates_and_names_that_a_passage_lacks_are_said(library: Library) -> None:
    finding = only_claim(
        library, "The attack on the school in Oslo in December 2014 changed the policy."
    )
    assert finding.sort == "compare"
    assert "“Oslo”" in finding.reason
    assert "2014" not in finding.reason


def test_what_no_passage_is_about_has_nothing(library: Library) -> None:
    finding = only_claim(library, "Norwegian bakers earn twelve times what their tailors do.")
    assert (finding.sort, finding.nearest) == ("nothing found", ())
    assert "“" not in finding.reason  # no list of missing words


def test_a_work_that_is_not_there_cannot_be_checked(library: Library) -> None:
    finding = only_claim(library, "According to Smith (2019, p. 4), the navy grew by a tenth.")
    assert finding.outside
    assert finding.soft
    assert not finding.is_problem
    assert "isn’t among the documents" in finding.reason


def test_the_document_cited_is_searched_first(library: Library) -> None:
    finding = only_claim(
        library, "Devolution in 2010 changed the way in which security is governed (Rumi 2015)."
    )
    assert finding.sort == "compare"
    assert {one.document_id for one in finding.nearest} == {"rumi-2015"}


def test_what_introduces_a_quotation_claims_nothing(library: Library) -> None:
    review = checked(library, f"The tenth report says that the “{PUNCH}”.")
    assert [one.is_quotation for one in review.findings] == [True]


def test_faults_come_before_what_can_be_compared(library: Library) -> None:
    review = checked(
        library,
        "Norwegian bakers earn twelve times what their tailors do. "
        "The army has been allowed by the civilian government to run internal security. "
        "More than 38,000 militants have died, according to the state.",
    )
    order = sorted(review.findings, key=lambda one: one.urgency)
    assert [one.sort for one in order] == ["contradicted", "compare", "nothing found"]
