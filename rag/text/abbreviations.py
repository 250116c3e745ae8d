"""Where a text spells an abbreviation out: "Full Name (FN)", "FN (Full Name)", "FN: Full Name"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.text.stopwords import FUNCTION_WORDS
from rag.types import Span

ABBREVIATION = re.compile(r"[A-Z][A-Za-z&]{0,8}[A-Z]")
"""What is taken for an abbreviation: letters with a capital at each end."""
AROUND = 160
"""Characters before and behind an abbreviation in which its words are looked for."""
FEWEST = 3
"""Letters of an abbreviation that tell something without a link to the words."""
GUESSED = 4
"""Letters of an abbreviation from which on the beginnings of words are a guess at it."""
BEGINNING = 3
"""Letters that a word gives to an abbreviation at most: "Interpol" has four."""
LINKED = 4
"""Small words within a name."""
_BETWEEN_NAMES = r"[\s-](?:(?:and|of|for|the|on|in|to|de)\s){0,2}"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LINKS = FUNCTION_WORDS | {"from", "our", "its", "their", "de", "la", "del", "du", "des"}
_BEFORE = re.compile(r"(?:[(\[](?:the |hereinafter )?[“\"‘']?|, or )$")
_ENDS = re.compile(r"\s*(?:[).,;:|\n(\]]|$)")
_LEADS_IN = re.compile(
    r"[”\"’']?s?(?:\s*[([|:=\u2013\u2014-]\s*|,? (?:stands|standing|is short) for |, or |\s{1,4})"
    r"[“\"‘']?"
)


def spelled_out(text: str, abbreviation: str) -> Iterator[Span]:
    """Give each place where a text has the words whose initials an abbreviation is, beside it.

    In brackets, a word may give `BEGINNING` letters: "National Tide Gate Authority (NATGA)".
    """
    letters = re.sub(r"[^A-Za-z]", "", abbreviation).lower()
    if len(letters) < 2 or abbreviation not in text:
        return
    for start in _uses(text, abbreviation):
        end = start + len(abbreviation)
        before = _BEFORE.search(text[max(0, start - 20) : start])
        span = _words_before(text, start - len(before.group()), letters) if before else None
        if span := span or _words_behind(text, end, letters):
            yield span


def _uses(text: str, abbreviation: str) -> Iterator[int]:
    """Give where an abbreviation stands as a word, also in the plural; quicker than a pattern."""
    start = text.find(abbreviation)
    while start >= 0:
        end = start + len(abbreviation)
        end += text.startswith("s", end)
        if not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum():
            yield start
        start = text.find(abbreviation, end)


def abbreviated(text: str, name: Span) -> str:
    """Give the abbreviation that a text has behind a name in brackets; "" where it has none."""
    match = re.match(
        r"['’]?s?\s?\((?:the |hereinafter )?[“\"‘']?([A-Za-z&]{2,10})[”\"’']?[),;]",
        text[name.end : name.end + 40],
    )
    if (
        match
        and ABBREVIATION.fullmatch(match[1])
        and match[1][0].lower() == text[name.start].lower()
    ):
        return match[1]
    return ""


def with_initials(text: str, abbreviation: str) -> Iterator[Span]:
    """Give each run of capitalised words whose initials an abbreviation is, tied to it or not.

    Its first two letters may stand together ("UK Tax Board" for UKTB).
    """
    letters = re.findall("[A-Z]", abbreviation.upper())
    if len(letters) < FEWEST:
        return
    words = [f"{letter}[^\\W\\d_]{{1,30}}" for letter in letters]
    forms = (words, ["".join(letters[:2]), *words[2:]])
    pattern = "|".join(_BETWEEN_NAMES.join(form) for form in forms)
    for match in re.finditer(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", text):
        yield Span(*match.span())


def whole_names(text: str, abbreviation: str) -> Iterator[Span]:
    """Give each whole name whose initials an abbreviation is: no part of a longer one.

    Nothing in capitals alone, which is how headings are printed, and nothing that begins with a
    function word.
    """
    if not abbreviation.replace("&", "").isupper():
        return
    for span in with_initials(text, abbreviation):
        name = text[span.start : span.end]
        longer = _CAPITAL_BEFORE.search(text[max(0, span.start - 40) : span.start])
        goes_on = _CAPITAL_BEHIND.match(text, span.end)
        first = _WORD.match(name)
        small = first is not None and first.group().lower() in _LINKS
        told = longer is None or longer[1].lower() in _LINKS
        if not name.isupper() and not small and told and goes_on is None:
            yield span


def guessed_names(text: str, abbreviation: str) -> Iterator[Span]:
    """Give each name that an abbreviation may be made of: the beginnings of its words, in order.

    "NACTA" for "National Counter Terrorism Authority". A guess: its words give `BEGINNING` letters
    at most, three words or more give some, and all letters are given.
    """
    letters = abbreviation.replace("&", "").lower()
    if len(letters) < GUESSED:
        return
    for match in _NAME.finditer(text):
        words = [word.lower() for word in _WORD.findall(match.group())]
        if _begun([word for word in words if word not in _LINKS], letters):
            yield Span(*match.span())


def _begun(words: Sequence[str], letters: str, given: int = 0) -> bool:
    """Say whether the beginnings of all words make up the letters."""
    if not words or not letters:
        return not words and not letters and given >= FEWEST
    beginnings = range(1, min(BEGINNING, len(words[0])) + 1)
    return any(
        letters.startswith(words[0][:size]) and _begun(words[1:], letters[size:], given + 1)
        for size in beginnings
    )


_NAME = re.compile(rf"(?<![^\W_])[A-Z][^\W\d_]+(?:{_BETWEEN_NAMES}[A-Z][^\W\d_]+){{2,6}}(?![^\W_])")
_CAPITAL_BEFORE = re.compile(r"\b([A-Z][\w’'&.-]*)(?:[ -]|\n(?!\n))$")
_CAPITAL_BEHIND = re.compile(r"-|(?: |\n(?!\n))(?:(?:of|for)(?: the)? )?[A-Z]")


def _words_before(text: str, end: int, letters: str) -> Span | None:
    low = max(0, end - AROUND)
    words = [m for m in _WORD.finditer(text, low, end) if m.start() > low or low == 0]
    if words and text[words[-1].end() : end].strip("”\"’' \n"):
        return None
    count = _fits([m.group() for m in reversed(words)], letters[::-1])
    count = count or _beginning([m.group() for m in words], letters)
    return Span(words[-count].start(), words[-1].end()) if count else None


def _beginning(words: Sequence[str], letters: str) -> int:
    """Give how many of the words, from the last, have the letters for beginnings; 0 if none."""
    for count in range(FEWEST, min(len(words), len(letters) + LINKED) + 1):
        own = words[-count:]
        telling = [word.lower() for word in own if word.lower() not in _LINKS]
        named = own[0].lower() not in _LINKS and all(w[0].isupper() for w in own if w not in _LINKS)
        if named and _begun(telling, letters):
            return count
    return 0


def _words_behind(text: str, end: int, letters: str) -> Span | None:
    lead = _LEADS_IN.match(text, end)
    if lead is None:
        return None
    words = list(_WORD.finditer(text, lead.end(), lead.end() + AROUND))
    if not words or words[0].start() != lead.end():
        return None
    count = _fits([m.group() for m in words], letters)
    bracketed = lead.group().strip() != ""
    if not count:
        return None
    named = words[0].group()[0].isupper() and _ENDS.match(text, words[count - 1].end())
    if not bracketed and not named:
        return None
    return Span(words[0].start(), words[count - 1].end())


def _fits(words: Sequence[str], letters: str) -> int:
    """Give how many of the words, from the first, have the letters for initials; 0 if they don't.

    Function words may stand between them.
    """
    at = 0
    for count, word in enumerate(words, start=1):
        if word[0].lower() == letters[at]:
            at += 1
        elif word.lower() not in _LINKS or at == 0:
            return 0
        if at == len(letters):
            following = "".join(words[count : count + 1])
            named = word in _LINKS and following[:1] == word[0].upper()
            return count + named  # "Office" before the "of" of OMB
    return 0
