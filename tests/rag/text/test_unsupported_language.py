from __future__ import annotations

import pytest

from rag.text.unsupported_language import foreign, searchable, unreadable


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("کنویں کا محصول کتنا بڑھا؟", "Arabic script"),
        ("다리는 어디에 있습니까?", "Hangul script"),
        ("税金はいくら上がりましたか", "script"),
        ("kunwen ka mehsool kitna barha hai?", "Roman Urdu"),
        ("levy kab lagayi gayi thi", "Roman Urdu"),
        ("Board ke mutabiq goats ko kahan charaya ja sakta hai", "Roman Urdu"),
    ],
)
def test_other_languages_are_told_with_the_remedy(question: str, words: str) -> None:
    reason = unreadable(question)
    assert reason is not None
    assert words in reason
    assert "SANAD_EMBEDDER" in reason


@pytest.mark.parametrize(
    "question",
    [
        "By how much was the levy raised?",
        "levy on wells",
        "Who is Ko Se Hoon?",
        "What does “sanad” (سند) mean?",
        "Wells, goats & 3 par-golf courses: who pays?",
        "Who was Mai Ke Li, and what did she say to the board?",
        "2014?",
        "???",
        "Quelle est la taxe ?",  # not told: its script is ours, and the search will tell
    ],
)
def test_english_passes(question: str) -> None:
    assert unreadable(question) is None


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Combien de brebis y a-t-il dans l’étable ?", "French"),
        ("QUELLE HEURE EST-IL ?", "French"),
        ("Wie viele Schafe stehen im Stall?", "German"),
        ("¿Cuántas ovejas hay en el establo?", "Spanish"),
        ("Quantas ovelhas há no estábulo?", "Portuguese"),
        ("Quante pecore ci sono nella stalla?", "Italian"),
        ("Hoeveel schapen staan er in de stal?", "Dutch"),
    ],
)
def test_a_language_is_told_by_its_small_words(question: str, language: str) -> None:
    assert foreign(question) == language
    assert unreadable(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Who was Juan de la Vega?",
        "What was Bremen's levy on sheep?",
        "HOW MANY SHEEP DIE IN A BARN?",
        "coup d'état",
        "What did Anna van der Meer say to Le Monde?",
        "fees per se",
        "die casting",
        "",
        "???",
    ],
)
def test_english_with_names_and_loans_is_english(question: str) -> None:
    assert foreign(question) == ""


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Wann wurde der Deich von Emmerby gebaut?", "when Deich Emmerby gebaut?"),
        ("Wie viele Boote hat der Hafen laut Bericht?", "how many Boote Hafen?"),
        ("¿Cuántas barcas tiene el puerto según el documento?", "how many barcas tiene puerto?"),
        ("Qui a construit l'écluse de Los Altos ?", "who a construit écluse Los Altos?"),
        ("Quanto custa o barco em 2019?", "how much custa barco 2019?"),
        ("Was ist das?", "Was ist das?"),
    ],
)
def test_the_small_words_of_a_language_are_not_looked_for(question: str, left: str) -> None:
    assert searchable(question, foreign(question)) == left
