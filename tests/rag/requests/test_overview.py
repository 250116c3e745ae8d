"""A look at a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.requests.described_document import NEAREST
from rag.requests.other_languages import NO_TRANSLATION
from rag.requests.overview import asks_for_a_look, overview
from rag.settings import load_settings
from rag.types import Query, Scope
from tests.conftest import fill
from tests.rag.requests.conftest import answer_to
from tests.rag.requests.shelf import quotes, request


@pytest.mark.parametrize(
    "text",
    [
        "Summarise the ferries report",
        "summarize “The ferries of Lanport”, please",
        "What is the Lanport report about?",
        "Tell me about the ferries report.",
        "Give me the gist of the ferries report",
        "tl;dr of the ferries report",
        "key points of the Lanport report",
        "What does the ferries report say?",
        "What's in the ferries report?",
    ],
)
def test_a_look_gives_the_own_summary_and_the_outline(text: str, shelf: Library) -> None:
    answer = ask(Query(text), shelf)
    assert (answer.kind, answer.status) == ("overview", "answered")
    summary, outline = answer.parts
    assert summary.title == "The ferries of Lanport: Summary"
    assert len(summary.statements) == 2
    assert outline.title == "The ferries of Lanport: outline"
    assert "3. Key recommendations" in quotes(answer)


@pytest.mark.parametrize(
    "text", ["summarise the ferries report in english", "Translate the ferries report into Urdu"]
)
def test_a_look_in_a_language_says_that_nothing_is_translated(text: str, shelf: Library) -> None:
    answer = ask(Query(text), shelf)
    assert (answer.kind, answer.status) == ("overview", "answered")
    assert NO_TRANSLATION in answer.notes
    assert NO_TRANSLATION not in ask(Query("Summarise the ferries report"), shelf).notes


def test_without_a_summary_it_is_the_introduction_and_what_says_most(shelf: Library) -> None:
    answer = ask(Query("Summarise the bees handbook"), shelf)
    introduction, sentences, _ = answer.parts
    assert introduction.title.endswith(": Introduction")
    shown = [answer.citations[i] for i in sentences.statements]
    assert 0 < len(shown) <= 7
    assert [one.start for one in shown] == sorted(one.start for one in shown)
    assert not any("smoker" in one.quote for one in shown)  # a scrap


def test_references_say_nothing_of_the_whole(shelf: Library) -> None:
    shown = quotes(ask(Query("Summarise both the ferries report and the bees handbook"), shelf))
    assert not any("Okafor" in quote for quote in shown)


def test_an_outline_is_only_that(shelf: Library) -> None:
    found = overview(request("give me the outline of the ferries report, thanks", shelf))
    assert found is not None
    assert [part.title for part in found.parts] == ["The ferries of Lanport: outline"]


def test_the_sections_of_a_document_are_its_outline(shelf: Library) -> None:
    answer = ask(Query("Which chapters does the bees handbook have?"), shelf)
    assert quotes(answer)[:3] == ["Introduction", "Hives", "Chapter 1"]


def test_of_many_documents_a_sentence_or_two_is_shown(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.requests.overview.TOGETHER", 2)
    answer = ask(Query("summarise everything"), shelf)
    assert answer.status == "answered"
    assert {part.document_id for part in answer.parts} == {"ferries.md", "allotments.md", "bees.md"}
    of_ferries = next(part for part in answer.parts if part.document_id == "ferries.md")
    (shown,) = (answer.citations[n].quote for n in of_ferries.statements)
    assert shown.startswith("The ferries of Lanport carry more people")  # its own summary
    of_bees = next(part for part in answer.parts if part.document_id == "bees.md")
    assert answer.citations[of_bees.statements[0]].quote.startswith("Orchard bees fly in spring")
    for suggested in answer.suggestions:
        assert ask(Query(suggested), shelf).parts


RUN_IN = """# Notice on moorings

Harbour master, file 12

The rules of this notice are licensed under the terms of the harbour.

SUMMARY: The harbour master proposes to move all moorings to the southern quay by June.

Details of the move are on the board by the gate, and www.harbour.example has a map of the quay.
"""
LETTER = """# On the wells

The rain of the spring filled most wells of the county, and the farmers were glad of it all summer.

This letter describes which wells were dry in autumn and what the farmers did about each of them.

The wells of the north were dry for longer than those of the south, as they are each year now.
"""


def test_a_summary_may_have_no_heading(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "moorings.md").write_text(RUN_IN, "utf-8")
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / "store"), embedder)
    answer = ask(Query("What is this document about?"), library)
    assert answer.parts[0].title == "Notice on moorings: SUMMARY"
    assert [q for q in quotes(answer) if q.startswith("SUMMARY: The harbour master proposes")]
    assert not any("licensed" in quote or "www" in quote for quote in quotes(answer))


def test_what_a_document_says_of_itself_comes_first(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "wells.md").write_text(LETTER, "utf-8")
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / "store"), embedder)
    answer = ask(Query("What is this document about?"), library)
    assert quotes(answer)[0].startswith("This letter describes which wells")


def test_in_one_document_it_needs_no_name(shelf: Library) -> None:
    answer = ask(Query("What is this about?", Scope(documents=("ferries.md",))), shelf)
    assert answer.kind in ("overview", "greeting")
    answer = ask(Query("Summarise this document", Scope(documents=("ferries.md",))), shelf)
    assert answer.parts[0].document_id == "ferries.md"


@pytest.mark.parametrize(
    "text",
    [
        "Summarise what the ferries report says about fares",
        "What is the fare about?",
        "What does the ferries report say about gates?",
        "Who wrote the ferries report?",
        "Tell me about Lanport",
        "How many points does the ferries report have?",
        "What is a hive?",
    ],
)
def test_a_question_about_something_is_no_look(text: str, shelf: Library) -> None:
    assert not asks_for_a_look(request(text, shelf))


WALKS = """# Long walks at low tide

The walks begin where the pier ends, and nobody should begin one after noon in winter.

The tide comes in behind those who walk, and is quicker than most of them would think.

The board marks the way with poles, and a bell is rung from the pier when fog comes in.

A walk to the far bank takes two hours, and the way back takes longer than the way out.

# The tides of Emmerby, reprinted

## Abstract

Tides of a small bay are counted, which has nothing to do with the walks of the board.

# About the author

Ada Okafor walks at low tide with the board, and has walked to the far bank many times.
"""


def test_what_is_no_summary_of_the_whole(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "walks.md").write_text(WALKS, "utf-8")
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)
    answer = ask(Query("Summarise “Long walks at low tide”."), library)
    assert answer.kind == "overview"  # though "long" stands in its title
    assert [part.title.rpartition(": ")[2] for part in answer.parts] == [
        "sentences that say most of it", "outline",
    ]  # fmt: skip
    assert not any("Okafor walks" in quote for quote in quotes(answer))


def test_a_look_has_no_more_lines_than_were_asked_for(town: Library) -> None:
    whole = answer_to("Summarise the harbour strategy", town)
    short = answer_to("Summarise the harbour strategy in one sentence, deadline in 20 min", town)
    assert short.kind == whole.kind == "overview"
    assert len(short.statements) == 1 < len(whole.statements)
    assert short.query.question.endswith("deadline in 20 min")


ISLAND = """\
# Ordenanza de pastos

## I. Objeto

Esta ordenanza regula los pastos de la isla de Norvegia Menor y el uso de sus cercas.

## II. Medidas de pastoreo

Las cercas se abren una tras otra.
""" + "\n".join(
    f"\n## Medida {number}\n\nLas ovejas pastan en la cerca {number} durante el mes {number}."
    for number in range(1, 8)
)


@pytest.fixture(scope="module")
def island(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    """A document in Spanish whose sections are numbers. Not to be written to."""
    folder: Path = tmp_path_factory.mktemp("island")
    (folder / "pastos.md").write_text(ISLAND, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


def test_a_document_that_is_only_described_is_looked_at(island: Library) -> None:
    answer = ask(Query("Give me an outline of the Norvegian sheep paper"), island)
    assert (answer.kind, NEAREST in answer.notes) == ("overview", True)
    assert quotes(answer) == ["I. Objeto", "II. Medidas de pastoreo", "Medida 1"]
    assert answer.parts[0].note == "7 sections are numbered as “Medida 1” is."
    other = ask(Query("Give me an outline of the Bolivian sheep paper"), island)
    assert other.kind != "overview"
