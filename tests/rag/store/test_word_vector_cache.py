from __future__ import annotations

from pathlib import Path

import numpy as np

from rag.store.store import Store
from rag.store.word_vector_cache import WordVectors, learn_words
from rag.text.content_words import content_words
from tests.rag.fakes import hashed_words, made_document

TEXT = "The levy on wells was raised by the Common Grazing Board of the parish, again in 1990.\n"


def test_what_is_learnt_is_what_the_model_gives(tmp_path: Path) -> None:
    document, _, _ = made_document(tmp_path, TEXT)
    known, embedder = WordVectors(tmp_path / "words.sqlite3"), hashed_words()
    words = {word.lower() for word in content_words(document.text)}
    assert learn_words([document.text], known, embedder) == len(words)
    assert learn_words([document.text], known, embedder) == 0
    found = known.get([*words, "unheard"])
    assert set(found) == words
    for word, vector in found.items():
        assert np.array_equal(vector, embedder.vectors([word])[0])


def test_many_words_are_looked_up_and_all_forgotten(tmp_path: Path) -> None:
    known = WordVectors(tmp_path / "words.sqlite3")
    words = [f"word{n}" for n in range(100_000)]
    known.add({word: np.ones(4, np.float32) for word in words})
    assert set(WordVectors(known.path).get(words)) == set(words)
    assert known.get([]) == {}
    known.clear()
    assert known.get(words) == {}


def test_a_cleared_store_forgets_its_words(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.word_vectors.add({"levy": np.ones(4, np.float32)})
    store.clear()
    assert store.word_vectors.get(["levy"]) == {}


def test_a_damaged_file_is_done_without_and_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "words.sqlite3"
    path.write_bytes(b"no database at all, and long enough to be looked at" * 50)
    known = WordVectors(path)
    assert known.get(["levy"]) == {}
    known.add({"levy": np.ones(4, np.float32)})
    assert set(known.get(["levy"])) == {"levy"}
    known.close()
    assert set(WordVectors(path).get(["levy"])) == {"levy"}
