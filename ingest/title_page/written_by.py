"""Who wrote a document, as its title page says: people, or the body whose document it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.load import names
from ingest.title_page.lines import Line
from rag.text.dates import dates_in

Name = dict[str, str]
BYLINE = re.compile(
    r"(?:(?:(?:written|prepared|submitted|developed|compiled|drafted|produced|presented|authored|"
    r"report|statement|remarks|speech|address|lecture|paper|story)\s+by|by|por|von|par|"
    r"prepared for .{3,80}? by|(?:statement|testimony|remarks) of)\b|"
    r"(?:from|(?:lead )?authors?(?:\(s\))?|autor(?:e|es|\(es\))?|auteurs?|verfasser)\s*:)[\s:–-]*",
    re.IGNORECASE,
)
PRESENTED = re.compile(
    r"presented to (?:both houses of )?(?:the )?[\w ]{3,40}? by (?:the )?(.{3,120}?)"
    r"(?:,? (?:by command|by order|pursuant|under|in accordance|on behalf)\b.*)?[.]?",
    re.IGNORECASE,
)
PUBLISHED = re.compile(r"published (?:by|for) (?:the )?([^.,;:©]{3,80})[.,]?", re.IGNORECASE)
RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4},?\s*)?(?:by\s+)?(?:the\s+)?(.{3,80}?)(?:,?\s*\d{4})?[.]?",
    re.IGNORECASE,
)
PARTY = re.compile(
    r",?\s*\b(?:plaintiff|petitioner|appell\w+|respondent|defendant|applicant|claimant)\b.*|"
    r",? in (?:his|her|their|its) official capacity.*",
    re.IGNORECASE,
)
"""The role of who is in court, behind the name."""
ADDRESSED = re.compile(
    r"(?:to|before|for|(?:submitted|presented|prepared|addressed) (?:to|for|before))(?: the)?:?",
    re.IGNORECASE,
)
PRESS = re.compile(r"\b(?:immediate release|(?:press|news|media) release)\b", re.IGNORECASE)
NO_PEOPLE = frozenset(
    "air authority chance command electronic email e-mail fax hand law mail order post sea "
    "subject submission topic category".split()
)
HONOUR = re.compile(
    r"(?:his|her|their) excellency|(?:the )?(?:right )?hon(?:ou?rable)?\.?", re.IGNORECASE
)
GENRE = (
    "act|agenda|agreement|analysis|assessment|bill|decision|directive|evaluation|framework|"
    "guid(?:e|ance|elines)|handbook|inquiry|letter|manual|memorandum|minutes|notice|opinion|"
    "ordinance|paper|plan|policy|proceedings|regulations?|report|resolution|response|review|"
    "rules?|speech|statement|strategy|study|summary|survey|terms"
)
NOUN = (
    "academy|administration|agency|assembly|association|authority|bank|board|bureau|cent(?:er|re)|"
    "city|commission|committee|commonwealth|congress|consulate|council|county|court|delegation|"
    "department|directorate|embassy|federation|foundation|fund|government|house|institut(?:e|ion)|"
    "ministry|nations|office|organi[sz]ation|parliament|republic|secretariat|senate|service|"
    "society|state|treasury|tribunal|union|university|work(?:ing )?group|hm revenue"
)
NOUN_FIRST = (
    "ministerio|minist[eéè]re|minist[eé]rio|consejo|conselho|conseil|comisi[oó]n|comiss[aã]o|"
    "gobierno|governo|gouvernement|universi[dt]a[dt]e?|universit[eéà]t?|institut[oe]?|"
    "secretar[ií]a|rep[uú]blica|r[eé]publique|comit[eéê]|congreso|congresso|banco|banque|"
    "ag[eê]ncia|agencia|agence|direcci[oó]n|dire[cç][aã]o|direction"
)
"""As French, Spanish and Portuguese have it: what it is of or for comes behind it."""
WORD = r"(?:(?:and|AND|et|y|e|&|[^\W\d_a-z][\w.'’-]*),?\s)"
OF = "of|for|on|and|&|to|de|del|da|das|do|dos|des|du|der|für"
SMALL = r"(?i:to|of|for|on|in|by|from|with|at|against)\b"
BODY = re.compile(
    rf"(?i:in )?(?i:the )?(?!.*\b(?i:{GENRE})\b)"
    rf"(?:(?:(?!{SMALL}){WORD}){{0,8}}(?:(?i:{NOUN})|(?i:bundes\w+|umwelt\w*amt))|"
    rf"(?i:{NOUN_FIRST})(?:\s[^\W\d_a-z]\w+){{0,2}})"
    rf"(?:$|,|\s\(|\s(?i:{OF})\s)[^.:;?!|]*"
)
PARTS = " ,;|·•(–—-"
"""What may stand between a name and the date behind it."""
MAX_BODY = 16
MAX_RUN = 3


@dataclass(slots=True)
class Writers:
    """Who wrote it, who published it, and which lines of the title page say so (by index)."""

    authors: list[Name] = field(default_factory=list)
    named: bool = False
    """They are named as its authors, and not merely a body at the head of the page."""
    publisher: str = ""
    presenter: str = ""
    holder: str = ""
    """Of the rights."""
    lines: set[int] = field(default_factory=set)


def writers_of(lines: Sequence[Line], *, with_bodies: bool = True) -> Writers:
    """Read the authors: after "By" or the like, else who presents it, else the body above it.

    Where people wrote it, the body is its publisher. ``with_bodies`` takes bodies that stand
    in a line of their own.
    """
    found = Writers(lines=_addressee(lines))
    for index, line in enumerate(lines):
        if index not in found.lines:
            _read(found, lines, index, line.text)
    bodies = _bodies(lines, found.lines) if with_bodies else []
    found.lines.update(index for index, _ in bodies)
    body = ", ".join(text for _, text in bodies)
    found.named = bool(found.authors)
    if not found.authors and (one := body or found.presenter or found.holder):
        found.authors = [{"literal": one}]
    elif body and all(map(names.is_person, found.authors)):
        found.publisher = found.publisher or body
    authors = "; ".join(one.get("literal", "") for one in found.authors)
    if found.publisher.casefold() in authors.casefold():
        found.publisher = ""
    return found


def _read(found: Writers, lines: Sequence[Line], index: int, text: str) -> None:
    """Take what one line says of who wrote, presented, published or owns the document."""
    if text.lower().startswith("presented to"):
        own = _to_date(lines, index)
        if match := PRESENTED.fullmatch(" ".join(lines[at].text for at in sorted(own))):
            found.presenter = found.presenter or match[1]
            found.lines.update(own)
    elif match := PUBLISHED.match(text):
        published = match[1].removeprefix("Authority of the ")
        found.publisher = found.publisher or (published if is_body(published) else "")
        found.lines.add(index)
    elif (match := RIGHTS.fullmatch(text)) and is_body(match[1]):
        found.holder = found.holder or match[1]
    elif ADDRESSED.fullmatch(text):
        found.lines.update(_below(lines, index))
    elif not found.authors and (match := BYLINE.match(text)):
        _byline(found, lines, index, text[match.end() :], match[0])


def undated(text: str) -> str:
    """Give a line without the date that ends it behind a comma: "Board of Wells, 3 March 2024"."""
    end = len(text.rstrip(" .)]"))
    before = next((text[: one.start] for one in dates_in(text) if one.end == end), "")
    cut = before.rstrip(PARTS)
    return cut if cut and cut != before.rstrip() else text


def is_body(text: str) -> bool:
    """Say whether words are the name of a body and nothing else."""
    words = text.split()
    return 2 <= len(words) <= MAX_BODY and bool(BODY.fullmatch(text))


def _byline(found: Writers, lines: Sequence[Line], index: int, said: str, label: str) -> None:
    """Take the authors that a line names, or those below one that says no more than "By"."""
    own = {index}
    if not said.strip():
        own = _below(lines, index)
        below = (lines[at].text for at in sorted(own - {index}))
        said = next((one for one in below if not HONOUR.fullmatch(one.strip(" ,"))), "")
    if authors := _authors(said, several="authors" in label.lower()):
        found.authors = authors
        found.lines.update(own)


def _below(lines: Sequence[Line], index: int) -> set[int]:
    """Give a label's line and those that belong to it: up to the next label, or a date."""
    own = {index}
    for at in range(index + 1, min(index + 6, len(lines))):
        line = lines[at]
        ends = ADDRESSED.fullmatch(line.text) or BYLINE.match(line.text)
        if ends or next(dates_in(line.text), None) or line.page != lines[index].page:
            break
        own.add(at)
    return own


def _addressee(lines: Sequence[Line]) -> set[int]:
    """Give the lines of a letter that say whom it is to: from its date to "Dear …"."""
    dear = next((i for i, line in enumerate(lines) if line.text.startswith("Dear ")), 0)
    dated = [i for i in range(dear) if next(dates_in(lines[i].text), None)]
    return set(range(dated[-1] + 1, dear)) if dated else set()


def _to_date(lines: Sequence[Line], index: int) -> set[int]:
    """Give a line and those below it on its page, up to a command or a date."""
    own: set[int] = set()
    for at in range(index, min(index + 5, len(lines))):
        if lines[at].page != lines[index].page or next(dates_in(lines[at].text), None):
            break
        own.add(at)
        if "command" in lines[at].text.lower():
            break
    return own


def _authors(said: str, *, several: bool) -> list[Name]:
    """Read the people or the body that a line names; nothing where it names neither.

    Of "Jane Doe, Staff Writer" nobody knows that a writer is no person: without an "and",
    only the first is taken, unless there are said to be several.
    """
    said = re.sub(r"^the\s+", "", said.strip(" .,:"), flags=re.IGNORECASE)
    people = _people(said)
    if people:
        joined = names.BETWEEN.search(said) is not None
        return people if several or joined else people[:1]
    if names.is_body(said) and said[:1].isupper() and len(said.split()) <= MAX_BODY:
        return [{"literal": said}] if not NO_PEOPLE & set(said.lower().split()) else []
    return []


def _people(said: str) -> list[Name]:
    """Read people as a title page has them, given name first, up to what is none."""
    people: list[Name] = []
    for part in (part for one in names.BETWEEN.split(said) for part in one.split(",")):
        made = names.authors(part.title() if part.isupper() else part)
        known = len(made) == 1 and names.is_person(made[0])
        if not known or NO_PEOPLE & set(part.lower().split()):
            break
        people += made
    return people


def _bodies(lines: Sequence[Line], taken: set[int]) -> list[tuple[int, str]]:
    """Give the first bodies that have lines of their own, a body and what is part of it.

    A press release begins with its title: "Board of Wells lifts its levy".
    """
    press = any(PRESS.search(line.text) for line in lines)
    taken = taken | {i for i, line in enumerate(lines) if press and line.kind == "heading"}
    run: list[tuple[int, str]] = []
    for index, line in enumerate(lines):
        text = undated(line.text.strip("| ").partition(" | ")[0].strip())
        if index not in taken and is_body(text) and not PARTY.search(text):
            run.append((index, re.sub(r"^in the ", "", text, flags=re.IGNORECASE)))
            if len(run) == MAX_RUN:
                break
        elif run:
            break
    return run
