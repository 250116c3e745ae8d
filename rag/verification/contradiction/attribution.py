"""Who said it: another speaker, one left out, or one put in front of the author's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.grammar.attribution import Frame, frames, voices
from rag.text.alignment import Pair
from rag.text.tokens import alike
from rag.verification.contradiction.findings import NEAR, Found, apart, span_of, text_of

ALIKE = 0.75
"""Share of the statement's words from which on a speaker left out is missed."""


def other_speaker(pair: Pair, before: Sequence[str]) -> Iterator[Found]:
    """Another speaker, one dropped, or one put in front of what the source says itself."""
    if not pair.altered and pair.cover < ALIKE:
        return
    said = [f for f in frames(pair.statement) if f.voice != "pronoun"]
    found = list(frames(pair.sentence))
    governing = _governing(pair, found)
    if said:
        yield from _another_speaker(pair, said, found, governing, before)
    elif governing is not None and governing.voice not in ("author", "pronoun"):
        yield from _speaker_left_out(pair, governing)


def _speaker_left_out(pair: Pair, governing: Frame) -> Iterator[Found]:
    if pair.cover < 0.5 or pair.statement.rstrip().endswith("?") or frames(pair.statement):
        return
    if governing.voice == "name" and governing.at > 2:
        return
    if _of_themselves(pair, governing) or not _begins_in(pair, governing):
        return
    if _still_told(pair, governing):
        return
    if not any(_one_voice(voice, governing) for voice in voices(pair.statement)):
        words = pair.found[governing.at : governing.until]
        reason = f"it leaves out who says so: “{text_of(pair.sentence, words)}”"
        yield Found("speaker", None, span_of(words), reason)


def _of_themselves(pair: Pair, frame: Frame) -> bool:
    """Say whether somebody speaks of themselves, by name here: "nurses said that they left"."""
    behind = {token.word for token in pair.found[frame.until : frame.until + 2]}
    if not behind & {"they", "he", "she", "it", "we", "i"}:
        return False
    speaker = range(max(0, frame.until - 6), frame.until - 1)
    return any(pair.found[j].content and pair.back(j) is not None for j in speaker)


def _still_told(pair: Pair, frame: Frame) -> bool:
    """Say whether the statement has the speaker, "the witnesses' words", or the verb, "fears"."""
    *speaker, verb = range(frame.at, frame.until)
    if any(pair.found[j].weight == 1.0 and pair.back(j) is not None for j in speaker):
        return True
    said = pair.found[verb]
    return said.content and any(alike(said.stem, token.stem) for token in pair.said)


def _begins_in(pair: Pair, frame: Frame) -> bool:
    """Say whether what the statement begins with is in the frame's reach: else it's another's."""
    first = next((pair.to[i] for i, t in enumerate(pair.said) if t.content and i in pair.to), None)
    return first is None or frame.reach[0] <= first < frame.reach[1]


def _another_speaker(
    pair: Pair,
    said: Sequence[Frame],
    found: Sequence[Frame],
    governing: Frame | None,
    before: Sequence[str],
) -> Iterator[Found]:
    words = pair.said[said[0].at : said[0].until]
    if governing is not None:
        if not any(_one_voice(one, governing) for one in said):
            there = span_of(pair.found[governing.at : governing.until])
            yield apart("speaker", pair, span_of(words), there)
    elif not found and _put_in_front(pair, said[0], before):
        reason = f"“{text_of(pair.statement, words)}”: the source says so itself"
        yield Found("speaker", span_of(words), None, reason)


def _put_in_front(pair: Pair, frame: Frame, before: Sequence[str]) -> bool:
    """Say whether a speaker who isn't named before is put in front of the source's own words."""
    if frame.voice in ("author", "name", "nobody", "body") or pair.cover < NEAR:
        return False
    if any(_one_voice(frame, earlier) for text in before for earlier in frames(text)):
        return False
    inside = range(frame.at, frame.until)
    speaker = [i for i in inside if pair.said[i].weight == 1.0 and i in pair.to]
    if any(pair.said[i].stem == pair.found[pair.to[i]].stem for i in speaker):
        return False  # the sentence names them, too: "which experts consider"
    rest = [i for i, t in enumerate(pair.said) if t.content and i not in inside]
    return bool(rest) and sum(i in pair.to for i in rest) >= 0.85 * len(rest)


def _governing(pair: Pair, found: Sequence[Frame]) -> Frame | None:
    """Give the frame whose words the statement says again, if most of them are in its reach."""
    placed = [
        j for i, j in pair.to.items() if pair.said[i].content
        and not any(f.at <= i < f.until for f in frames(pair.statement))
    ]  # fmt: skip
    shares = [
        sum(f.reach[0] <= j < f.reach[1] and not f.at <= j < f.until for j in placed)
        for f in found
    ]  # fmt: skip
    most = max(shares, default=0)
    return found[shares.index(most)] if most and 2 * most >= len(placed) else None


def _one_voice(one: Frame, other: Frame) -> bool:
    """Say whether two frames may name the same speaker; the statement's comes first."""
    if "pronoun" in (one.voice, other.voice) or one.voice == "nobody":
        return True
    if {one.voice, other.voice} <= {"name", "body"}:
        return bool(one.who & other.who) or {"state", "govern"} >= (one.who | other.who)
    if one.voice == other.voice:
        return one.who == other.who
    return (one.voice, other.voice) in (
        ("members", "group"), ("name", "author"), ("author", "name"), ("group", "nobody"),
        ("body", "author"),
    )  # fmt: skip
