"""Quotations whose sense was turned by what an ellipsis drops or a bracket puts in.

Word for word they are their source's, and yet say something else: a "not", an "only", a "some", a
condition or a speaker is gone or new, or the pieces are of different sentences. What an ellipsis
or a bracket is for, a relative clause left out, a name in place of "it", is let be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.checking.bracketed_words import CONDITION, any_of, put_in
from rag.checking.quote_gaps import Gap, SourceSentence, Turn, gaps_of, sentences_of
from rag.english.word_lists import words
from rag.grammar.attribution import Frame, frames, voices
from rag.grammar.claim_strength import Mark, marks
from rag.grammar.negation import DENYING_VERBS, denials
from rag.grammar.reporting_words import SAYING
from rag.text.quantities import figures
from rag.text.tokens import Token, tokens
from rag.types import Span

_TURNING = {
    "denial": frozenset({"not"}),
    "modal": frozenset({"must", "should", "need", "may", "can"}),
    "many": frozenset({"most", "many", "some", "several", "few", "no"}),
    "often": frozenset({"sometimes", "rarely", "never"}),
    "extent": frozenset({"wholly", "merely", "partly", "nearly"}),
    "hearsay": frozenset({"said"}),
    "attempt": frozenset({"tries"}),
}
"""Steps of each scale without which a sentence says more than it did, or the contrary."""
_FULLY = frozenset(words("turned_quotes", "fully"))
"""Of "wholly", those that leave nobody out: without them a sentence says less, not more."""

_IDLE = any_of("no_conditions")
_OPENS = re.compile(r"\b(?:that|which|who|whom|whose|whether)\b", re.IGNORECASE)
_COMPLEMENT = re.compile(r"\b(?:that|whether)(?: [\w’'-]+){0,3}\s*$", re.IGNORECASE)
_SAID_THAT = re.compile(r"([\w-]+) that(?: [\w’'-]+){0,3}\s*$", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:;]['\"”’)]*\s*$")
_CLAUSE = re.compile(r"[;:]|,? \b(?:but|while|whereas|yet|although|though)\b", re.IGNORECASE)
_ONLY_BEHIND = frozenset(words("turned_quotes", "only_behind"))
"""Words that say "and no more" of what stands before them."""
_WHO = "it leaves out who says so:"


def turns(quote: str, text: str, spans: Sequence[Span], led_in: str = "") -> tuple[Turn, ...]:
    """Give what turns the sense of a quotation that stands in a text at some spans.

    ``led_in`` is the sentence of the draft around it, which may name the speaker.
    """
    gaps = gaps_of(quote, text, spans)
    found = [turn for gap in gaps for turn in _joined(gap, quote, text, spans)]
    for sentence in sentences_of(text, spans, gaps) if gaps else ():
        for span, reason in _dropped(sentence, led_in):
            gap = next((g for g in gaps if g.dropped.overlaps(span)), None)
            if gap and not _said_again(quote, gap, text[span.start : span.end]):
                found.append(Turn(gap.mark, span, reason))
    for gap in gaps:
        found += put_in(gap, quote, text)
    return tuple({turn.said: turn for turn in reversed(found)}.values())[::-1]


def _said_again(quote: str, gap: Gap, dropped: str) -> bool:
    """Say whether a bracket gives the words that it stands for, or others of their kind."""
    if gap.put_in is None:
        return False
    inside = quote[gap.put_in.start : gap.put_in.end]
    kinds = {(m.scale, m.group) for m in marks(dropped)}
    return bool(kinds & {(m.scale, m.group) for m in marks(inside)}) or (
        {t.stem for t in tokens(dropped)} <= {t.stem for t in tokens(inside)}
    )


# --- what was dropped -------------------------------------------------------------------------


def _dropped(sentence: SourceSentence, led_in: str) -> Iterator[tuple[Span, str]]:
    """Give dropped words that bear on kept ones, and why they matter."""
    for first, last in (
        *_marks_dropped(sentence), *_counts_dropped(sentence), *_conditions_dropped(sentence)
    ):  # fmt: skip
        yield sentence.span(first, last), f"it leaves out “{sentence.said(first, last)}”"
    for frame in frames(sentence.text):
        if _speaker_dropped(frame, sentence, led_in):
            said = sentence.said(frame.at, frame.until - 1)
            yield sentence.span(frame.at, frame.until - 1), f"{_WHO} “{said}”"
    for run in () if frames(sentence.text) else sentence.runs():
        said = sentence.said(run[0], run[-1])
        verb = _SAID_THAT.search(said)
        heads = {token.stem for token in tokens(said[: verb.start()])} if verb else set()
        known = {token.stem for token in tokens(led_in) if token.content}
        if verb and SAYING.fullmatch(verb[1].lower()) and heads and not heads & known:
            yield sentence.span(run[0], run[-1]), f"{_WHO} “{said}”"


def _marks_dropped(sentence: SourceSentence) -> Iterator[tuple[int, int]]:
    """Find a "not", a "may", a "some" of which the word that it bears on was kept."""
    for mark in marks(sentence.text):
        gone = sentence.dropped[mark.at]
        bears = mark.head >= 0 and sentence.kept[mark.head] and not _apart(sentence, mark)
        if gone and bears and _turning(mark, sentence.words):
            yield mark.at, mark.until - 1
    for run in sentence.runs():
        said = sentence.said(run[0], run[-1])
        chunk = _CLAUSE.split(said)[-1]
        before = run[-1] + 1 < len(sentence.words) and sentence.kept[run[-1] + 1]
        if before and _COMPLEMENT.search(chunk) and _denying(chunk):
            yield run[0], run[-1]


def _turning(mark: Mark, said: Sequence[Token]) -> bool:
    full = mark.scale == "extent" and said[mark.at].word in _FULLY
    return mark.group in _TURNING.get(mark.scale, ()) and not full


def _apart(sentence: SourceSentence, mark: Mark) -> bool:
    """Say whether words that say how strongly are no more to the word behind them.

    "owners, not tenants" denies what was dropped with it; "in full or in part" limits nothing.
    """
    between = sentence.text[sentence.words[mark.until - 1].end : sentence.words[mark.head].start]
    either = mark.at > 0 and sentence.words[mark.at - 1].word == "or"  # "in full or in part"
    return ("," in between and mark.head > mark.until) or (either and sentence.dropped[mark.at - 1])


def _denying(chunk: str) -> bool:
    """Say whether words deny the clause behind them, or leave it open."""
    said = {token.word for token in tokens(chunk)}
    doubtful = any(mark.scale == "doubt" for mark in marks(chunk))
    return doubtful or bool(said & DENYING_VERBS) or any(denials(chunk))


def _counts_dropped(sentence: SourceSentence) -> Iterator[tuple[int, int]]:
    """Find a figure, or its "more than", that stands before what was kept."""
    for figure in figures(sentence.text):
        inside = [
            n for n, t in enumerate(sentence.words) if t.start < figure.end and figure.start < t.end
        ]
        if not inside or (inside[0] == 0 and not sentence.dropped[0]):
            continue
        if all(sentence.dropped[n] for n in inside):
            after = inside[-1] + 1
            while after < len(sentence.words) and sentence.dropped[after]:
                if sentence.words[after].content:
                    break
                after += 1
            if figure.unit or after >= len(sentence.words):
                continue
            if sentence.kept[after] and sentence.words[after].content:
                yield inside[0], after - 1
        elif figure.bound and sentence.kept[inside[0]] and sentence.dropped[inside[0] - 1]:
            alone = figures(sentence.text[figure.start :])
            if alone and alone[0].bound != figure.bound:
                run = next(r for r in sentence.runs() if inside[0] - 1 in r)
                yield max(run[0], inside[0] - 4), inside[0] - 1


def _conditions_dropped(sentence: SourceSentence) -> Iterator[tuple[int, int]]:
    """Find an "if", an "unless", a "without" that bound what was kept."""
    for run in sentence.runs():
        start = sentence.words[run[0]].start
        said = sentence.said(run[0], run[-1])
        leads = not any(sentence.kept[: run[0]])
        if not leads and sentence.words[run[0]].word in _ONLY_BEHIND:
            yield run[0], run[0]
        for match in CONDITION.finditer(said):
            before = _CLAUSE.split(said[match.end() :] if leads else said[: match.start()])
            open_clause = len(before) > 1 or (not leads and _OPENS.search(before[0]))
            if open_clause or _IDLE.match(said, match.start()) or _idle_before(said, match):
                continue
            at = next(n for n in run if sentence.words[n].start >= start + match.start())
            yield at, run[-1]
            break


def _idle_before(said: str, match: re.Match[str]) -> bool:
    """Say whether the word before makes an "if" no condition: "as if", "even if", "asked if"."""
    before = tokens(said[: match.start()])[-1:]
    return match.group().lower() == "if" and any(
        t.word in ("as", "even", "what") or t.stem in ("ask", "wonder", "know", "see")
        for t in before
    )


def _speaker_dropped(frame: Frame, sentence: SourceSentence, led_in: str) -> bool:
    """Say whether kept words are somebody's who was dropped, and whom the draft doesn't name."""
    if frame.voice in ("author", "nobody", "pronoun"):
        return False
    if not all(sentence.dropped[frame.at : frame.until]):
        return False
    told = [n for n in range(*frame.reach) if sentence.kept[n] and sentence.words[n].content]
    if not told:
        return False
    another = any(
        all(sentence.kept[other.at : other.until]) for other in frames(sentence.text)
        if other is not frame
    )  # fmt: skip
    return another or not any(
        one.who & frame.who or (one.voice == frame.voice and frame.voice not in ("name", "body"))
        for one in (*voices(led_in), *frames(led_in))
    )


# --- what was joined --------------------------------------------------------------------------


def _joined(gap: Gap, quote: str, text: str, spans: Sequence[Span]) -> Iterator[Turn]:
    """Find pieces of different sentences that read as one."""
    inside = gap.before is not None and gap.after is not None and gap.put_in is None
    if not inside or _ENDED.search(_up_to(quote, gap)):
        return
    low = next(span for span in spans if span.end == gap.dropped.start)
    high = next(span for span in spans if span.start == gap.dropped.end)
    last = sentences_of(text, [low, high], [gap])[-1]
    if last.start < low.end:
        return
    first = last.kept.index(True)
    if not any(token.word.isalpha() and len(token.word) > 1 for token in last.words[:first]):
        return
    yield Turn(gap.mark, gap.dropped, "it joins words of different sentences")


def _up_to(quote: str, gap: Gap) -> str:
    """Give the quotation up to an ellipsis, with the full stop that four dots have."""
    mark = quote[gap.mark.start : gap.mark.end]
    stop = "." if mark.count(".") > 3 else ""
    return quote[: gap.mark.start] + stop
