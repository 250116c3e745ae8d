"""Numbers, dates and negations of a statement that its cited quotes lack.

What a language model gets wrong most easily and a reader overlooks most easily. By
rules, for English, so it errs both ways: a paraphrase ("is not allowed" for "is
forbidden") can be flagged, and a negation inside a word ("unable") isn't seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from evals.metrics.items import Item, Said


@dataclass(frozen=True, slots=True)
class Slip:
    """A detail that a statement has and its quotes lack, or a negation that it lost."""

    kind: Literal["number", "date", "negation"]
    text: str


SCOPE = 3
"""How many content words after a negation it may deny."""

_TOKEN = re.compile(r"\d+(?:,\d{2,3})*(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|[.,;:!?()]")
_ISO_DATE = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_NUMERO = re.compile(r"\bno\.(?=\s*\d)")
_STRAIGHT = str.maketrans("‘’", "''")
_SURE_DATE = re.compile(
    r"\b(?:january|february|april|june|july|august|september|october|november|december"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_UNSURE = "March May Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec".split()
_SHORT = rf"({'|'.join([*_UNSURE, *map(str.upper, _UNSURE)])})\b\.?"
_MAYBE_DATE = re.compile(rf"\d(?:st|nd|rd|th)?,?\s+(?:of\s+)?{_SHORT}|\b{_SHORT},?\s+\d")
"""May and march are verbs, and the short forms common words: only beside a digit."""

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: Decimal(n) for n, word in enumerate(_UNITS)} | {
    word: Decimal(10 * n) for n, word in enumerate(_TENS, start=2)
}
_LARGE = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "lakh": Decimal(10**5),
    "million": Decimal(10**6),
    "crore": Decimal(10**7),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}

_NEGATIONS = frozenset(
    "not no never none nor neither without cannot nobody nothing nowhere".split()
)
_LIGHT = frozenset(
    "a an the any all be been being is are was were am do does did done have has had having can "
    "could may might must shall should will would to of in on at by for from with as it its they "
    "them their he she his her we our you your this that these those there and or than then so "
    "such very one longer yet only".split()
)
_ENDINGS = ("ies", "ing", "ed", "es", "s", "e", "y")
_CLAUSE_ENDS = frozenset({"but", *".,;:!?()"})


def slip_figures(item: Item) -> dict[str, float]:
    """Give an item's ``unsupported_details``: the share of its statements that have a slip.

    The lower the better. Beside it ``unsupported_details_count``, the number of
    slips. Nothing for an item that says nothing.
    """
    if not item.statements:
        return {}
    found = [slips(said) for said in item.statements]
    return {
        "unsupported_details": sum(bool(one) for one in found) / len(found),
        "unsupported_details_count": float(sum(len(one) for one in found)),
    }


def slips(said: Said) -> tuple[Slip, ...]:
    """Give the details of a statement that none of its quotes has.

    - A number whose value isn't there: "5 million" is 5,000,000, "twelve" is 12;
      the word "one" is no number.
    - A month or a weekday whose name isn't there; 2014-12-16 is December 16, 2014.
    - A negation, if the quotes have none or say of the same word that it is so; and
      a word that the quotes deny and the statement affirms.
    """
    statement = _with_months(said.text.translate(_STRAIGHT))
    quotes = _with_months("\n".join(quote.text for quote in said.quotes).translate(_STRAIGHT))
    values, named = set(_numbers(quotes.lower(), with_one=True)), set(_dates(quotes))
    numbers = [n for n in _numbers(statement.lower(), with_one=False) if n not in values]
    dates = [date for date in _dates(statement) if date not in named]
    return (
        *(Slip("number", f"{number:f}") for number in dict.fromkeys(numbers)),
        *(Slip("date", date) for date in dict.fromkeys(dates)),
        *(Slip("negation", word) for word in _negations(statement.lower(), quotes.lower())),
    )


def _numbers(text: str, *, with_one: bool) -> Iterator[Decimal]:
    """Give the values of the numbers in a text, in digits or in words."""
    value: Decimal | None = None
    open_tens = bare_one = False
    for word in [*_TOKEN.findall(text), "."]:
        if value is not None and word.rstrip("s") in _LARGE:
            value, open_tens, bare_one = value * _LARGE[word.rstrip("s")], False, False
            continue
        small = _SMALL.get(word)
        if value is not None and open_tens and small is not None and 0 < small < 10:
            value, open_tens = value + small, False
            continue
        if value is not None and (with_one or not bare_one):
            yield value.normalize()
        value = Decimal(word.replace(",", "")) if word[0].isdecimal() else small
        open_tens, bare_one = word in _TENS, word == "one"


def _dates(text: str) -> Iterator[str]:
    """Give the months and weekdays that a text names, in full."""
    yield from (name.title() for name in _SURE_DATE.findall(text))
    for found in _MAYBE_DATE.finditer(text):
        name = (found[1] or found[2]).title()
        yield next(month for month in _MONTHS if month.startswith(name[:3]))


def _with_months(text: str) -> str:
    """Write ISO dates out: the 16 of 2014-12-16 is a day, the 12 no number."""
    return _ISO_DATE.sub(lambda found: f"{found[3]} {_MONTHS[int(found[2]) - 1]} {found[1]}", text)


@dataclass(frozen=True, slots=True)
class _Denied:
    """The stems of a text: for each negation the first that it denies, all in scope, the rest."""

    heads: tuple[str, ...]
    scope: frozenset[str]
    plain: frozenset[str]


def _negations(statement: str, quotes: str) -> Iterator[str]:
    said, there = _denied(statement), _denied(quotes)
    for head in dict.fromkeys(said.heads):
        if head not in there.scope and (not there.heads or head in there.plain):
            yield f"not {head}".strip()
    for head in dict.fromkeys(there.heads):
        if head and head not in there.plain and head in said.plain and head not in said.scope:
            yield f"lost: not {head}"


def _denied(text: str) -> _Denied:
    heads: list[str] = []
    scope: set[str] = set()
    plain: set[str] = set()
    left = 0  # content words that the last negation may still deny
    tokens = [*_TOKEN.findall(_NUMERO.sub("", text)), "."]
    for token, following in zip(tokens, [*tokens[1:], "."], strict=True):
        if _negates(token) and following != "only":
            heads.append("")
            left = SCOPE
        elif token in _CLAUSE_ENDS:
            left = 0
        elif token[0].isalpha() and token not in _LIGHT and not _negates(token):
            if heads and left == SCOPE:
                heads[-1] = _stem(token)
            (scope if left else plain).add(_stem(token))
            left = max(left - 1, 0)
    return _Denied(tuple(heads), frozenset(scope), frozenset(plain))


def _negates(token: str) -> bool:
    return token in _NEGATIONS or token.endswith("n't")


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
