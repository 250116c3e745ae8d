from __future__ import annotations

import itertools

import pytest

from ingest.line_ends import joint, spelling_of

BAKERS = (
    "The bakers of the lower town agreed on a price for bread, and on short-term loans for those "
    "whose ovens had been damaged by the storm. Nobody was to sell below it before the new year."
)


def joined(*lines: str, text: str = BAKERS) -> str:
    """Join the lines of a paragraph of a document that has this text as well."""
    pairs = list(itertools.pairwise(lines))
    spelling = spelling_of("\n".join((text, *lines)), pairs)
    whole = lines[0]
    for above, below in pairs:
        what = joint(above, below, spelling)
        whole = whole[:-1] if what == "no hyphen" else whole
        whole += f" {below}" if what == "space" else below
    return whole


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        (("the meas-", "ures met"), "the measures met"),
        (("a full set-", "tlement of it"), "a full settlement of it"),
        (("the sub-", "mission of a counc-", "il"), "the submission of a council"),
        (("its regulat-", "or and the counc-", "il"), "its regulator and the council"),
        (("THE APPOINT-", "MENT OF BAKERS"), "THE APPOINTMENT OF BAKERS"),
        (("the organis-", "ation of markets"), "the organisation of markets"),
        (
            ("many loca-", "tions of ovens; he re-", "lied on them"),
            "many locations of ovens; he reli",
        ),
    ],
)
def test_a_cut_word_is_whole_again(cut: tuple[str, ...], whole: str) -> None:
    assert joined(*cut).startswith(whole)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("a market-", "driven scheme"),
        ("some bread-", "related goods"),
        ("the oven-", "owning class"),
        ("a 30-", "day notice"),
        ("the multi-", "year plan"),
        ("an all-", "Indian market"),
        ("as an HTML-", "based form"),
        ("by e-", "mail only"),
        ("a state-of-the-", "art oven"),
        ("from day-to-", "day business"),
    ],
)
@pytest.mark.parametrize("cuts", [True, False])
def test_a_hyphen_of_its_own_stays(above: str, below: str, *, cuts: bool) -> None:
    others = ("the counc-", "il and its appoint-", "ment came") if cuts else ()
    assert f"{above}{below}" in joined(*others, above, below)


def test_the_document_spells_its_words_itself() -> None:
    for spelt in ("non-member", "nonmember"):
        text = f"{BAKERS} A {spelt} pays more."
        assert joined("for every non-", "member of it", text=text) == f"for every {spelt} of it"


def test_a_document_that_cuts_no_words_parts_only_compounds() -> None:
    """Recreation is a word, yet nothing shows that this document would have cut it."""
    assert joined("the re-", "creation of it; a market-", "driven") == (
        "the re-creation of it; a market-driven"
    )
    assert "the recreation of it" in joined("the re-", "creation of it; a counc-", "il")


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (
            ("los hornos de la ciu-", "dad y el mer-", "cado"),
            "los hornos de la ciudad y el mercado",
        ),
        (
            ("die Bäcker der Alt-", "stadt und der Süd-", "West-Kreis"),
            "die Bäcker der Altstadt und ",
        ),
        (
            ("Ce sont les boulangers du quar-", "tier et du mar-", "ché qui vendent leur pain"),
            "Ce sont les boulangers du quartier et du marché qui",
        ),
    ],
)
def test_other_languages_cut_before_small_letters(lines: tuple[str, ...], whole: str) -> None:
    assert joined(*lines, text="").startswith(whole)


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("the figures of 2011–", "2013 show", "2011–2013 show"),
        ("the figures of 2011", "–13 show", "2011–13 show"),
        ("of the ovens—", "all of them", "ovens—all of"),
        ("of the ovens", "—all of them", "ovens—all of"),
        ("bread and/", "or cakes", "and/or cakes"),
        ("late –", "too late", "late – too late"),
        ("it fell to", "–4 degrees", "to –4 degrees"),
        ("both short-", "and long-term loans", "short- and long-term"),
        ("see https://", "bakers.example/a", "https://bakers.example/a"),
        ("see https://bakers.example/list-of-", "ovens.html", "list-of-ovens.html"),
        ("see www.bakers.", "example/ovens for", "www.bakers.example/ovens for"),
        ("see https://bakers.example/find?year=", "2011&all=1", "year=2011&all=1"),
        ("see https://bakers.example", "/ovens/all", "bakers.example/ovens/all"),
        ("see https://bakers.example/", "and ask them", "bakers.example/ and ask"),
        ("see www.bakers.example.", "The ovens are", "example. The ovens"),
        ("see www.bakers.example/", "21 of them are", "example/ 21 of"),
    ],
)
def test_no_space_slips_in_and_none_is_lost(above: str, below: str, whole: str) -> None:
    assert whole in joined(above, below)
