"""A language model's reply, read as it comes: strict JSON, and nothing mended."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.errors import ModelDown
from rag.llm.prompts import MAX_SENTENCE, MAX_SENTENCES, visible
from rag.text.sentences import split

LEAD = 4_000
"""Characters in front of the JSON that are passed over: thoughts, or a fence."""
CUT = 30
"""A text so near the bound that doesn't end as sentences do was cut off."""
ENDS = tuple(".!?…)]\"'”’»")
LONGEST = 2 * MAX_SENTENCE
SOME_KEYS = 12
"""So many keys of a sentence are looked at."""
_DECODER = json.JSONDecoder()
_HEAD = re.compile(r'\{\s{0,50}"sentences"\s{0,50}:\s{0,50}\[')
_NEXT = re.compile(r"[\s,]{0,200}([{\]])")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that a model wrote, and the keys that it gave for it, as it gave them."""

    text: str
    keys: tuple[str, ...]


def sentences(pieces: Iterable[str]) -> Iterator[Written]:
    """Yield each sentence of an answer as soon as it's whole, at most `MAX_SENTENCES`.

    An item may hold several; what goes beyond `LONGEST` characters of it isn't read.

    An item that says only what was there before ends the reading: the model repeats itself.
    Raises `ModelDown` when what comes isn't the form that was asked for, or breaks off.
    """
    text, at = "", -1
    seen: set[str] = set()
    for piece in pieces:
        text += piece
        if at < 0:
            head = _HEAD.search(text)
            if head is None and len(text) > LEAD:
                break
            at = head.end() if head else -1
        while at >= 0 and (found := _item(text, at)):
            item, at = found
            if item is None or len(seen) == MAX_SENTENCES:
                return
            new = [one for one in _apart(item) if one.text not in seen]
            if not new:
                return
            new = new[: MAX_SENTENCES - len(seen)]
            seen.update(one.text for one in new)
            yield from new
    raise ModelDown("the model's reply breaks off" if at >= 0 else "the model's reply isn't JSON")


def _item(text: str, at: int) -> tuple[Written | None, int] | None:
    """Read the next item of the list: None where it isn't whole yet; no item where it ends."""
    match = _NEXT.match(text, at)
    if match is None:
        return None
    if match.group(1) == "]":
        return None, match.end()
    try:
        value, end = _DECODER.raw_decode(text, match.end() - 1)
    except (ValueError, RecursionError):
        return None
    return _written(value), end


def _written(value: object) -> Written:
    match value:
        case {"text": str(text), "keys": list(keys)} if all(isinstance(key, str) for key in keys):
            return Written(visible(text), tuple(dict.fromkeys(keys))[:SOME_KEYS])
    raise ModelDown("the model's reply has another form than asked")


def _apart(item: Written) -> list[Written]:
    """Take an item of several sentences apart: each is checked by itself.

    The last one goes where the bound on an item's length has cut it off.
    """
    text = item.text[:LONGEST]
    found = [text[span.start : span.end] for span in split(text)]
    if len(text) > MAX_SENTENCE - CUT and not text.endswith(ENDS):
        found = found[:-1]
    return [Written(text, item.keys) for text in dict.fromkeys(found)]


def whole(pieces: Iterable[str]) -> dict[str, object]:
    """Read a reply that is one JSON object. Raises `ModelDown` where it isn't one."""
    text = "".join(pieces)
    start = text[:LEAD].find("{")
    try:
        value, _ = _DECODER.raw_decode(text, max(start, 0))
    except (ValueError, RecursionError):
        raise ModelDown("the model's reply isn't JSON") from None
    if not isinstance(value, dict):
        raise ModelDown("the model's reply has another form than asked")
    return value
