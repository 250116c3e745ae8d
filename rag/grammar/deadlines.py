"""When something is to be done: the words of a clause that set a time for it."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NUMBER = (
    r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|"
    r"fifteen|twenty|thirty|forty|forty-five|sixty|ninety|several|a few)(?: \(\d+\))?"
)
_UNIT = (
    r"(?:(?:working|business|calendar|clear|court|consecutive|school|full|financial|fiscal)[ -])?"
    r"(?:minutes?|hours?|days?|weeks?|fortnights?|months?|quarters?|years?|terms?|semesters?|"
    r"decades?)['’]?"
)
_SEASON = r"(?:(?:early|late|mid|the (?:end|beginning|start|close|middle) of)[ -])?"
_DATE = (
    rf"{_SEASON}(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: day)?(?: of)? {_MONTH}(?:,? \d{{4}})?|"
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|{_MONTH}(?: of)? \d{{4}}|{_MONTH}\b|"
    r"(?:spring|summer|autumn|fall|winter)(?: of)?(?: \d{4})?|\d{4}(?:[-/–]\d{2,4})?|"
    r"(?:next|this|the following|the next) (?:year|month|week|spring|summer|autumn|winter)|"
    r"midnight|noon|\d{1,2}(?::\d\d)? ?[ap]\.?m\.?|\d{1,2}:\d\d)"
)
_DATE = rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:,? (?:the )?{_DATE})?|{_DATE})"
_END = (
    r"(?:the )?(?:end|close|beginning|start|expiry|expiration|conclusion|completion|date|deadline|"
    r"time|first day|last day|due date)(?: (?:of|on which|when|for) [^,.;:()]{2,50})?"
)
_EVENT = r"(?:the|any|each|a|an|its|their|his|her|your) [^,.;:()]{2,50}|[a-z]+ing\b[^,.;:()]{0,40}"
_PERIOD = rf"{_NUMBER}[ -]{_UNIT}"
_OFTEN = (
    r"annually|biannually|biennially|"
    r"(?:monthly|quarterly|weekly|daily|hourly|yearly|fortnightly)"
    r"(?=\W*$|[,.;:)]| (?:and|or|to|by|in|on|at|for|from|with|if|when|until|as|through|via|but)\b)|"
    r"semi-?annually|twice (?:a|per|each) (?:year|month|week|day)|at regular intervals|"
    rf"(?:at least )?once (?:every|an?|each|per) [^,.;:()]{{3,20}}|every (?:other )?{_UNIT}|"
    rf"every {_NUMBER} {_UNIT}|each (?:(?:fiscal|financial|school) )?{_UNIT}|from time to time|"
    r"on an? (?:annual|monthly|quarterly|weekly|daily|regular|ongoing|continuing|yearly) basis|"
    r"at all times"
)
_SOON = (
    r"immediately|promptly|forthwith|without (?:undue |unreasonable |further )?delay|"
    r"as soon as (?:reasonably |is |it is )?(?:possible|practicable|practical|it can)|"
    r"in due course|in (?:the )?(?:near|foreseeable) future|in future|soon|shortly|"
    r"in the (?:coming|next|following) (?:few )?(?:\w+ )?(?:days|weeks|months|years)"
)
_WHEN = rf"(?:{_DATE}|{_END}|{_EVENT})"
_FROM = r"(?:after|before|from|of|following|prior to|in advance of)"
_THAN = r"(?:no|not) (?:later|more|less|fewer) than"
_WITHIN = r"(?:at least |not less than |within |at the latest |up to )?"
_TIMED = r"(?:by|until|till|from|(?:starting|beginning) (?:in|on|from)|before|after|past|since)"
_FORMS = (
    rf"{_THAN} (?:{_PERIOD}(?: {_FROM} [^,.;:()]{{2,50}})?|{_WHEN})",
    rf"{_WITHIN}{_PERIOD} {_FROM} (?:{_WHEN}|[^,.;:()]{{2,40}})",
    rf"within (?:the )?(?:next |first |last |following )?{_PERIOD}",
    r"within (?:a |the )?(?:\w+ )?(?:time|period)[^,.;:()]{0,30}",
    rf"on or (?:before|after) {_WHEN}",
    rf"(?:{_TIMED}|effective|in|on) {_DATE}",
    rf"(?:by|until|till|before|after|at|on|past|from|upon) {_END}",
    rf"(?:prior to|before|until|during|ahead of) (?:{_EVENT})",
    rf"(?:in|over|during|for) (?:the )?(?:coming|next|following) (?:{_NUMBER} )?{_UNIT}",
    r"between (?:\d{1,2}:\d\d|midnight|noon) and (?:\d{1,2}:\d\d|midnight|noon)",
    rf"(?:{_OFTEN})(?:,? (?:by|on|in|before|until|at|no later than) {_DATE})?",
    _SOON,
)
_DEADLINE = re.compile(
    "|".join(rf"(?<![\w-])(?:{form})(?![\w-])" for form in _FORMS), re.IGNORECASE
)
_PLACES = re.compile(
    r"\b(?:appear|come|go|lie|laid|lay|bring|brought|put|place|file|sign)\w*\b[^,;]{0,40}$",
    re.IGNORECASE,
)
_TIMELY = re.compile(r"\d|year|month|week|day|hour|end|time|date", re.IGNORECASE)


def deadline_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Give where the words stand that set a time in a stretch of a sentence; None without."""
    for match in _DEADLINE.finditer(text, start, end):
        before = text[start : match.start()]
        said = match.group().lower()
        if said.startswith("before ") and not _TIMELY.search(said) and _PLACES.search(before):
            continue
        stop = match.end()
        while text[stop - 1] in " ,":
            stop -= 1
        return match.start(), stop
    return None
