"""An item for a page: its statements, quotes and passages, the gold in them marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.reports.report import cut

OUTCOMES = ("answered", "unsure", "refused", "error")
_KNOWN = frozenset(
    "id question stratum answerable outcome score reason error answers statements nearest "
    "retrieved gold figures cluster right".split()
)

Range = Mapping[str, Any]
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote or passage: its pieces, those that are gold marked, and where it stands."""

    pieces: Pieces
    place: str
    gold: bool
    cut: bool


def is_right(item: Mapping[str, Any]) -> bool | None:
    """Say whether an item came out as it should; None where that isn't a question.

    An answerable question is right when it was answered with words of the gold
    (``evidence_hit``), an unanswerable one when it was declined, or its answer says
    what the documents say instead (``abstention_accuracy`` knows). An item that says
    ``right`` itself is taken at its word.
    """
    if item.get("right") is not None:
        return bool(item["right"])
    outcome = item.get("outcome")
    if outcome not in OUTCOMES or item.get("answerable") is None:
        return None
    if not item["answerable"]:
        accurate = _figure(item, "abstention_accuracy")
        return outcome in ("unsure", "refused") if accurate is None else accurate == 1
    return outcome == "answered" and (_figure(item, "evidence_hit") or 0) > 0


def item_view(item: Range, strata: Sequence[str], room: tuple[int, int]) -> dict[str, object]:
    """Give what the page shows of an item, cut to the room that there is."""
    passages, characters = room
    limit = max(characters, 240)
    gold = [place for alternatives in item.get("gold", ()) for place in alternatives]
    right = is_right(item)
    classes = [f"o-{item['outcome']}"] if item.get("outcome") in OUTCOMES else []
    classes += [f"s{strata.index(item['stratum'])}"] if item.get("stratum") in strata else []
    classes += [] if right is None else ["right" if right else "wrong"]
    retrieved = [_shown(r, gold, characters) for r in item.get("retrieved", ())]
    holding = [str(rank) for rank, passage in enumerate(retrieved, start=1) if passage.gold]
    figures = item.get("figures", {})
    return {
        "id": item["id"],
        "classes": " ".join(classes),
        "question": _short(str(item.get("question", "")), 1000),
        "right": right,
        "meta": _meta(item),
        "verdict": _verdict(item),
        "reason": item.get("reason", ""),
        "error": item.get("error", ""),
        "answers": item.get("answers", ()),
        "answerable": item.get("answerable"),
        "statements": [
            (_short(said["text"], 2 * limit), [_shown(q, gold, limit) for q in said["quotes"]])
            for said in item.get("statements", ())
        ],
        "nearest": [_shown(quote, gold, limit) for quote in item.get("nearest", ())],
        "gold": [
            _gold(alternatives, limit) for alternatives in item.get("gold", ()) if alternatives
        ],
        "retrieved": retrieved[:passages],
        "left_out": len(retrieved) - len(retrieved[:passages]),
        "holding": ", ".join(holding),
        "figures": [(name, f"{v:.4g}") for name, v in figures.items() if v is not None],
        "more": [fact for name in item if name not in _KNOWN for fact in flat({name: item[name]})],
    }


def _meta(item: Range) -> list[str]:
    score = item.get("score")
    facts = [str(item.get("stratum", "")), str(item.get("outcome", ""))]
    facts.append("" if score is None else f"score {score:.3f}")
    return [fact for fact in facts if fact]


def _verdict(item: Range) -> str:
    """Say in words why an item is right or wrong."""
    right, outcome = is_right(item), item.get("outcome")
    if outcome == "error":
        return "It raised an error."
    if item.get("answerable") is None or outcome not in OUTCOMES or right is None:
        return ""
    if not item["answerable"]:
        if outcome == "answered" and right:
            return "Rightly said what the documents say instead."
        return "Rightly declined." if right else "Answered what the documents don’t answer."
    if outcome != "answered":
        return "Declined, though the documents answer it."
    return "Answered with the gold words." if right else "Answered, but with other words."


def _shown(place: Range, gold: Sequence[Range], limit: int) -> Shown:
    """Mark what a quote or passage shares with gold, and cut it to ``limit`` characters."""
    text, start, end = str(place["text"]), place["start"], place["end"]
    if start is None or end is None:
        pieces = [(_short(text, limit), False)]
        return Shown(pieces, f"{place['document']}, not found there", False, len(text) > limit)
    label = f"{place['document']}, characters {start:,} to {end:,}"
    same = [(g["start"], g["end"]) for g in gold if g["document"] == place["document"]]
    holds = any(low < end and start < high for low, high in same)
    begin = place.get("text_start", start)
    inside = [low for low, high in same if low < begin + len(text) and begin < high]
    first, last = cut(begin, begin + len(text), min(inside, default=begin), limit)
    shown = text[first - begin : last - begin]
    pieces = list(_pieces(shown, [(low - first, high - first) for low, high in same]))
    return Shown(pieces, label, holds, first > start or last < end)


def _pieces(text: str, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Cut a text where the ranges begin and end; True for what lies in one."""
    position = 0
    for low, high in sorted(ranges):
        low, high = max(low, position), min(high, len(text))
        if low < high:
            if position < low:
                yield text[position:low], False
            yield text[low:high], True
            position = high
    if position < len(text):
        yield text[position:], False


def _gold(alternatives: Sequence[Range], limit: int) -> tuple[str, str]:
    """Give one gold quote and where it stands."""
    first, others = alternatives[0], len(alternatives) - 1
    where = f"{first['document']}, characters {first['start']:,} to {first['end']:,}"
    if others:
        where += f", and {others} other place" + "s" * (others > 1)
    return _short(first["text"], limit), where


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rstrip() + " …"


def flat(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Give nested data as names and values, one a line."""
    if isinstance(value, Mapping):
        for key in value:
            yield from flat(value[key], f"{name}: {key}" if name else str(key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if all(isinstance(part, str | int | float) for part in value):
            yield name, ", ".join(str(part) for part in value) or "none"
        else:
            for number, part in enumerate(value, start=1):
                yield from flat(part, f"{name} {number}")
    else:
        yield name, "none" if value is None else str(value)


def _figure(item: Range, name: str) -> float | None:
    value = item.get("figures", {}).get(name)
    return None if value is None else float(value)
