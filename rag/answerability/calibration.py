"""The models that give the probability of an answer, and what fits it to the documents at hand."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from rag.errors import ModelError, SettingsError
from rag.models.logistic_regression import Model, model_of
from rag.store.store import Store

Setting = Literal["search", "given"]
"""``search``: sentences were looked for in documents; ``given``: a paragraph was handed over."""
FILE = Path(__file__).with_name("answerable.json")
FACT = "calibration"
_CLIP = 1e-6


@cache
def load_models(path: Path = FILE) -> dict[Setting, Model]:
    """Read the models, one a setting. Raises `ModelError` when the file isn't one of ours."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {setting: model_of(rows[setting]) for setting in get_args(Setting)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{path} isn't a model of answerability ({error}); install Sanad again"
        ) from error


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line on the log-odds: ``slope`` times them plus ``offset``. The default changes nothing.

    After Platt, "Probabilistic Outputs for Support Vector Machines" (1999).
    """

    slope: float = 1.0
    offset: float = 0.0

    def apply(self, probability: float) -> float:
        """Give the calibrated probability, from 0 to 1."""
        clipped = min(max(probability, _CLIP), 1 - _CLIP)
        return 1 / (1 + math.exp(-self.slope * logit(clipped) - self.offset))


def logit(probability: float) -> float:
    """Give the log-odds of a probability strictly between 0 and 1."""
    return math.log(probability / (1 - probability))


def read_calibration(store: Store) -> Calibration:
    """Read the store's calibration. Raises `SettingsError` with the remedy when it's damaged."""
    text = store.fact(FACT)
    if not text:
        return Calibration()
    try:
        found = json.loads(text)
        return Calibration(float(found["slope"]), float(found["offset"]))
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"the calibration in {store.name} can't be read ({error}); "
            "run `sanad calibrate --reset`"
        ) from error


def write_calibration(store: Store, calibration: Calibration | None) -> None:
    """Keep a calibration with the index, until it's rebuilt; None goes back to the default."""
    text = json.dumps(asdict(calibration)) if calibration else ""
    store.set_fact(FACT, text)
