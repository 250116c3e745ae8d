"""Numbers that count nothing: of sections, laws and addresses, in names, codes and clock times."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.english.vocabulary import AUXILIARIES, DETERMINERS, FUNCTION_WORDS
from rag.english.word_lists import words
from rag.text.quantities import Figure
from rag.text.units import unit_behind

_ALTERNATIVES = "|".join
_LINE = "[-\u2010-\u2015]"
_LABELS = words("number_names", "labels")
_CAPITALS = map(str.capitalize, (*_LABELS, *words("number_names", "labels_in_capitals")))
_LABEL = re.compile(
    rf"(?:\b(?:{_ALTERNATIVES((*_LABELS, *_CAPITALS))})s?[.:]?\s?(?:(?i:no)\.?\s?|number\s)?"
    r"|\(e\.g\.,?\s|[#§№]\s?)[(\[\u200e]?$"
)
_GOES_ON = re.compile(
    rf"\s?(?:[,;&]|{_LINE}|\b(?:and|or|to|through)\b)?\s?(?:and|or)?\s?[(\[\u200e]?"
)
_NAME = re.compile(r"(?:^|[^\w’'])(?P<word>[A-Z][\w’'&./-]*)\s$")
_OPENS = re.compile(r"(?:^|[.!?:;•]\s?|[“\"(])[A-Z][\w’'&./-]*\s$")
_ACTS = re.compile(r"(?:ly|ed|s|ing)$")
"""Ends of a sentence's first word that may well be no name: "Nearly 500", "Includes 12"."""
_BEFORE_COUNTS = frozenset(words("number_names", "before_counts"))
_CELL = r"[$£€]?\d(?:[\d,.]*\d)?%?"
_REPORTED = r"(?<![\w.,])\d{1,4}\s(?:(?:[A-Z]{2,}|[A-Z][\w’']*\.[\w.]*|Law|Rev)\s?){1,4}"
_CODES = re.compile(
    _ALTERNATIVES(
        (
            r"(?:https?://|www\.)\S+(?:(?<=[-/_=?&])\s[\w%-]+[-/._=?&]\S*|\s\S*[/_=]\S*)*",
            r"(?<!\S)\S+@\S+|(?<!\S)\S+\s@\s?[\w-]*[a-z][\w-]*\.\S+|\b10\.\d{4,}/\S+",  # DOIs
            r"(?<![\w.-])[\w.-]+\.(?:com|org|net|gov|edu|int|info|[a-z]{2,7}/)(?![\w])\S*",
            r"\+\d[\d ()-]{6,}\d|\(\d{3,5}\)\s?\d{3,4}[ \u2013-]\d{3,4}",  # telephones
            r"\b\d{3}[-. \u2013]\d{3}[-. \u2013]\d{4}\b|\b\d{3}[-\u2013]\d{4}\b",
            r"\b0\d{2,4} \d{3,4} \d{3,4}\b",
            r"\b\d{1,4}(?:\s?[-\u2013]\s?\d{2,4}){2,}|\b1\s?-\s?8\d\d\s?-\s?\w+",
            r"\b\d{1,2}[:.]\d\d\s?[ap]\.?\s?m\b|\b\d{1,2}\s?(?:[ap]\.?m|AM|PM)\b",  # clock times
            r"\d+_\w*|\b\d{1,2}:\d\d(?::\d\d)?(?:[AaPp]\.?[Mm]\b|\b)",
            r"\b(?!(?:Rs|USD|PKR|INR|GBP|EUR)\d)[^\W\d_]+\d[\w\u2013-]*",  # G20
            r"\b\d+(?!(?:k|c|m)?m[23]\b)[A-Za-z]+\d\w*|(?<=\s)\u2013\d{3,}\b",
            r"\b[A-Z]\w*[-\u2010\u2011\u2013]\d+\w*|\b[^\W\d_]+-\d+-\w*|\b[a-z]-\d+\b",  # F-16
            r"(?<![$£€¥₹.,\d])\d+[a-fijA-Z](?![\w%])|\b\d+(?:\([a-z\d]{1,4}\))+",  # 5A, 552(a)
            r"\d+(?:[-\u2013]\d+){2,}|\d+(?:\.\d+){2,}|(?<![\d.])\d+/\d+(?:/\d+)*",
            rf"{_REPORTED}(?:§+\s?)?\d[\w.()-]*(?:,\s(?:and\s)?\d[\w.()-]*)*",  # 21 CFR 1308
            r"(?<![\w.,])\d{1,4}\s(?:U\.\s?S\.\s?C|C\.\s?F\.\s?R|F\.\s?\d?)",
            r"(?<![\w.,])\d{1,4}\s[A-Z]{2,5}\s(?:(?:[Ss]ub)?[Pp]arts?|[Ss]ections?|§)",
            r"\b\d{4}[-\u2013\u2014](?:\d{1,3}|\d{5,6})\b",  # 2020-17221
            r"(?<![\w-])\d{1,3}0s\b",  # the late 60s
            r"[\[(]\d{1,5}(?:(?:[,;\u2013-]|,?\s(?:and|or)\b)\s?\d{1,4})*[\])]",  # notes: [2, 5-7]
            r"[-\[]\d+(?:,\d+)*[’']*-[^\W\d]\S*|\b\d+-[a-z]{9,}",  # 4-methylbenzoate
            r"(?<![\w.,$£€¥₹-])\d{1,3}[-\u2013]0(?![\w%]|[.,]\d)",  # carried 4-0
            r"\b\d{1,2}(?:,\d{1,2})+\b(?!,?\d)|\b\d+(?:[’']s\b)",
            r"[‘“\"']\d{1,4}[’”\"']",
            r"\b\d+\s[A-Z][a-z]{0,4}\.(?=\s?\d|$)",  # 16 Pet.
            r"(?:^|(?<=[:;,]\s)|(?<=\sand\s)|(?<=\sor\s))\d{1,2}\)\s",  # 1) …
            r"^\d{1,3}[.)](?=\s|[A-Z][a-z]|\(\d)|^\d{1,2}(?::|\s[-\u2013\u2014])\s(?=[A-Z])",
            r"(?<![\d.])(?P<head>\d{1,2})\s(?=(?:[A-Z][^.\d]{2,90}\s)?(?P=head)\.1\b)",
            r"\b[12]\d{3};\s?\d+(?:\s?\([^)]*\))?:\s?\w+(?:[-\u2013]\w+)?",  # 2006; 52: 4-9
            r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b",  # SW1A 2AA
            rf"(?<!\S)(?:{_CELL}\s+){{2,}}{_CELL}(?!\S)",
            r"\S*[\u2211\u221a\u222b\ufffd]\S*|\S*(?:[\U0001d400-\U0001d7ff]\S*){3}",  # formulas
        )
    )
)
_NO_CODE = re.compile(r"[1-9]/[2-9](?:ths?|rds?)?|[$£€]?\d{1,3}(?:\s\d{3})+")
"""A fraction, or a number with spaces between its thousands."""
_STREET = re.compile(
    rf"(?:\s?{_LINE}\s?\d+)?\s(?:(?:[A-Z][\w.’'-]*|\d{{1,3}}(?:st|nd|rd|th))\s){{1,4}}"
    rf"(?i:{_ALTERNATIVES(words('number_names', 'streets'))})\b(?!\s[a-z]{{4,}}s\b)"
)
"""Not "12 High Court judges"."""
_PART = re.compile(
    r"(?:^|[.;:]\s|^\d{1,2}\s)(?P<part>\d{1,2}\.\d{1,2})"
    r"(?:\.?(?:\([a-z\d]{1,4}\)|[a-z]\.)|[.:]?\s(?:\([a-z\d]{1,4}\)|[“\"]?(?P<word>[^\W\d_]+)))"
)
"""The number of a part of a text, of two levels, before what the part says."""
_PART_WITHIN = re.compile(
    r"\b(?P<before>[A-Za-z]+)\s(?P<part>\d{1,2}\.\d{1,2})\s(?P<word>[A-Z][a-z]*)(?=\s)"
)
"""The same where a part's heading or end has no full stop: "our duties 2.1 In this deed"."""
_SAYING = AUXILIARIES | DETERMINERS | frozenset("if that which when where who whose not".split())
_TO_DO = re.compile(r"\sto\s(?!one\b)[a-z]")
_COUNTED_THERE = re.compile(
    r"(?:^|[.;:]\s)(?:In|At|For|From|Among|With)\s(?:[A-Z][\w’'-]*\s){1,3}$"
)
_THEN_ORDINAL = re.compile(
    rf"{_LINE}(?:{_ALTERNATIVES(words('quantities', 'ordinal_words'))})\b", re.IGNORECASE
)


def without_names(text: str, found: Sequence[Figure]) -> Iterator[Figure]:
    """Give those of a sentence's figures that number nothing and are part of no code or name.

    What goes on from a label is one, too: "sections 4, 5 and 7".
    """
    codes = [match.span() for match in _CODES.finditer(text) if not _NO_CODE.fullmatch(match[0])]
    ends = {figure.end for figure in found}
    parts = (match for match in _PART.finditer(text) if match.end("part") in ends)
    codes += [match.span("part") for match in parts if _begins(text, match)]
    within = (match for match in _PART_WITHIN.finditer(text) if match.end("part") in ends)
    codes += [match.span("part") for match in within if _is_within(match)]
    labelled = -1
    for figure in found:
        goes_on = labelled >= 0 and _GOES_ON.fullmatch(text, labelled, figure.start)
        names = _is_bare(text, figure) if goes_on else _labels(text, figure)
        labelled = figure.end if names else -1
        coded = any(start < figure.end and figure.start < end for start, end in codes)
        if not (names or coded or _in_name(text, figure)):
            yield figure


def _is_bare(text: str, figure: Figure) -> bool:
    """Say whether a figure is nothing but a number: what numbers a part of something."""
    said = text[figure.start : figure.end]
    return said.replace(".", "").isdigit() or (figure.value <= 20 and "," not in said)


def _begins(text: str, part: re.Match[str]) -> bool:
    """Say whether what follows a number of two levels begins a part: no "1.5 GW", "2.1 million"."""
    word = part["word"]
    if word is None or unit_behind(text, part.end("part")):
        return word is None
    if word.lower() in _SAYING or _TO_DO.match(text, part.end("part")):
        return True
    return (word.isupper() and len(word) > 3) or (word.istitle() and (len(word) > 2 or word == "A"))


def _is_within(part: re.Match[str]) -> bool:
    """Say whether a number of two levels is in a part's text, which begins with a small word."""
    before, word = part["before"].lower(), part["word"].lower()
    return word in FUNCTION_WORDS and before not in FUNCTION_WORDS | _BEFORE_COUNTS


def _labels(text: str, figure: Figure) -> bool:
    """Say whether a figure numbers something: "section 5", "Chapter 13", "Area Two"."""
    if figure.sort != "count" or not _is_bare(text, figure):
        return False
    before = text[max(0, figure.start - 40) : figure.start]
    if _LABEL.search(before):
        return True
    name = _NAME.search(before)
    if not name or name["word"].lower().rstrip(".") in FUNCTION_WORDS | _BEFORE_COUNTS:
        return False
    if unit_behind(text, figure.end) and not text[figure.start : figure.end].isalpha():
        return False
    if _COUNTED_THERE.search(before) and re.match(r"\s[a-z]+s\b", text[figure.end :]):
        return False  # "In Norway 14 trawlers"
    opens = _OPENS.search(before) and not text[figure.start].isupper()
    return not (opens and _ACTS.search(name["word"]))


def _in_name(text: str, figure: Figure) -> bool:
    """Say whether a figure is in an address, a decimal number or an ordinal: "1200 High Street"."""
    after = text[figure.end : figure.end + 60]
    if _STREET.match(after) or _THEN_ORDINAL.match(after):
        return True
    before = text[max(0, figure.start - 2) : figure.start]
    return bool(re.match(r"\.\d", after) or re.search(r"\d[.,]$", before))
