"""A quotation of a draft: word for word, altered, from elsewhere, or in no document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.checking.check_citation import Corpus, Surroundings, attribution, citations_of
from rag.checking.draft_text import Quoted
from rag.checking.find_quote import Located, locate
from rag.checking.findings import Reported
from rag.checking.in_text_citations import Reference, Works
from rag.checking.turned_quotes import turns
from rag.text.sentences import split
from rag.types import Span

ALTERED = 0.7
"""Share of a quotation's words that a place must have for it to be that place, altered."""
CLOSEST = 0.5
"""Share of the words that the closest place must have to be shown."""
SCARE = 4
"""Words: shorter ones that aren't found quote nobody."""
LONGEST = 6_000
"""Characters: a longer one isn't looked for."""
_BY = re.compile(r"\s[\u2014\u2013-]{1,2}\s?[A-Z][^.\n]{2,80}$")


def check_quotation(index: int, around: Surroundings, corpus: Corpus) -> Reported | None:
    """Check one quotation of a draft; None where it quotes nobody."""
    quoted, text = around.quoted[index], around.draft.text
    cited_by = citations_of(index, around)
    places: list[tuple[Span, Sequence[Located]]] = []
    for end in (quoted.span.end, *quoted.others):
        span = _body(replace(quoted, span=Span(quoted.span.start, end)), around, corpus.works)
        words = text[span.start : span.end]
        looked_for = words.strip() and len(words) <= LONGEST
        located = locate(words, corpus.library.store, corpus.scope) if looked_for else ()
        places.append((span, located))
    # Of several ends that a single quotation may have, the one that makes most sense.
    span, found = max(places, key=lambda pair: _sense(text[pair[0].start : pair[0].end], pair[1]))
    words = text[span.start : span.end]
    led_in = _led_in(span, quoted, around)
    found = [
        _read(one, words, corpus, led_in) if _alike(one) else one
        for one in found
        if not any(_tighter(other, one) for other in found)
    ]
    alike = [one for one in found if _alike(one)]
    if _count(words) < (SCARE - 1 if alike else SCARE):
        return None
    said = tuple(dict.fromkeys(one.text for one in cited_by))
    blank = Reported("not found", span, quoted.part, words, "", references=said)
    if alike:
        return _verbatim(blank, alike, cited_by, corpus)
    close = [one for one in found if one.likeness >= ALTERED]
    if close:
        return _altered(blank, close, cited_by, corpus)
    in_note = around.draft.parts[quoted.part].kind == "note"
    return _missing(blank, found, cited_by, corpus, in_note=in_note)


def _body(quoted: Quoted, around: Surroundings, works: Works) -> Span:
    """Give the words of a quotation: without a citation at its end, and its last stop."""
    start, end = quoted.span.start, quoted.span.end
    text = around.draft.text
    if quoted.block:
        for one in reversed(around.cited):
            inside = start < one.span.start < one.span.end <= end
            if inside and not text[one.span.end : end].strip(" .\n\t"):
                end = one.span.start
        dash = _BY.search(text[start:end].rstrip(" ."))
        if dash and works.named(dash.group()):
            end = start + dash.start()
    while start < end and (text[start].isspace() or text[start] in "“\"‘'"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:!?”\"’'"):
        end -= 1
    return Span(start, end)


def _sense(words: str, found: Sequence[Located]) -> tuple[float, int]:
    best = max((one.likeness + one.exact for one in found), default=0.0)
    if best < ALTERED:
        return 0.0, 0
    return (best if _count(words) >= SCARE else best / 4), len(words)


def _alike(one: Located) -> bool:
    """Say whether all words are there, whatever the capitals and commas."""
    return one.exact or (not one.differences and one.likeness >= 1.0)


def _tighter(one: Located, other: Located) -> bool:
    """Say whether words stand within another place where they stand, too, ending alike."""
    same = one.document_id == other.document_id and one.spans[-1] == other.spans[-1]
    return same and one.spans[0].start > other.spans[0].start


def _read(one: Located, words: str, corpus: Corpus, led_in: str) -> Located:
    """Read what ellipses and brackets of a quotation drop and put in where it stands."""
    document = corpus.document(one.document_id)
    found = turns(words, document.text, one.spans, led_in) if document else ()
    if not found:
        return one
    differences = tuple((turn.said, turn.found) for turn in found)
    reasons = tuple(turn.reason for turn in found)
    return replace(one, exact=False, differences=differences, reasons=reasons)


def _led_in(span: Span, quoted: Quoted, around: Surroundings) -> str:
    """Give the draft's words around a quotation in its sentence, or before its block."""
    parts, text = around.draft.parts, around.draft.text
    part = parts[quoted.part - 1 if quoted.block and quoted.part else quoted.part]
    before = text[part.start : min(part.end, span.start)].rstrip(" “\"‘'\n")
    after = "" if quoted.block else text[span.end : part.end]
    start = [one.start for one in split(before)][-1:] or [0]
    return f"{before[start[0] :]} {re.split(r'[.!?]', after)[0]}"


def _count(words: str) -> int:
    return len(re.findall(r"\w+", words))


def _verbatim(
    blank: Reported, found: Sequence[Located], cited_by: Sequence[Reference], corpus: Corpus
) -> Reported:
    """Say of words that stand somewhere whether they stand where the draft says."""
    stands = attribution(found, cited_by, corpus)
    reason = "word for word" + ("" if found[0].exact else ", but for capitals or punctuation")
    finding = replace(
        blank, sort="verbatim", citations=corpus.cited(stands.there or found), reason=reason
    )
    if stands.elsewhere:
        own, named = stands.elsewhere
        reason = f"the words are from {own}, not from {named}"
        return replace(finding, sort="misattributed", reason=reason)
    if page := stands.page:
        return replace(finding, sort="misattributed", corrected=page.pages, reason=page.reason)
    if not stands.there and any(not work.bare for one in cited_by for work in one.works):
        own = corpus.called(one.document_id for one in found)
        reason = f"the work cited isn’t among the documents; the words stand in {own}"
        return replace(finding, reason=reason)
    return finding


def _altered(
    blank: Reported, close: Sequence[Located], cited_by: Sequence[Reference], corpus: Corpus
) -> Reported:
    named = frozenset().union(*(one.documents for one in cited_by))
    best = max(close, key=lambda one: (one.document_id in named, one.likeness))
    document = corpus.document(best.document_id)
    text = document.text if document else ""
    pairs = [(said, text[there.start : there.end]) for said, there in best.differences]
    apart = [_apart(blank.text[said.start : said.end], there) for said, there in pairs]
    reason = "; ".join(dict.fromkeys((best.reasons or apart)[:5]))
    stands = attribution([best], cited_by, corpus)
    if stands.elsewhere:
        own, cited = stands.elsewhere
        reason += f"; and it’s from {own}, not from {cited}"
    if stands.page:
        reason += f"; {stands.page.reason}"
    at = blank.span.start
    return replace(
        blank,
        sort="altered",
        reason=reason,
        citations=corpus.cited([best]),
        differences=tuple((Span(at + s.start, at + s.end), there) for s, there in pairs),
        corrected=stands.page.pages if stands.page else None,
    )


def _apart(said: str, there: str) -> str:
    said, there = " ".join(said.split()), " ".join(there.split())
    if not there:
        return f"“{said}” isn’t in the source"
    if not said:
        return f"it leaves out “{there}”"
    return f"it says “{said}”, the source “{there}”"


def _missing(
    blank: Reported,
    found: Sequence[Located],
    cited_by: Sequence[Reference],
    corpus: Corpus,
    *,
    in_note: bool,
) -> Reported:
    near = [one for one in found if one.likeness >= CLOSEST][:1]
    reason = "no document has these words, not even nearly"
    if near:
        reason = "no document has these words; the closest ones are shown"
    outside = any(one.works for one in cited_by) and not any(one.documents for one in cited_by)
    title = not outside and in_note and _is_title(blank.text)
    if outside:
        reason = "the work cited isn’t among the documents, so it can’t be checked"
    elif title:
        reason = "no document has these words; it may be a title"
    return replace(blank, reason=reason, nearest=corpus.cited(near), soft=outside or title)


def _is_title(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) >= 0.8 * len(words)
