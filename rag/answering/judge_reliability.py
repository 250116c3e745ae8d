"""What was measured of a language model as a judge, kept with the index until that is rebuilt."""

from __future__ import annotations

import json

from rag.llm.client import LanguageModel
from rag.llm.judge import MOST, NO_TRUST, REPLIES, Trust
from rag.llm.prompts import judgement_prompt
from rag.store.store import Store

FACT = "judges"


def read_trust(store: Store, model: LanguageModel) -> Trust:
    """Read what was measured of a model, with these prompts; no trust where nothing was."""
    worths = _kept(store).get(_name(model))
    if not isinstance(worths, dict) or not all(
        isinstance(worths.get(said), int | float) for said in REPLIES
    ):
        return NO_TRUST
    return Trust({said: max(-MOST, min(MOST, float(worths[said]))) for said in REPLIES})


def keep_trust(store: Store, model: LanguageModel, trust: Trust) -> None:
    """Keep what was measured of a model with the index, until that is rebuilt."""
    text = json.dumps({**_kept(store), _name(model): dict(trust.worth)})
    store.set_fact(FACT, text)


def _kept(store: Store) -> dict[str, object]:
    try:
        kept = json.loads(store.fact(FACT) or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _name(model: LanguageModel) -> str:
    """Name a model, where it is and the prompt that it was measured with, as one judge."""
    digest = judgement_prompt("", {}).digest(f"{model.name} {model.place}")
    return f"{model.name} {digest[:16]}"
