"""How numbers, dates, names, places and the like are written: what could fill a slot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.english.vocabulary import FREQUENCIES, MONTHS, NUMBER_WORDS, ORDINALS, TIME_UNITS
from rag.question.question_type import Sort

_MONTH = r"(?:" + "|".join(m.capitalize() for m in MONTHS) + r")\.?"
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_FIGURE = rf"(?:\d+(?:[.,]\d+)*|\b(?:{_WORDS})(?:[- ](?:and )?(?:{_WORDS}))*\b)"
_UNIT = r"(?:" + "|".join(TIME_UNITS) + r")s?"
NUMBER = re.compile(_FIGURE, re.IGNORECASE)
YEAR = re.compile(
    r"(?<!§)(?<!§ )(?<![A-Z][-\u2013])\b(?:1\d{3}|20\d{2}|2100)s?\b"
    r"(?![-\u2013][A-Z]|\.\d{1,3}(?![\d.]))|\b\d{1,4} (?:BCE?|AD|CE)\b|\bAD \d{1,4}\b"
)
"""A year; in "§ 1308.43" and "FAA-2020-0746" there is none."""
CENTURY = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)|[a-z]+th|first)(?: and \w+)? centur(?:y|ies)\b", re.IGNORECASE
)
DAY = re.compile(rf"\b{_MONTH} \d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b")
SLASHED = re.compile(r"(?<!\d)\d{1,4}([/.-])\d{1,2}\1\d{2,4}(?!\d)")
MONTH = re.compile(rf"\b{_MONTH}(?=\W|$)")
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?! [A-Z])")
MONEY = re.compile(
    rf"[$£€¥₹]\s?{_FIGURE}(?: (?:hundred|thousand|[mbtr]+illion))?|\bRs\.? ?\d[\d,.]*"
    rf"|{_FIGURE} (?:US )?(?:dollars?|cents?|rupees?|euros?|pounds?|USD|francs?|marks?)\b",
    re.IGNORECASE,
)
PERCENT = re.compile(
    rf"{_FIGURE} ?(?:%|per ?cent\b|percent\b)|\b(?:half|majority|two thirds|one third|a third|"
    r"a quarter|three quarters|two-thirds|one-third)\b",
    re.IGNORECASE,
)
DURATION = re.compile(
    rf"(?:{_FIGURE}|\b(?:a|an|one|several|few|many|some))(?:[- ]|(?: more| full| whole) ){_UNIT}\b"
    rf"|\b(?:for|over|within|after) (?:\w+ ){{0,3}}{_UNIT}\b|\bsince \w+|\bforever\b"
    r"|\bcenturies\b|\bdecades\b|\buntil \w+|\bindefinitely\b",
    re.IGNORECASE,
)
FREQUENCY = re.compile(
    rf"\b(?:every|each|per|an?) (?:\w+ )?{_UNIT}\b|\b(?:{'|'.join(FREQUENCIES)})\b"
    rf"|{_FIGURE} times\b|\btimes (?:\w+ )?{_UNIT}\b",
    re.IGNORECASE,
)
LAW = re.compile(
    r"\b(?:sections?|articles?|schedules?|clauses?|rules?|regulations?|directives?|paragraphs?)"
    r" \d[\w()./-]*|\b(?:[A-Z][\w-]+ )+(?:Act|Law|Treaty|Code|Constitution|Directive|Ordinance|"
    r"Convention|Charter|Schedule|Regulation|Amendment)\b"
)
NAME = re.compile(
    r"\b[A-Z][\w’'-]*(?:[A-Z.&]\w*)*(?:(?: (?:of|the|de|von|van|and|for|&|ibn|al|la|du|der))*"
    r" [A-Z0-9][\w’'.-]*)*"
)
PLACE = re.compile(
    r"\b(?:in|at|from|to|near|into|through|across|of|around|outside|within|to the|in the|of the|"
    r"from the|at the)\s(?:the )?(?:(?:north|south|east|west|central|northern|southern|eastern|"
    r"western|upper|lower|modern)[a-z]* )*([A-Z][\w’'-]+(?: (?:of )?[A-Z][\w’'-]+)*)"
)
WHERE = re.compile(
    r"\b(?:in|at|on|near|within|along|across|outside|inside|throughout|beneath|under|over|between)"
    r" (?:the |a |an |its |their |this |all )?(?!the\b|an?\b|its\b|this\b)[a-z][\w-]+"
    r"(?: [a-z][\w-]+)?"
)
COUNTS = re.compile(r"\d{4} (?!was\b|has\b|is\b|this\b|as\b)[a-z]{2,}s\b")
"""A figure that looks like a year, but counts something in the plural."""
CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b|o['’]clock)|\b(?:noon|midnight|midday|dawn|dusk|"
    r"morning|evening|afternoon)\b|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    rf"\b(?:the )?(?:{'|'.join(sorted(ORDINALS))}|last|next|end of the|same) "
    rf"(?:\w+ )?{_UNIT}\b",
    re.IGNORECASE,
)
AGE = re.compile(r"\b(?:when|during|after|before|since|until) (?:the )?[a-z]\w+")
CLAUSE_BREAK = re.compile(
    r"[;:()—–]|, (?=(?:and|but|or|which|who|whose|where|while|whereas|although|though|when|as|"
    r"with|including|because|since|so|yet|that|if)\b)| (?=(?:but|which|who|while|whereas|although|"
    r"though|because)\b)|, (?=\w+ing\b)"
)

_AMOUNTS = (NUMBER, PERCENT)
_VAGUE = re.compile(
    r"\b(?:long|longer|periods?|terms?|permanent|temporary)(?:ly)?\b", re.IGNORECASE
)
_TIMES = (_VAGUE, NUMBER, MONTH, WEEKDAY, CLOCK, RELATIVE, AGE, FREQUENCY, DURATION)
FORMS: Mapping[Sort, Sequence[re.Pattern[str]]] = {
    **dict.fromkeys(("count", "money", "percent", "measure"), _AMOUNTS),
    **dict.fromkeys(("duration", "frequency", "date"), _TIMES),
}
"""What a sentence has in some form where it may give a figure or a time of the sort."""
