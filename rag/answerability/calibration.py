"""From the model's probability to one that holds for the documents at hand."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass

from rag.errors import SettingsError
from rag.store.store import Store

FACT = "calibration"
_CLIP = 1e-6


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
            f"the calibration in {store.path} can't be read ({error}); "
            "run `sanad calibrate --reset`"
        ) from error


def write_calibration(store: Store, calibration: Calibration | None) -> None:
    """Keep a calibration with the index, until it's rebuilt; None goes back to the default."""
    text = json.dumps(asdict(calibration)) if calibration else ""
    store.set_fact(FACT, text)
