"""What a document is called: the largest type of its title page, or what a law calls itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.load.headings import NUMBERED
from ingest.title_page.lines import Line
from ingest.title_page.written_by import PARTY
from rag.text.dates import dates_in, only_date

MAX_TITLE = 300
NEAR_SIZE = 0.75
"""Lines beside the largest belong to the title down to this share of its size."""
LARGER = 1.15
HEADING = 1.1
"""A heading counts as so much larger than it is: it may be bold."""
FIRST = 3
"""Lines that may be the title where no sizes of type are known."""
CITED_AS = re.compile(
    r"\bThis (?:Act|Law|Order|Ordinance|Code|Instrument|Regulations?)\b[^.“”\"‘]{0,60}?\bmay be "
    r"(?:cited|called)(?: for all purposes)? as (?:the )?[“\"‘'’]{1,2}([^“”\"‘’]{5,150}?)[”\"’']"
)
ENACTING = re.compile(r"\b(?:be it (?:further )?enacted|an act|a bill)\b", re.IGNORECASE)
CASE = re.compile(r"[A-Z][^?!\d]{2,90}?,? v(?:s?\.|s)? [A-Z][^?!\d]{2,90}")
LETTER = re.compile(r"(?:to|from):|dear |memorandum$", re.IGNORECASE)
SUBJECT = re.compile(r"(?:re|subject|betreff|asunto|objet)\s*:\s*(.{5,200})", re.IGNORECASE)
AGENCY = re.compile(r"AGENCY: ")
NOISE = re.compile(
    r"(?:is[bs]n|doc(?:ument)? ?(?:no|number|id)|\[?docket (?:no|number)|ref(?:erence)?(?: no|:)|"
    r"rin |distr\.|[A-Z]+(?:/\w+)+$|\d+ cfr|e-number|h[lc] paper|no\. ?\d|"
    r"vol(?:ume|\.)? ?\w+$|page \d|version \d|"
    r"(?-i:[A-Z. ]{1,9}\d[\w./-]*$)|price:? ?\W?\d|[£$€]|©|copyright (?:\W?\d|©)|www\.|https?:|"
    r"(?:tel|e?-?mail|dated?|re|to|from|attention|note|london ?):|dear |ordered to be|quicklinks|"
    r"(?:published|printed|prepared|developed) (?:by|for|in|on)|presented to|"
    r"available (?:at|from)|for (?:immediate|official|publication)|embargo(?:ed)? (?:until|for)|"
    r"(?:\w+ )?(?:draft|borrador|entwurf)(?: for .*| final)?$|final$|confidential$|as of |"
    r"(?:revised|revision|updated)\b.{0,20}\d|(?:at the )?(?:\w+ )?session(?: \S+)?$|"
    r"(?:exhibit|annex|appendix|attachment|schedule|enclosure) \S{1,8}$|"
    r"recitals?$|witnesseth|\(slip|[\W\d_]*$)",
    re.IGNORECASE,
)
"""Begins what is printed on title pages and isn't the title."""
LABEL = re.compile(r"\w+(?: \w+)?:")
GENRE_ALONE = re.compile(
    r"(?:an?|the)? ?(?:act|bill|statement|report|speech|press release|memorandum|notices?|"
    r"syllabus|proposed rules?|rules and regulations|presidential documents|final rule|opinion|"
    r"order|judgment|letter|brief|summary|office|introduction|preface|foreword|abstract|"
    r"executive summary)",
    re.IGNORECASE,
)
"""Says what kind of document it is, and is its title only if there's no other."""
DATE_BEFORE = re.compile(r"^\w+ (?:1[5-9]|20)\d\d (?=[^a-z]+$)")


def title_of(
    lines: Sequence[Line], taken: set[int], head: str, body: float, *, named: bool = False
) -> tuple[str, bool]:
    """Give the title, or "", and whether it is one beyond doubt.

    ``taken`` are the lines that say something else, ``head`` is the text of the first pages,
    ``body`` the size of most of the type. Where the properties have ``named`` another, a heading
    without size right above the text is taken for the text's.
    """
    law = CITED_AS.search(head)
    if law and ENACTING.search(head[: law.start()]):
        return " ".join(law[1].split()), True
    for index, line in enumerate(lines):
        before = lines[index - 1].text if index else ""
        if AGENCY.match(line.text) and before:  # as the Federal Register has it
            return _tidy(before), True
    if case := _case(lines):
        return case, True
    left = [i for i, line in enumerate(lines) if i not in taken and _may_be(line)]
    telling = [i for i in left if not GENRE_ALONE.fullmatch(lines[i].text)]
    letter = any(LETTER.match(line.text) for line in lines)
    subject = next((match[1] for line in lines if (match := SUBJECT.fullmatch(line.text))), "")
    if letter and subject and not any(lines[i].size >= LARGER * body > 0 for i in telling):
        return _tidy(subject), True
    if not telling:
        return "", False
    return _largest(lines, telling, body, named=named)


def _largest(
    lines: Sequence[Line], choice: Sequence[int], body: float, *, named: bool
) -> tuple[str, bool]:
    """Give what is set in the largest type, else the first heading, and whether it's beyond doubt.

    Of lines set as the text is, one alone is taken: the next may be anything.
    """
    sized = [i for i in choice if lines[i].size]
    best = max(sized or choice[:FIRST], key=lambda i: (_prominence(lines[i]), -i))
    line = lines[best]
    larger = line.size >= LARGER * body > 0
    joined = [best]
    for step in (-1, 1):
        at = best + step
        while at in choice and _alike(line, lines[at], larger=larger):
            joined.append(at)
            at += step
    title = _tidy(" ".join(DATE_BEFORE.sub("", lines[i].text) for i in sorted(joined)))
    cover = line.page and not any(one.heads_text for one in lines if one.page == line.page)
    first = line.level == 1 if line.size else not (named and line.heads_text)
    sure = larger or bool(cover) or (line.kind == "heading" and first)
    return (title, sure and not NUMBERED.match(title)) if len(title) <= MAX_TITLE else ("", False)


def _case(lines: Sequence[Line]) -> str:
    """Give the name of a case, "One v. Other", in one line or in three."""
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if line.text.strip() in ("v.", "vs.", "v", "versus", "-v-", "- v -"):
            parties = (PARTY.sub("", one.text).strip(" ,") for one in (before, after))
            return " v. ".join(map(_tidy, parties))
    return next((_tidy(line.text) for line in lines if CASE.fullmatch(line.text)), "")


def _may_be(line: Line) -> bool:
    text = line.text.strip()
    sentence = text.endswith((".", ";", ",")) and line.kind != "heading"
    fits = line.kind in ("heading", "paragraph") or (line.kind == "table" and " | " not in text)
    dated = LABEL.match(text) and any(dates_in(text))
    return fits and not sentence and not dated and not NOISE.match(text) and not only_date(text)


def _prominence(line: Line) -> tuple[float, ...]:
    if line.size:
        return (line.size * (HEADING if line.kind == "heading" else 1),)
    return (line.kind == "heading", -line.level)


def _alike(best: Line, line: Line, *, larger: bool) -> bool:
    if line.page != best.page or line.kind != best.kind:
        return False
    if best.size:
        return line.size >= NEAR_SIZE * best.size and (line.kind == "heading" or larger)
    capitals = DATE_BEFORE.sub("", best.text).isupper() and line.text.isupper()
    return (line.level == best.level and not line.heads_text) or capitals


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" *|_")
