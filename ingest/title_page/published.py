"""When a document came out, as its title page prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.title_page.lines import Line
from ingest.title_page.written_by import is_body, undated
from rag.text.dates import Found, dates_in

_ON = r"(?:\W+(?:on|in|at|the|date|le|am|el|em|en|il))*[\s:|.*–—-]*(?:\w+day,?\s+)?$"
LABELS = {
    "(?:first|originally) (?:published|issued|released)": 2,
    "published|publication|issued|released|posted|issue|release|date of (?:publication|issue)|"
    "date of report|report date|veröffentlicht|publiée?|publicad[oa]|publicación|pubblicato": 6,
    "decided|filed|handed down|judgment delivered": 5,
    r"revised|updated|revision|\brev\.?|last (?:modified|reviewed)|fassung vom|"
    r"aktualisier(?:t|ung)|mise à jour|actuali[sz](?:ado|ación)|atualizad[oa]|aggiornat[oa]": 4,
    r"(?:^|\| )(?:dated?|datum|fecha|data|made|adopted|enacted|approved|stand|erstellt|"
    r"cread[oa])": 3,
}
"""What is said before a date of publication, and how much it weighs: the most counts."""
LABELLED = {
    re.compile(rf"(?:{label}){_ON}", re.IGNORECASE): weight for label, weight in LABELS.items()
}
MOST = max(LABELS.values())
ALONE, BEFORE_CAPITALS, COPYRIGHT = 3, 2, 1
OTHER = re.compile(
    r"\b(?:deadline|due|until|expir\w+|valid|effective|in(?:to)? force|comments?|closing|"
    r"commenc\w+|submi\w+|meeting|hearing|period|ended|ending|since|as (?:at|of)|before|"
    r"replac\w+|supersed\w+|next|previous\w*|earlier|original\w*|amended|embargo\w*|vigencia)\b",
    re.IGNORECASE,
)
"""A date beside one of these is another one than that of publication."""
PLACE = re.compile(
    r"(?:(?:[A-Z][\w.’'-]+ )?[A-Z][\w.’'-]+, (?:[A-Z]\w?\.?[A-Z]\.?,? )?)?"
    r"(?i:\w+day,? |the |le |den |a )?|"
    r"(?i:version|edition|revision|draft|borrador|entwurf|fassung|projet|bozza|minuta|rev\.?|v|no\.?)"
    r"\b[\w. ]{0,12}[\s,:|–—(-]+|"
    r"(?i:by|von|por|par) (?:[A-Z][\w.’'-]+ ){0,3}[A-Z][\w.’'-]+\s?[,|•–—-]+ ",
)
"""What may stand before a date that has its line to itself: a day, a place, a version, a byline."""
AGENCY = re.compile(r"\([\w/ ]{2,20}\)\s*[—–:-]")
"""Behind the place and the date of a news item."""
MASTHEAD = re.compile(
    r"\bVol(?:\.|ume)?\s*[\dIVXLC]+\s*[,/]?\s*(?:No|Nr|Number|Issue)\.?\s*\d+[\s,/•|–-]{1,6}"
    r"(?:\w+day,?\s+)?(?=\w)",
    re.IGNORECASE,
)
RIGHTS = re.compile(
    r"(?:©|\(c\)|\bcopyright)\s+(?:©\s*)?(?:[^\W\d]\S* ){0,6}((?:19|20)\d\d)(?![\d–-])",
    re.IGNORECASE,
)
MAX_WORDS = 25
MAX_HEAD = 8000


class Dated(NamedTuple):
    """A date of publication, and the words in which it is printed."""

    weight: int
    parts: tuple[int, ...]
    words: str


def date_of_publication(lines: Sequence[Line], head: str) -> Dated | None:
    """Give the date that the lines, or a masthead or a notice of rights in the head, print.

    ``head`` is the text of the first pages. A date that may be another one (of a meeting, a
    deadline, the law that is spoken of) isn't taken.
    """
    found = [*_of_lines(lines), *_of_head(head[:MAX_HEAD])]
    best = max(found, key=lambda one: one.weight, default=None)
    if best is None:
        return None
    finer = (one for one in found if one.parts[: len(best.parts)] == best.parts)
    return max(finer, key=lambda one: len(one.parts))


def _of_lines(lines: Sequence[Line]) -> Iterator[Dated]:
    before = ""
    for line in lines:
        if len(line.text.split()) <= MAX_WORDS:
            start = 0
            for date in dates_in(line.text):
                if weight := _weight(line.text, start, date, before):
                    yield Dated(weight, date.parts, line.text)
                start = date.end
        before = line.text


def _weight(text: str, start: int, date: Found, before: str) -> int:
    """Weigh a date by what stands around it in its line, or alone in the line before; 0: none.

    ``start`` is where the line's date before it ends.
    """
    lead, rest = text[start : date.start], text[date.end :].strip(" .,;)]|*")
    if OTHER.search(lead) or (rest and OTHER.search(rest)):
        return 0
    for label, weight in LABELLED.items():
        if label.search(lead):
            return weight
    lead = text[: date.start].strip(" ([")
    if lead and not PLACE.fullmatch(lead + " ") and not _of_a_body(text[: date.end]):
        return 0
    behind = text[date.end :].lstrip()
    if rest and not behind.startswith((".—", "—")) and not AGENCY.match(behind):
        return BEFORE_CAPITALS if not lead and rest.isupper() and len(rest) > 3 else 0
    if len(before.split()) <= 6:
        if OTHER.search(before):
            return 0
        weights = (weight for label, weight in LABELLED.items() if label.search(before))
        return max(ALONE, *weights, 0)
    return ALONE


def _of_a_body(text: str) -> bool:
    """Say whether a line names a body, and a date behind it."""
    body = undated(text)
    return body != text and is_body(body)


def _of_head(head: str) -> Iterator[Dated]:
    for match in MASTHEAD.finditer(head):
        for date in dates_in(head[match.end() : match.end() + 40]):
            if date.start == 0:
                words = " ".join(head[match.start() : match.end() + date.end].split())
                yield Dated(MOST, date.parts, words)
    for match in RIGHTS.finditer(head):
        yield Dated(COPYRIGHT, (int(match[1]),), " ".join(match[0].split()))
