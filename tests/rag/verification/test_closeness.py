from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ModelError
from rag.models.encoding import Encoded
from rag.text.sentences import sentences_of
from rag.text.tokens import tokens
from rag.types import Passage, hash_text
from rag.verification.closeness import (
    FEATURES,
    Comparing,
    candidates,
    closest,
    features_of,
    is_clear,
    load_thresholds,
)
from rag.verification.rule_verifier import Bundled

SAME = [{"paid", "compensated"}, {"farmers", "growers"}, {"flood", "deluge"}, {"lost", "ruined"}]


class Thesaurus:
    """An encoder with the true interface, for which words of one set are one."""

    def encode_question(self, question: str) -> Encoded:
        words = tokens(question)
        rows = np.stack([self._vector(token.word) for token in words])
        whole = rows.sum(axis=0)
        spans = np.array([(token.start, token.end) for token in words], np.int32)
        return Encoded((whole / np.linalg.norm(whole)).astype(np.float32), rows, spans)

    def encode_batches(self, texts: Sequence[str]) -> Iterator[dict[int, Encoded]]:
        yield {n: self.encode_question(text) for n, text in enumerate(texts)}

    def _vector(self, word: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        known = next((min(some) for some in SAME if word in some), word)
        seed = int(hash_text(known)[:8], 16)
        row = np.random.default_rng(seed).normal(size=64).astype(np.float32)
        return np.asarray(row / np.linalg.norm(row), np.float32)


class Wordless(Thesaurus):
    """A model that gives a vector for a text, and none for its words."""

    def encode_question(self, question: str) -> Encoded:
        whole = super().encode_question(question).vector
        return Encoded(whole, np.zeros((0, 64), np.float32), np.zeros((0, 2), np.int32))


def passages(text: str) -> list[Passage]:
    return [Passage("a", hash_text(text), 0, len(text), text)]


SOURCE = "The mill is old. The farmers were compensated after the flood of 1950. Goats eat."


def test_a_rewording_of_the_source_is_to_be_compared() -> None:
    verifier = Comparing(Bundled(), Thesaurus())
    check = verifier.check("Growers were paid after the deluge of 1950.", passages(SOURCE))
    assert check.verdict == "compare"
    (place,) = check.places
    assert SOURCE[place.start : place.end].startswith("The farmers were")
    assert check.differences == ()


@pytest.mark.parametrize(
    "statement",
    [
        "Growers were paid after the deluge of 1960.",  # another year
        "Growers were never paid after the deluge of 1950.",  # a denial
        "Bishops sang within the chapel at Christmas.",  # something else
    ],
)
def test_what_differs_is_not(statement: str) -> None:
    check = Comparing(Bundled(), Thesaurus()).check(statement, passages(SOURCE))
    assert check.verdict in ("contradicted", "not verified")


@pytest.mark.parametrize(
    ("statement", "sentence", "clear"),
    [
        ("Within a week the growers were paid.", "The farmers were paid after 7 days.", True),
        ("Within a week the growers were paid.", "The farmers were paid after 12 days.", False),
        ("Over half of the mills closed.", "Of the 40 mills 26 were shut.", True),
        ("Over half of the mills closed.", "Of the 40 mills 6 were shut.", False),
        ("First, the mill must get a third party’s leave.", "Others must let the mill.", True),
        ("A third of the mills closed.", "Some of the mills were shut.", False),
        ("The police closed the mill.", "The army shut the mill.", True),  # both may have
        ("The mill is never closed.", "The mill is shut.", False),
    ],
)
def test_figures_may_be_reckoned_and_must_be_there(
    statement: str, sentence: str, clear: bool
) -> None:
    assert is_clear(statement, sentence, [sentence]) is clear


def test_what_one_sentence_contradicts_is_not_to_be_compared_with_another() -> None:
    statement = "The farmers of the valley were paid 40 rupees after the flood."
    against = "The farmers of the valley were paid 60 rupees after the flood."
    near = "Growers got their 40 rupees when the water was gone."
    assert is_clear(statement, near, [near])
    assert not is_clear(statement, near, [near, against])


def test_a_model_without_vectors_of_words_says_nothing() -> None:
    check = Comparing(Bundled(), Wordless()).check(
        "Growers were paid after the deluge of 1950.", passages(SOURCE)
    )
    assert check.verdict == "not verified"


def test_words_that_say_the_same_are_paired() -> None:
    statement = "Growers were paid after the deluge."
    near = candidates(statement, sentences_of(passages(SOURCE)))
    found = closest(statement, near, 0.5, Thesaurus())
    assert found is not None
    pairs = {(statement[a.start : a.end], SOURCE[b.start : b.end]) for a, b in found.matches}
    assert pairs == {("Growers", "farmers"), ("paid", "compensated"), ("deluge", "flood")}


def test_features_are_shares_and_higher_for_the_closer() -> None:
    near = sentences_of(passages(SOURCE))
    close = features_of("Growers were paid after the deluge.", near, 0.5, Thesaurus())
    far = features_of("Bishops sang in the chapel.", near, 0.5, Thesaurus())
    assert close is not None
    assert far is not None
    assert set(close) == set(FEATURES)
    assert close["covered"] > far["covered"]
    assert close["weakest"] > far["weakest"]


def test_nothing_is_close_to_nothing() -> None:
    assert closest("", sentences_of(passages(SOURCE)), 0.5, Thesaurus()) is None
    assert closest("Growers were paid.", [], 0.5, Thesaurus()) is None


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "compare.json"
    path.write_text("{}", "utf-8")
    with pytest.raises(ModelError, match=r"compare\.json"):
        load_thresholds(path)
