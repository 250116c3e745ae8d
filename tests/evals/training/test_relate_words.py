"""Tests for relating words by WordNet's files."""

from __future__ import annotations

from evals.training.relate_words import Synset, related_pairs, written

DIE, DEATH, FATALITY, GO = ("v", "1"), ("n", "1"), ("n", "2"), ("v", "2")
SYNSETS = {
    DIE: Synset(("die", "perish", "go"), (("+", DEATH, 1, 1),)),
    DEATH: Synset(("death",), (("+", DIE, 1, 1),)),
    FATALITY: Synset(("fatality",), (("@", DEATH, 0, 0),)),
    GO: Synset(("go",), ()),
}
ORDER = {
    "die": [[(DIE, 9)]],
    "perish": [[(DIE, 2)]],
    "go": [[(GO, 99), (DIE, 1)]],
    "death": [[(DEATH, 5)]],
    "fatality": [[(FATALITY, 0)]],
}


def test_leading_senses_relate_words() -> None:
    synonyms, kinds = related_pairs(SYNSETS, ORDER)
    assert frozenset(("die", "perish")) in synonyms
    assert frozenset(("die", "fatality")) in kinds
    assert frozenset(("fatality", "go")) not in synonyms | kinds


def test_pairs_are_written_by_their_roots() -> None:
    assert written([("expire", "run_out"), ("expires", "lapse")]) == "expir\tlaps,run out\n"
