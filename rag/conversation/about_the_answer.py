"""What is asked of the last answer itself: where it stands, whether it still holds, more of it.

Such a question isn't searched for: the documents don't speak of our answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from rag.answering.extractive import SHOWN
from rag.citations.integrity import problem_with, verify
from rag.citations.publication import iso_date, origin_text
from rag.citations.superseded import cautions
from rag.conversation.anaphora import names_nothing, without_lead
from rag.conversation.history import MAX_NAME, Turn, tidy
from rag.conversation.more import more_of
from rag.library import Library
from rag.question.wishes import plainly
from rag.requests.document_fact import CANDIDATES
from rag.text.running_heads import says_the_title
from rag.types import Answer, Citation, DocumentFact, Everything, Query, Source

Wish = Literal["place", "still true", "more", "elsewhere"]
_KNOWN = "(?:answers?|figures?|numbers?|information|data|quotes?|quotations?|passages?|sentences?)"
_IT = rf"(?:(?:that|this|it|they|these|those)(?: {_KNOWN})?|the (?:answer|figure|information))"
_DOCUMENT = "(?:documents?|papers?|reports?|files?|texts?|sources?)"
_WHERE = rf"(?:pages?|paragraphs?|{_DOCUMENT})"
_SAYS = r"(?:do|does|did|can|could) (?:it|they|you|i|we) (?:say|find|get|read|see|take)"
_PLACE = (
    rf"(?:on |at |in |from )?(?:what|which) {_WHERE}(?: numbers?)?"
    rf"(?: (?:(?:is|was|are|were) {_IT}|(?:do|does|did|can|could) (?:i|we|you) (?:find|get|see)"
    rf" {_IT}))?(?: (?:on|in|at|from|found|stated|written))?"
    r"|(?:the )?(?:page|paragraph)(?: (?:numbers?|no\.?|refs?|references?))?"
    rf"(?: (?:of|for) {_IT})?"
    rf"|(?:what|which) {_DOCUMENT} says? (?:so|{_IT})"
    rf"|where(?: exactly)?(?: (?:in|on) (?:the|this|that|its|their) {_WHERE})?"
    rf" (?:(?:is|are|was|were) {_IT}(?: (?:from|in|found|written|said|stated))?"
    rf"|{_SAYS} (?:so|{_IT})(?: from)?)"
    r"|(?:in |under )?(?:what|which) (?:section|chapter|part|heading)s?"
    rf" (?:(?:is|was|are|were) {_IT}|(?:does|do) {_IT} (?:stand|come))(?: (?:in|from|under))?"
    rf"|(?:(?:what is|what's|give me|show me) )?(?:the |your )?(?:source|reference|citation)s?"
    rf"(?: (?:of|for) {_IT})?"
    rf"|who (?:says|said|stated|claimed|argued) (?:so|{_IT})|says who"
    rf"|how do you know(?: {_IT})?"
)
_HOLDS = (
    r"(?:true|so|valid|current|right|correct|accurate|relevant|the case"
    r"|in (?:force|effect|use|place)|up[- ]to[- ]date|applicable)"
)
_NOW = (
    r"(?: (?:today|now|nowadays|currently|presently|any ?more|at present|at the moment|in 20\d\d))?"
)
_STILL_TRUE = (
    rf"(?:is|are) {_IT} (?:still {_HOLDS}|(?:all )?up[- ]to[- ]date|out[- ]of[- ]date|outdated"
    rf"|obsolete|{_HOLDS} (?:today|now|any ?more)){_NOW}|still {_HOLDS}{_NOW}"
    rf"|(?:does|do) {_IT} still (?:hold|apply|stand|count)(?: true)?{_NOW}"
    rf"|(?:has|have) {_IT} (?:been )?(?:changed|updated|superseded|replaced)(?: since)?{_NOW}"
    rf"|how (?:current|recent|up[- ]to[- ]date|outdated) (?:is|are) {_IT}"
    rf"|how old (?:is|are) (?:this|that|these|those)(?: {_KNOWN})?"
    rf"|(?:as of when|when) (?:is|was|are|were) {_IT} from|how long ago was {_IT}"
)
_MORE = (
    rf"(?:(?:can|could) you )?(?:tell|give|show) me (?:some )?more(?: (?:about|of) {_IT})?"
    rf"|more(?: details?| information)?(?: (?:about|of|on) {_IT})?|say more|go on|continue"
    r"|elaborate|what else|(?:is there )?anything else|what else does it say"
)
_MORE_ABOUT = re.compile(
    r"(?:(?:(?:can|could) you )?(?:please )?(?:tell|give|show) me )?(?:some )?more"
    r"(?: details?| information)?,?(?: (?:in particular|especially|particularly|specifically))?,?"
    r" (?:about|on|of|regarding) (?P<what>\S.{1,100}?)[?!. ]*",
    re.IGNORECASE,
)
_ELSEWHERE = (
    rf"(?:(?:what|how) about |what (?:does|do) )?(?:in |of )?the other"
    rf"(?: ones?| {_DOCUMENT}|s)?(?: says?)?(?: (?:about|of|on) {_IT})?"
)
_WISHES: dict[Wish, re.Pattern[str]] = {
    "place": re.compile(_PLACE, re.IGNORECASE),
    "still true": re.compile(_STILL_TRUE, re.IGNORECASE),
    "more": re.compile(_MORE, re.IGNORECASE),
    "elsewhere": re.compile(_ELSEWHERE, re.IGNORECASE),
}
_POLITE = re.compile(
    r"\b(?:please|pls|plz|then|exactly|though|(?:can|could|would) you (?:please )?tell me|"
    r"do you know)\b",
    re.IGNORECASE,
)
NOTHING_BEFORE = "There is no answer before this one that it could be about."


def wish_of(question: str) -> Wish | None:
    """Say what a question wants of the last answer; None where it asks the documents."""
    text = without_lead(tidy(question, MAX_NAME)).replace("’", "'")
    text = " ".join(_POLITE.sub(" ", text).split()).rstrip("?!., ")
    return next((wish for wish, pattern in _WISHES.items() if pattern.fullmatch(text)), None)


def more_about(question: str) -> str | None:
    """Ask for what is said of what more is to be told about: "tell me more about fees"."""
    found = _MORE_ABOUT.fullmatch(without_lead(tidy(question, MAX_NAME)))
    what = found["what"] if found else ""
    return f"What is said about {what}?" if what and not names_nothing(what) else None


def ready_answer(question: str, turns: Sequence[Turn], library: Library) -> Answer | None:
    """Answer from the last turn where its place is asked for, more of it, or whether it holds.

    What was shown is shown again, each statement checked anew, with what is known of its
    documents; of passages that were listed their places. None where something else is asked, this
    is the first question, or the words no longer stand there.
    """
    wish = wish_of(plainly(question, library.store.lexicon()).text) if turns else None
    last = last_shown(turns)
    if wish == "elsewhere" and isinstance(last, Answer) and last.kind == "document fact":
        return _which_other(question, last, library)
    if wish == "more" and last is not None and (turn := _turn_of(last, turns)):
        return more_of(question, turn.answer or last, turn.asides, library)
    if wish not in ("place", "still true") or not turns:
        return None
    query = Query(question) if last is None else replace(last.query, question=question, topic="")
    if last is None:
        return Answer(query, "refused", reason=NOTHING_BEFORE, kind="greeting")
    if not _holds(last, library):
        return None
    told = tuple(_places(last) if wish == "place" else _dates(last, library))
    if isinstance(last, Answer):
        return replace(last, query=query, notes=told)
    facts = tuple(_listed(last)) if wish == "place" else ()
    notes = () if wish == "place" else told
    return Answer(
        query, "answered", kind="document fact", facts=facts, notes=notes, searched=last.searched
    )


def _which_other(question: str, last: Answer, library: Library) -> Answer | None:
    """Ask which of many other documents is meant; None where a fact of all can be given."""
    count = len(others(last, library))
    if count <= CANDIDATES:
        return None
    reason = f"There are {count:,} other documents: name the one that is meant."
    query = replace(last.query, question=question, topic="")
    return Answer(query, "refused", reason=reason, kind="greeting")


def last_shown(turns: Sequence[Turn]) -> Answer | Everything | None:
    """Give what was shown last, thanks and greetings passed over; None where nothing was."""
    shown = (_latest(turn) for turn in reversed(turns))
    last = next((one for one in shown if not _is_greeting(one)), None)
    if isinstance(last, Answer) and not (last.citations or last.nearest or last.facts):
        return None
    return last if last is None or isinstance(last, Answer) or last.citations else None


def _latest(turn: Turn) -> Answer | Everything | None:
    """Give what was shown last of a turn: more of its answer, or the answer."""
    told = (one for one in reversed(turn.asides) if one.citations)
    more = (one for one in told if wish_of(one.query.question) == "more")
    return next(more, turn.answer)


def _turn_of(shown: Answer | Everything, turns: Sequence[Turn]) -> Turn | None:
    return next((turn for turn in reversed(turns) if _latest(turn) is shown), None)


def _is_greeting(shown: Answer | Everything | None) -> bool:
    return isinstance(shown, Answer) and shown.kind == "greeting"


def _holds(last: Answer | Everything, library: Library) -> bool:
    """Say whether what was shown still stands where it stood, and still bears what was said."""
    collection = last.query.scope.collection
    if isinstance(last, Everything) or last.status != "answered":
        shown = _cited(last)
        return not any(problem_with(one, library.store, collection) for one in shown)
    cited = {citation.key: citation for citation in last.citations}
    for statement in last.statements:
        own = [cited[key] for key in statement.citations if key in cited]
        checked = verify(statement, own, library.store, collection, library.verifier)
        if checked.verdict not in SHOWN:
            return False
    return True


def _cited(last: Answer | Everything) -> tuple[Citation, ...]:
    nearest = last.nearest if isinstance(last, Answer) else ()
    return last.citations or nearest


def others(last: Answer | Everything, library: Library) -> tuple[str, ...]:
    """Give the ids of the documents that nothing was shown of; none where several were shown."""
    shown = shown_of(last)
    if len(shown) != 1:
        return ()
    entries = library.store.entries(last.query.scope.collection)
    return tuple(entry.id for entry in entries if entry.id not in shown)


def shown_of(last: Answer | Everything) -> tuple[str, ...]:
    """Give the ids of the documents that facts, or else words, were shown of."""
    facts = last.facts if isinstance(last, Answer) else ()
    return tuple(dict.fromkeys(one.document_id for one in facts or _cited(last)))


def _places(last: Answer | Everything) -> Iterator[str]:
    for citation in _cited(last):
        yield f"[{citation.key}] stands {_place(citation)} of “{citation.title}”."
    for fact in last.facts if isinstance(last, Answer) else ():
        if fact.value:
            yield f"The {fact.name} of “{fact.title}” is from: {fact.origin}."


def _listed(last: Everything) -> Iterator[DocumentFact]:
    for number, citation in enumerate(last.citations, 1):
        name = f"passage {number}"
        yield DocumentFact(citation.document_id, citation.title, name, _place(citation))


def _place(citation: Citation) -> str:
    """Say where a quote stands: its page, or that its file has none, and its section."""
    path = [one for one in citation.heading_path if not says_the_title(one, citation.title)]
    under = f", under “{path[-1]}”" if path and not citation.table_heads else ""
    page = citation.page
    if page is None:
        paragraph = f"in paragraph {citation.paragraph}" if citation.paragraph else "in the text"
        return f"{paragraph} (this file has no page numbers){under}"
    unlabelled = page.label is None and not citation.file.lower().endswith((".txt", ".md"))
    printed = page.label is not None and page.label != str(page.number)
    marks = [f"page {page.number} of the file"] if printed else []
    marks += ["inferred from the layout"] if page.inferred else []
    said = f"on page {page.label or page.number}{' of the file' if unlabelled else ''}"
    return f"{said} ({', '.join(marks)}){under}" if marks else f"{said}{under}"


def _dates(last: Answer | Everything, library: Library) -> Iterator[str]:
    entries = library.store.entries(last.query.scope.collection)
    sources = {entry.id: entry.source for entry in entries}
    for name in shown_of(last):
        if name not in sources:
            continue
        source = sources[name]
        yield f"“{source.title}” {_dated(source)}."
        own = 1 if source.caution else 0  # which stands beside its quotes
        yield from cautions(source, sources.values(), last.query.as_of)[own:]
    yield "Whether it still holds can’t be told from that: a document speaks for its own time."


def _dated(source: Source) -> str:
    """Say of when a document is, as far as the catalogue knows."""
    issued, event = (iso_date(source.csl.get(name)) for name in ("issued", "event-date"))
    if issued:
        return f"is dated {issued} ({origin_text(source, 'issued')})"
    if event:
        return f"has no date of publication in the catalogue; its event was on {event}"
    return "has no date in the catalogue"
