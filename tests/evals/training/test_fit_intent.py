"""The regression that tells the kinds of request apart."""

from __future__ import annotations

import numpy as np

from evals.training.fit_intent import Examples, filled, fit, written
from rag.requests.intent import FILE, read_intents


def test_an_example_is_filled_several_times_over() -> None:
    texts = filled("what does D say about X", 4)
    assert len(texts) > 1
    assert all(text.startswith("what does the report say about ") for text in texts)
    assert filled("hello there", 4) == ("hello there",)


def test_what_is_fitted_tells_its_examples_apart() -> None:
    vectors = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9]])
    examples = Examples(vectors, np.array([0, 0, 1, 1]), np.ones(4))
    made = fit(examples, ("question", "list"), "none")
    assert made.probabilities(vectors).argmax(axis=1).tolist() == [0, 0, 1, 1]
    assert np.allclose(made.probabilities(vectors).sum(axis=1), 1)


def test_it_is_written_as_it_is_read() -> None:
    assert FILE.read_text("utf-8") == written(read_intents())
