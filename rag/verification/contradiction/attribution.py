"""Who said it: another speaker, one left out, or one put in front of the author's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.grammar.attribution import Frame, frames, voices
from rag.text.alignment import Pair
from rag.text.tokens import alike
from rag.verification.contradiction.findings import NEAR, Found, apart, span_of


def other_speaker(pair: Pair, before: Sequence[str]) -> Iterator[Found]:
    """Another speaker, one dropped, or one put in front of what the source says itself."""
    said = [f for f in frames(pair.statement) if f.voice != "pronoun"]
    found = list(frames(pair.sentence))
    governing = _governing(pair, found)
    if said:
        yield from _another_speaker(pair, said, found, governing, before)
    elif governing is not None and governing.voice not in ("author", "pronoun"):
        whole = governing.voice != "name" or governing.at <= 2
        if _of_themselves(pair, governing) or not _begins_in(pair, governing):
            return
        if _said_otherwise(pair, governing) or _speaker_kept(pair, governing):
            return
        named = any(_one_voice(voice, governing) for voice in voices(pair.statement))
        if (
            whole
            and not (named or frames(pair.statement) or pair.statement.rstrip().endswith("?"))
            and pair.cover >= 0.7
        ):
            there = span_of(pair.found[governing.at : governing.until])
            words = pair.sentence[there[0] : there[1]]
            reason = f"it leaves out who says so: “{words}”"
            yield Found("speaker", None, there, reason)


def _of_themselves(pair: Pair, frame: Frame) -> bool:
    """Say whether somebody speaks of themselves, by name here: "nurses said that they left"."""
    behind = {token.word for token in pair.found[frame.until : frame.until + 2]}
    if not behind & {"they", "he", "she", "it", "we", "i"}:
        return False
    speaker = range(max(0, frame.until - 6), frame.until - 1)
    return any(pair.found[j].content and pair.back(j) is not None for j in speaker)


def _speaker_kept(pair: Pair, frame: Frame) -> bool:
    """Say whether the statement names the speaker: "the witnesses' words"."""
    speaker = range(frame.at, frame.until - 1)
    return any(pair.found[j].weight == 1.0 and pair.back(j) is not None for j in speaker)


def _said_otherwise(pair: Pair, frame: Frame) -> bool:
    """Say whether the statement has the frame's verb in another form: "fears" for "is feared"."""
    verb = pair.found[frame.until - 1]
    return verb.content and any(alike(verb.stem, token.stem) for token in pair.said)


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
    if governing is not None:
        if governing.voice != "pronoun" and not any(_one_voice(one, governing) for one in said):
            here = span_of(pair.said[said[0].at : said[0].until])
            yield apart("speaker", pair, here, span_of(pair.found[governing.at : governing.until]))
    elif not found and _put_in_front(pair, said[0], before):
        span = span_of(pair.said[said[0].at : said[0].until])
        words = pair.statement[span[0] : span[1]]
        yield Found("speaker", span, None, f"“{words}”: the source says so itself")


def _put_in_front(pair: Pair, frame: Frame, before: Sequence[str]) -> bool:
    """Say whether a speaker who isn't named before is put in front of the source's own words."""
    if frame.voice in ("author", "name", "nobody", "body") or pair.cover < NEAR:
        return False
    if any(_one_voice(frame, earlier) for text in before for earlier in frames(text)):
        return False
    return _leads(pair, frame) and not _named_there(pair, frame)


def _named_there(pair: Pair, frame: Frame) -> bool:
    """Say whether the sentence names the statement's speaker: "which experts consider"."""
    speaker = [i for i in range(frame.at, frame.until) if pair.said[i].weight == 1.0]
    return any(i in pair.to and pair.said[i].stem == pair.found[pair.to[i]].stem for i in speaker)


def _leads(pair: Pair, frame: Frame) -> bool:
    """Say whether all but the frame is the source's."""
    rest = [i for i in range(len(pair.said)) if not frame.at <= i < frame.until]
    telling = [i for i in rest if pair.said[i].content]
    return bool(telling) and sum(i in pair.to for i in telling) >= 0.85 * len(telling)


def _governing(pair: Pair, found: Sequence[Frame]) -> Frame | None:
    """Give the frame whose words the statement says again, if most of them are in its reach."""
    best: tuple[float, Frame] | None = None
    placed = [
        j for i, j in pair.to.items() if pair.said[i].content
        and not any(f.at <= i < f.until for f in frames(pair.statement))
    ]  # fmt: skip
    for frame in found:
        inside = [
            j for j in placed
            if frame.reach[0] <= j < frame.reach[1] and not frame.at <= j < frame.until
        ]  # fmt: skip
        share = len(inside) / len(placed) if placed else 0.0
        if share >= 0.5 and (best is None or share > best[0]):
            best = share, frame
    return best[1] if best else None


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
        ("body", "author"), ("nobody", "nobody"),
    )  # fmt: skip
