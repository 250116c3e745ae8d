"""Numbers of lists as Word and browsers write them: 2, b, iv, 3rd, second."""

from __future__ import annotations

from rag.english.word_lists import words

ROMAN_PARTS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
MAX_ROMAN = 3999
MAX_LETTERS = 26 * 20
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def roman(number: int) -> str:
    """Write a number in small roman numerals."""
    text = ""
    for value, sign in ROMAN_PARTS:
        while number >= value:
            text, number = text + sign, number - value
    return text


def small_roman(number: int) -> str:
    """Write ix for 9; digits where Rome had no numeral."""
    return roman(number) if 0 < number <= MAX_ROMAN else str(number)


def letters(number: int) -> str:
    """Write a, b … z, aa, ab, as browsers do; digits below 1."""
    text = ""
    rest = number
    while rest > 0:
        rest, letter = divmod(rest - 1, 26)
        text = ALPHABET[letter] + text
    return text or str(number)


def repeated_letters(number: int) -> str:
    """Write a, b … z, aa, bb, as Word does."""
    if not 0 < number <= MAX_LETTERS:
        return str(number)
    return ALPHABET[(number - 1) % 26] * (1 + (number - 1) // 26)


def ordinal(number: int) -> str:
    """Write 1st, 2nd, 11th."""
    teens = 10 <= number % 100 < 20
    return f"{number}{'th' if teens else ENDINGS.get(number % 10, 'th')}"


def in_words(number: int, *, ordinal_word: bool) -> str:
    """Write Two or Second; digits where the list of words ends."""
    names = words("quantities", "ordinal_words" if ordinal_word else "units")
    place = number - ordinal_word
    if not 0 <= place < len(names):
        return ordinal(number) if ordinal_word else str(number)
    return names[place].capitalize()
