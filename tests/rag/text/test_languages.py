from __future__ import annotations

import pytest

from rag.text.languages import alike_in, consonants, language_of, shared, sounding_like

TEXTS = {
    "German": (
        "Die Schafe stehen im Stall und werden von dem Hirten mit Heu gefüttert. Wer den "
        "Stall öffnet, muss die Tür auch wieder schließen, und das ist nicht für alle leicht."
    ),
    "Spanish": (
        "Las ovejas están en el establo y el pastor les da heno por la mañana. Quien abre la "
        "puerta del establo no debe olvidar que se cierra con una llave."
    ),
    "French": (
        "Les brebis sont dans l’étable et le berger leur donne du foin le matin. Il ne faut "
        "pas ouvrir la porte sans la fermer, car elles sont avec leurs agneaux."
    ),
    "Portuguese": (
        "As ovelhas estão no estábulo e o pastor dá feno pela manhã. Quem abre a porta não "
        "deve esquecer que ela se fecha com uma chave, e isso é mais do que um costume da "
        "casa."
    ),
    "Dutch": (
        "De schapen staan in de stal en de herder geeft ze hooi in de ochtend. Wie de deur "
        "van het huis opent, moet die ook weer sluiten, want dat is niet voor alle dieren "
        "goed."
    ),
    "": (
        "The sheep stand in the barn, and the shepherd feeds them with hay in the morning. "
        "Whoever opens the door must close it again, which isn't as easy as it is said to be."
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_tells_its_language(language: str) -> None:
    assert language_of(TEXTS[language]) == language


def test_tables_and_scraps_tell_none() -> None:
    assert language_of("12 | 14 | 17\n" * 40) == ""
    assert language_of("Die Hard, Das Boot, El Cid") == ""


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("taxonomy", "Taxonomie"),
        ("nuclear", "Nuklearindustrie"),
        ("energy", "Kernenergie"),
        ("speculation", "especulación"),
        ("regulation", "REGULACIONES"),
        ("philosophy", "Filosofie"),
        ("LHB", "LHB"),
        ("2031", "2031"),
    ],
)
def test_words_that_are_alike(word: str, other: str) -> None:
    assert list(alike_in(word, [other])) == [other]


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("policy", "Polizei"),
        ("law", "Lawine"),
        ("end", "Abend"),
        ("sheep", "Schafe"),
        ("2031", "20310"),
        ("market", "Mark"),
    ],
)
def test_words_that_are_not(word: str, other: str) -> None:
    assert list(alike_in(word, [other])) == []


def test_the_words_that_a_text_has_the_like_of() -> None:
    said = "Die Regulierung der Fischerei obliegt der Kommission des LHB."
    assert shared(["commission", "LHB", "goat"], said) == {"commission", "LHB"}


@pytest.mark.parametrize(
    ("word", "name"),
    [("طالبان", "Taliban"), ("Афганистане", "Afghanistan"), ("کشمیر", "Kashmir")],
)
def test_a_name_has_the_same_consonants_in_any_script(word: str, name: str) -> None:
    assert consonants(word) == consonants(name)
    assert list(sounding_like([word], ["Lanport", name])) == [name]


def test_few_consonants_tell_no_name() -> None:
    assert list(sounding_like(["کراچی"], ["Karachi", "Croak"])) == []
