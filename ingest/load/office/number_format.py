"""A cell's value as its number format shows it: "12.5%", "(1,234)", "3 May 2024".

The format codes are those of ECMA-376, part 1, 18.8.30. Colours, fill characters and
conditions other than the sign change no words and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

GENERAL_DIGITS = 10
MAX_CODE = 255
"""Characters of a format code, as Excel has it."""
LOCAL_DATES = ("mm-dd-yy", "m/d/yyyy", "m/d/yy")
"""The reader's own way to write a date: shown in the one that everybody reads alike."""
PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|'
    r"(?P<number>[0#?]+(?:[0#?.,/]*[0#?/])?,*|\.[0#?]+)|(?P<exponent>E[+-]0+)|(?P<percent>%)|"
    r"(?P<general>General)|(?P<moment>AM/PM|am/pm|A/P|a/p|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?)|"
    r"(?P<plain>.)",
    re.DOTALL,
)
LITERAL = ("quoted", "escaped", "currency", "percent", "plain")
MONTHS = (
    "January February March April May June July August September October November December"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

Piece = tuple[str, str]
"""What a piece of a format code is, and its text."""


def shown(value: object, code: str) -> str:
    """Give a value as a person sees it in its cell."""
    code = code[:MAX_CODE]
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), code)
    if isinstance(value, date | time):
        return _moment(value, code.partition(";")[0])
    if isinstance(value, timedelta):
        return _duration(value, code)
    return str(value)


def _pieces(section: str) -> list[Piece]:
    found = PIECE.finditer(section)
    return [(one.lastgroup, one[one.lastgroup]) for one in found if one.lastgroup]


def _sections(code: str) -> list[str]:
    """Cut a code at its semicolons, but for those in quotes."""
    return re.findall(r'(?:"[^"]*"|\\.|[^;"\\]|"$)+|(?<=;)(?=;|$)', code) or [""]


def _number(value: Decimal, code: str) -> str:
    sections = _sections(code)
    which = 1 if value < 0 else 2 if value == 0 else 0
    which = which if which < len(sections) else 0
    pieces = _pieces(sections[which])
    patterns = [text for kind, text in pieces if kind == "number"]
    if not patterns and pieces and all(kind in LITERAL for kind, _ in pieces):
        return "".join(text for _, text in pieces).strip()
    if not patterns or (len(patterns) > 1 and "/" not in patterns[-1]) or not value.is_finite():
        return _general(value)
    size = abs(value) * (100 if ("percent", "%") in pieces else 1)
    try:
        digits = _digits(size, patterns, next((t for k, t in pieces if k == "exponent"), ""))
    except InvalidOperation:  # more digits than a decimal number holds
        return _general(value)
    minus = "-" if value < 0 and which == 0 and re.search("[1-9]", digits) else ""
    return minus + _filled(pieces, digits).strip()


def _filled(pieces: Sequence[Piece], digits: str) -> str:
    """Put digits in the place of the first pattern; the others are part of them."""
    waiting, parts = [digits], []
    for kind, text in pieces:
        if kind == "number" and waiting:
            parts.append(waiting.pop())
        elif kind in LITERAL:
            parts.append(text)
    return "".join(parts)


def _general(value: Decimal) -> str:
    if value == value.to_integral_value() and abs(value) < Decimal(10) ** 15:
        return str(int(value))
    return f"{float(value):.{GENERAL_DIGITS}G}"


def _digits(size: Decimal, patterns: Sequence[str], exponent: str) -> str:
    if "/" in patterns[-1]:
        return _fraction(size, patterns[-1], whole=len(patterns) > 1)
    pattern = patterns[0].rstrip(",")
    size /= 1000 ** (len(patterns[0]) - len(pattern))
    if exponent:
        power = size.adjusted() if size else 0
        size = size.scaleb(-power)
        exponent = f"E{'-' if power < 0 else '+'}{abs(power):0{len(exponent) - 2}d}"
    whole, _, decimals = pattern.partition(".")
    rounded = size.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text, _, tail = (f"{rounded:,f}" if "," in whole else f"{rounded:f}").partition(".")
    least = len(decimals.rstrip("#?"))
    tail = tail[:least] + tail[least:].rstrip("0")
    text = "" if text == "0" and "0" not in whole else text.zfill(whole.count("0"))
    return f"{text}{'.' if tail else ''}{tail}{exponent}"


def _fraction(size: Decimal, pattern: str, *, whole: bool) -> str:
    most = 10 ** len(pattern.partition("/")[2]) - 1
    near = Fraction(size).limit_denominator(most)
    ones, rest = divmod(near, 1) if whole else (0, near)
    parts = [str(ones)] if ones or not rest else []
    return " ".join([*parts, f"{rest.numerator}/{rest.denominator}"] if rest else parts)


def _duration(value: timedelta, code: str) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    text = f"{minutes // 60}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if "s" in code.lower() else text


def _moment(value: date | time, code: str) -> str:
    pieces = _pieces(code)
    kinds = [text[0].lower() for kind, text in pieces if kind == "moment"]
    if code in LOCAL_DATES or not kinds:
        is_day = isinstance(value, datetime) and (code in LOCAL_DATES or value.time() == time())
        return str(value.date() if isinstance(value, datetime) and is_day else value)
    moment = _whole(value)
    parts, seen = [], 0
    for kind, text in pieces:
        if kind == "moment":
            around = kinds[max(seen - 1, 0) : seen] + kinds[seen + 1 : seen + 2]
            is_minute = kinds[max(seen - 1, 0) : seen] == ["h"] or around[-1:] == ["s"]
            parts.append(_part(moment, text, is_minute=is_minute, half_days="a" in kinds))
            seen += 1
        elif kind in LITERAL and text != "@":
            parts.append(text)
    return "".join(parts).strip()


def _whole(value: date | time) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, time):
        return datetime.combine(date(1900, 1, 1), value)
    return datetime.combine(value, time())


def _part(moment: datetime, text: str, *, is_minute: bool, half_days: bool) -> str:
    letter, width = text[0].lower(), len(text)
    if letter == "a":
        return "AM" if moment.hour < 12 else "PM"
    if letter == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if letter == "m" and not is_minute and width > 2:
        return {3: MONTHS[moment.month - 1][:3], 5: MONTHS[moment.month - 1][0]}.get(
            width, MONTHS[moment.month - 1]
        )
    if letter == "d" and width > 2:
        return DAYS[moment.weekday()][: 3 if width == 3 else None]
    hour = (moment.hour % 12 or 12) if half_days else moment.hour
    month = moment.minute if is_minute else moment.month
    number = {"m": month, "d": moment.day, "h": hour, "s": moment.second}[letter]
    return f"{number:02d}" if width > 1 else str(number)
