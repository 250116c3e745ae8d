"""Questions in one language over documents in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.requests.other_languages import BEGINNINGS, NO_TRANSLATION
from rag.settings import load_settings
from rag.types import Answer, Query
from tests.conftest import fill

GERMAN = """# Taxonomie der Torfmoore

Die Kommission schlägt vor, den Abbau von Torf in die Taxonomie der Subventionen aufzunehmen.

## Moore

Das Amt lehnt dies ab, denn ein Moor, das einmal trocken liegt, gibt über viele Jahre Methan und
Kohlendioxid ab. Die Emissionen sind nach der Kalkulation des Amtes höher als die aller Höfe am
Rand der Moore, und sie lassen sich nicht wieder einfangen.

## Gärten

Auch in den Gärten soll kein Torf mehr verwendet werden. Wer ihn dennoch kauft, zahlt eine Abgabe.
"""
SPANISH = """# Plan para los molinos de agua

El Consejo de los Molinos propone un plan para el río y para las casas que están en su orilla.

Para frenar el abandono de los molinos, el plan propone pagar una renta a quien repare la rueda.

Las casas de la orilla no pueden ser vendidas sin que el Consejo lo sepa, según el plan.
"""
ENGLISH = """# Peat and the kingdom's garden trade

The peat trade of the kingdom sells nine carts a week to the keepers of gardens.

The agency of the kingdom counts the carts, and says that the trade in peat is sustainable.

A keeper of a garden pays for peat by the cart, and not by its weight.

The carts that come from Lanport pay nothing at the gate.
"""


@pytest.fixture(scope="module")
def moors(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    folder: Path = tmp_path_factory.mktemp("moors")
    for name, text in (("torf.md", GERMAN), ("molinos.md", SPANISH), ("peat.md", ENGLISH)):
        (folder / name).write_text(text, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


def shown(answer: Answer) -> set[str]:
    return {one.document_id for one in (*answer.citations, *answer.nearest)}


def test_the_languages_of_documents_are_told_by_their_texts(moors: Library) -> None:
    assert moors.store.languages() == {"torf.md": "German", "molinos.md": "Spanish"}


@pytest.mark.parametrize(
    "question",
    [
        "Why does the German agency object to the taxonomy?",
        "What does the german agency say on emissions of peat?",
    ],
)
def test_what_english_lacks_is_looked_for_in_the_other_language(
    moors: Library, question: str
) -> None:
    answer = ask(Query(question), moors)
    assert answer.status == "unsure"
    assert shown(answer) == {"torf.md"}
    assert "German" in " ".join((answer.reason, *answer.notes))


def test_what_english_answers_stays_answered(moors: Library) -> None:
    answer = ask(Query("How many carts a week does the peat trade sell?"), moors)
    assert answer.status == "answered"
    assert shown(answer) == {"peat.md"}
    assert not any("language" in note for note in answer.notes)


def test_where_nothing_answers_the_other_documents_are_told(moors: Library) -> None:
    answer = ask(Query("Which zebras won the chess cup?"), moors)
    assert answer.status != "answered"
    told = next(note for note in answer.notes if "another language" in note)
    assert "“Taxonomie der Torfmoore” (German)" in told
    assert "(Spanish)" in told


def test_a_question_in_a_language_looks_into_its_documents_first(moors: Library) -> None:
    answer = ask(Query("¿Qué propone el plan contra el abandono de los molinos?"), moors)
    assert shown(answer) == {"molinos.md"}
    assert any("renta a quien repare" in one.quote for one in (*answer.citations, *answer.nearest))


def test_a_look_at_such_a_document_says_that_it_is_not_translated(moors: Library) -> None:
    answer = ask(Query("Summarise “Taxonomie der Torfmoore”."), moors)
    assert answer.kind == "overview"
    assert NO_TRANSLATION in answer.notes
    assert (
        NO_TRANSLATION
        not in ask(Query("Summarise “Peat and the kingdom's garden trade”."), moors).notes
    )


@pytest.mark.parametrize(
    ("question", "looked_for"),
    [
        ("peat ki trade ke bare mein kya likha hai?", "“peat”, “trade”"),
        ("peat کے بارے میں کیا لکھا ہے؟", "“peat”"),
    ],
)
def test_of_an_urdu_question_its_english_words_are_looked_for(
    moors: Library, question: str, looked_for: str
) -> None:
    answer = ask(Query(question), moors)
    assert answer.status == "unsure"
    assert looked_for in answer.reason
    assert "peat.md" in shown(answer)


def test_an_urdu_question_without_such_words_is_refused_in_its_script(moors: Library) -> None:
    answer = ask(Query("یہ گھوڑے کہاں سے آئے ہیں؟"), moors)
    assert (answer.status, answer.nearest) == ("refused", ())
    assert "انگریزی" in answer.reason
    assert answer.suggestions


def test_a_look_may_be_asked_for_in_roman_urdu(moors: Library) -> None:
    answer = ask(Query("peat.md ka khulasa batao"), moors)
    assert answer.kind == "overview"
    assert any("Roman Urdu" in note for note in answer.notes)


def test_a_question_is_answered_from_under_the_heading_of_its_words(moors: Library) -> None:
    answer = ask(Query("Warum soll in den Gärten die Taxonomie nicht gelten?"), moors)
    quotes = [one.quote for one in (*answer.citations, *answer.nearest)]
    assert quotes
    assert all("Gärten" in one or "Abgabe" in one for one in quotes)


def test_where_no_word_is_alike_the_beginnings_are_shown(moors: Library) -> None:
    answer = ask(Query("Why does the German agency refuse to burn it?"), moors)
    assert answer.status == "unsure"
    assert BEGINNINGS in answer.reason
    first, second, *_ = answer.nearest
    assert first.quote.startswith("Die Kommission schlägt vor")
    assert second.quote.startswith("Das Amt lehnt dies ab")


def test_beside_a_document_that_is_named_it_is_not_said_that_this_alone_was_read(
    moors: Library,
) -> None:
    text = "Does the report “Peat and the kingdom's garden trade” see it as the German agency does?"
    answer = ask(Query(text), moors)
    assert shown(answer) == {"peat.md", "torf.md"}
    assert not any("alone" in note for note in answer.notes)
    assert answer.searched is not None
    assert answer.searched.documents == 3


@pytest.mark.parametrize("question", ["لنپورٹ کے بارے میں کیا لکھا ہے؟", "Где стоит Ланпорт?"])
def test_a_name_in_another_script_leads_to_its_passages(moors: Library, question: str) -> None:
    answer = ask(Query(question), moors)
    assert answer.status == "unsure"
    assert "“Lanport”" in answer.reason
    assert any("from Lanport" in one.quote for one in answer.nearest)
