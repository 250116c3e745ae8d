"""What a file's properties call its title and its authors, without what programs wrote there."""

from __future__ import annotations

import re

MAX_LENGTH = 500
MAX_AUTHORS = 50
JUNK_TITLE = re.compile(
    r"(?:microsoft word ?-.*|.*\.(?:docx?|docm|dotx?|rtf|odt|pdf|tmp|indd|html?)|untitled ?\d*|"
    r"(?:word )?document ?\d*|dokument ?\d*|powerpoint.*presentation|template|title|draft|"
    r"\[.*\]|slide ?\d*|\W*|\d+)",
    re.IGNORECASE | re.DOTALL,
)
JUNK_AUTHOR = re.compile(
    r"(?:(?:windows|microsoft(?: office)?|office|test|default|guest) ?(?:user|account)?|users?|"
    r"admin(?:istrator)?|owner|author|unknown|anonymous|none|n/?a|root|my ?pc|pc ?\d*|dell|hp|"
    r"lenovo|acer|asus|toshiba|home|desktop\S*|laptop\S*|python-docx|un-named|libreoffice|"
    r"apache poi|openoffice\S*|\W*|\d+|\S+@\S+)",
    re.IGNORECASE,
)
TITLES = re.compile(r"(?:(?:dr|prof|mr|mrs|ms|miss|sir|justice)\.? )+", re.IGNORECASE)
PARTICLES = frozenset("al bin da de del den der di dos du el ibn la le ten ter ul van von".split())
BODIES = re.compile(
    r"\b(?:academy|agency|association|authority|bank|board|bureau|cell|cent(?:er|re)|college|"
    r"commission|committee|company|council|court|department|division|federation|forum|foundation|"
    r"fund|government|group|inc|initiative|institut\w*|international|limited|ltd|ministry|nations|"
    r"network|office|organi[sz]ation|pakistan|parliament|party|police|programme?|project|public|"
    r"research|school|secretariat|section|senate|service|society|state|team|trust|unit|university|"
    r"wing|world|for|of|the|and)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-]+[^\W\d_]+)*\.?")


def title(said: str) -> str | None:
    """Give a title, None where it is a file's name or what a program puts there by itself."""
    text = " ".join(said.split())[:MAX_LENGTH]
    return None if JUNK_TITLE.fullmatch(text) else text


def authors(said: str) -> list[dict[str, str]]:
    """Give the authors, separated by semicolons, as CSL-JSON names: people by family and given."""
    parts = (" ".join(part.split())[:MAX_LENGTH] for part in said.split(";", MAX_AUTHORS))
    return [_name(part) for part in list(parts)[:MAX_AUTHORS] if not JUNK_AUTHOR.fullmatch(part)]


def _name(text: str) -> dict[str, str]:
    bare = TITLES.sub("", text, count=1) if TITLES.match(text) else text
    family, comma, given = (part.strip() for part in bare.partition(","))
    if BODIES.search(bare):
        return {"literal": text}
    if comma and _is_person([*family.split(), *given.split()]) and len(family.split()) <= 3:
        return {"family": family, "given": given}
    words = bare.split()
    if comma or not 2 <= len(words) <= 5 or not _is_person(words):
        return {"literal": text}
    at = next((i for i, word in enumerate(words) if i and word.lower() in PARTICLES), -1)
    at = at if at < len(words) - 1 else -1
    return {"family": " ".join(words[at:]), "given": " ".join(words[:at])}


def _is_person(words: list[str]) -> bool:
    """Say whether words are all capitalised, without being all capitals, or a name's particles."""
    shaped = all(
        WORD.fullmatch(word) and (not word[0].islower() or word.lower() in PARTICLES)
        for word in words
    )
    initials = [word for word in words if len(word.strip(".")) <= 2]
    return len(words) > 1 and shaped and len(initials) < len(words)
