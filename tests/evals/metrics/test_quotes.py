from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.metrics.items import Place, Quoted, Said
from evals.metrics.quotes import Fidelity, Texts, fidelity, fidelity_figures, fold, locate
from tests.evals.metrics.made import ASKED, at, quote_of

A = (
    "The group meets in Islamabad every year. Members asked for a code of\nconduct "
    "for mosques.\n\nThe “insecure” border isn’t closed; 1200 men guard it.\n\n"
)
B = "Funds shall not be used for arms. The funds are audited each spring by the state.\n\n"
TEXTS = {"a.txt": A, "b.txt": B}


@pytest.mark.parametrize(
    ("document", "text", "expected"),
    [
        ("a.txt", "The group meets in Islamabad every year.", "verbatim"),
        ("a.txt", "a code  of conduct\nfor mosques", "verbatim"),  # white space
        ("a.txt", "for mosques. The “insecure” border", "verbatim"),  # two line ends
        ("a.txt", 'The "insecure" border isn\'t closed', "verbatim"),  # quote marks
        ("a.txt", "The «insecure» border isn`t closed", "verbatim"),
        # One word altered, added; a letter; case; punctuation.
        ("a.txt", "The group meets in Lahore every year.", "fabricated"),
        ("a.txt", "The group never meets in Islamabad every year.", "fabricated"),
        ("a.txt", "the group meets in Islamabad every year.", "fabricated"),
        ("a.txt", "The group meets, in Islamabad every year.", "fabricated"),
        # Another document's, or a document that isn't there.
        ("b.txt", "The group meets in Islamabad every year.", "misattributed"),
        ("c.txt", "The group meets in Islamabad every year.", "misattributed"),
        ("c.txt", "Nobody has said this anywhere.", "fabricated"),
        ("", "Funds shall not be used for arms.", "verbatim"),  # no document named
        ("", "Nobody has said this anywhere.", "fabricated"),
        # Two half-sentences, of one document and of two; a word left out between long pieces.
        ("a.txt", "The group meets Islamabad every year.", "stitched"),
        ("a.txt", "The group meets in Islamabad for a code of conduct", "stitched"),
        ("a.txt", "The group meets in arms. The funds are audited", "stitched"),
        ("b.txt", "Funds shall be used for arms.", "fabricated"),  # "Funds shall" is too short
        ("a.txt", "Members asked for conduct for mosques.", "stitched"),
        ("a.txt", "The group … every year", "stitched"),
        ("a.txt", "The group [...] every year", "stitched"),
        ("a.txt", "The group . . . every year", "stitched"),
        ("a.txt", "The group … every month", "fabricated"),
        # Inside a word or a number.
        ("a.txt", "secure", "fabricated"),
        ("a.txt", "200 men guard it", "fabricated"),
        ("a.txt", "The group mee", "fabricated"),
        ("a.txt", "", "fabricated"),
        ("a.txt", " \n ", "fabricated"),
        ("a.txt", "…", "fabricated"),
    ],
)
def test_each_class(document: str, text: str, expected: Fidelity) -> None:
    assert fidelity(Quoted(document, text), TEXTS) == expected


def test_a_claimed_place_must_hold_the_quote_and_nothing_else() -> None:
    words = "Members asked for a code of\nconduct for mosques."
    good = quote_of(A, words)
    assert good.place is not None
    start, end = good.place.start, good.place.end
    assert fidelity(good, TEXTS) == "verbatim"
    assert fidelity(replace(good, text=words.replace("\n", " ")), TEXTS) == "verbatim"
    for wrong in (
        at(start + 1, end + 1),
        at(start, end + 5),
        at(start - 10, end - 10),
        at(0, 10),
        at(start, end, "b.txt"),
        at(start, start),
        at(-5, 10),
        at(start, 10_000),
    ):
        assert fidelity(replace(good, place=wrong), TEXTS) == "misattributed", wrong
    altered = Quoted("a.txt", words.replace("asked", "begged"), good.place)
    assert fidelity(altered, TEXTS) != "verbatim"


def test_a_place_inside_a_word_is_not_verbatim() -> None:
    assert fidelity(quote_of(A, "secure"), TEXTS) == "fabricated"


def test_ellipses_of_the_document_itself_are_verbatim() -> None:
    assert (
        fidelity(Quoted("a.txt", "he said … no"), {"a.txt": "And he said … no more"}) == "verbatim"
    )


def test_pieces_may_need_a_shorter_cut_than_the_longest() -> None:
    # The longest first piece "a b c d" would leave "e f", too short; "a b c" leaves "d e f".
    assert fidelity(Quoted("x", "a b c d e f"), {"x": "a b c d. d e f."}) == "stitched"
    assert fidelity(Quoted("x", "a b c d e f"), {"x": "a b c d. e f."}) == "fabricated"


def test_the_share_and_the_counts_of_all_quotes_shown() -> None:
    item = replace(
        ASKED,
        statements=(
            Said("S", (quote_of(A, "The group meets"), Quoted("b.txt", "The group meets"))),
            Said("T", (Quoted("a.txt", "The group met"),)),
        ),
        nearest=(Quoted("b.txt", "Funds shall not"), Quoted("b.txt", "Funds shall … state")),
    )
    assert fidelity_figures(item, TEXTS) == {
        "quote_fidelity": 2 / 5,
        "quotes_verbatim": 2,
        "quotes_misattributed": 1,
        "quotes_stitched": 1,
        "quotes_fabricated": 1,
    }


def test_an_item_that_shows_no_quote_has_no_fidelity() -> None:
    assert fidelity_figures(replace(ASKED, statements=(Said("S"),)), TEXTS) == {}


def test_locating_keeps_true_places_finds_missing_ones_and_drops_wrong_ones() -> None:
    text = "So it is. And so: So it is. Else."
    quotes = (
        Quoted("x", "So it is."),
        Quoted("x", "So it is.", at(18, 27, "x")),
        Quoted("x", "So it is.", at(0, 5, "x")),
        Quoted("x", "So it was."),
        Quoted("y", "So it is."),
    )
    item = replace(ASKED, statements=(Said("S", quotes[:2]),), nearest=quotes[2:])
    here = locate(item, {"x": text})
    assert [quote.place for quote in here.statements[0].quotes] == [at(0, 9, "x"), at(18, 27, "x")]
    assert [quote.place for quote in here.nearest] == [None, None, None]
    unnamed = replace(item, statements=(Said("S", (Quoted("", "So it is."),)),), nearest=())
    found = locate(unnamed, {"w": "Else.", "x": text}).statements[0].quotes[0].place
    assert found == at(0, 9, "x")
    # Where it stands twice, the one that overlaps gold is meant.
    there = locate(replace(item, gold=((at(20, 22, "x"),),)), {"x": text})
    assert there.statements[0].quotes[0].place == at(18, 27, "x")


@settings(deadline=None)
@given(
    st.text("ab “”'\n\t\u00a0.\U0001f600\ud800", max_size=40),
    st.integers(0, 40),
    st.integers(1, 40),
)
def test_every_slice_between_spaces_is_verbatim_with_and_without_its_place(
    text: str, start: int, length: int
) -> None:
    text = f" {text} "
    spaces = [position for position, char in enumerate(text) if char.isspace()]
    start = spaces[start % len(spaces)]
    end = next((s for s in spaces if s >= start + length), spaces[-1])
    words = text[start:end]
    if not words.strip():
        return
    place = Place("x", start, end)
    assert fidelity(Quoted("x", words, place), {"x": text}) == "verbatim"
    assert fidelity(Quoted("x", words), {"x": text}) == "verbatim"
    item = replace(ASKED, statements=(Said("S", (Quoted("x", words),)),))
    found = locate(item, {"x": text}).statements[0].quotes[0].place
    assert found is not None
    assert fold(text[found.start : found.end]) == fold(words)


def test_thousands_of_quotes_are_found_in_megabytes() -> None:
    words = [f"word{number % 9973}x{number}" for number in range(150_000)]
    texts = Texts({f"{n}.txt": " ".join(words[n::3]) for n in range(3)})
    assert sum(map(len, texts.values())) > 2_000_000
    quotes = [Quoted("1.txt", " ".join(words[1 + 3 * n :: 3][:20])) for n in range(0, 40_000, 20)]
    assert {fidelity(quote, texts) for quote in quotes} == {"verbatim"}
    wrong = [replace(quote, text=f"{quote.text} and more") for quote in quotes[:40]]
    assert {fidelity(quote, texts) for quote in wrong} == {"fabricated"}
