"""Small trees, read from JSON."""

import math

import pytest

from rag.models.boosted_trees import trees_of

ROW = {
    "features": ["wet", "cold"],
    "base": 0.5,
    "trees": [[[0, 0.4, 1, 2], -1.0, [1, 0.6, 3, 4], 0.25, 2.0]],
}


@pytest.mark.parametrize(
    ("values", "log_odds"),
    [
        ({"wet": 0.4, "cold": 1.0}, -0.5),  # at most the threshold
        ({"wet": 0.5, "cold": 0.6}, 0.75),
        ({"wet": 0.5, "cold": 0.7}, 2.5),
        ({"wet": 0.5}, 0.75),  # a missing one counts as 0
    ],
)
def test_a_leaf_is_added_to_the_base(values: dict[str, float], log_odds: float) -> None:
    assert trees_of(ROW).probability(values) == pytest.approx(1 / (1 + math.exp(-log_odds)))


@pytest.mark.parametrize("row", [{}, {**ROW, "base": "1"}, {**ROW, "trees": [[[0, 1]]]}])
def test_another_file_is_refused(row: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        trees_of(row)
