"""Features to the probability that the sentences answer: a logistic regression from a file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Literal

from rag.errors import ModelError
from rag.models.logistic_regression import Model, model_of

Setting = Literal["search", "given"]
"""``search``: sentences were looked for in documents; ``given``: a paragraph was handed over."""
FILE = Path(__file__).with_name("answerable.json")


@cache
def load_models(path: Path = FILE) -> dict[Setting, Model]:
    """Read the models, one a setting. Raises `ModelError` when the file isn't one of ours."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        settings: tuple[Setting, ...] = ("search", "given")
        return {setting: model_of(rows[setting]) for setting in settings}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{path} isn't a model of answerability ({error}); install Sanad again"
        ) from error
