"""What a file's properties call its title and its authors, without what programs wrote there."""

from __future__ import annotations

import re

MAX_LENGTH = 500
MAX_AUTHORS = 50
ENDING = (
    r"\.(?:docx?|docm|dotx?|rtf|od[tps]|pdf|tmp|indd|qxd|pptx?|xlsx?|txt|tex|dvi|html?|pmd|pub|p65|"
    r"epub|eml|msg|wpd|csv|xml|png|jpe?g|tiff?|gif|eps|ai)"
)
JUNK_TITLE = re.compile(
    rf"(?:(?:microsoft )?(?:word|powerpoint|excel) ?- .*|.*{ENDING}|untitled.*|home ?page|"
    r"(?:new )?(?:microsoft )?(?:word |excel )?document ?\d*|dokument ?\d*|.*presentation ?\d*|"
    r".*\btemplate|title|draft|print|index|home|page|no title|new page ?\d*|none|null|"
    r"\[.*\]|\(.*\)|(?:slide|sheet|book|layout) ?\d*|[\w-]*_[\w-]*|[A-Za-z]*\d[\w-]*|[\W\d_]*)",
    re.IGNORECASE | re.DOTALL,
)
JUNK_AUTHOR = re.compile(
    r"(?:.*\b(?:user|customer|account|owner|copy) ?\d*|licen[sc]ed to\b.*|users?|admin\w*|author|"
    r"web ?master|editor|staff|unknown|\(?anonymous\)?|\(?unspecified\)?|none|null|n/?a|root|guest|"
    r"test|default|system|home|(?:my ?)?(?:pc|computer)|desktop\S*|laptop\S*|dell|hp|lenovo|acer|"
    r"asus|toshiba|samsung|sony|xerox.*|ricoh.*|canon\b.*|konica.*|un-?named|[\W\d_]*|company|"
    r"organi[sz]ation|(?:your )?name)",
    re.IGNORECASE | re.DOTALL,
)
PROGRAM = re.compile(
    r"\b(?:microsoft|windows|adobe|acrobat|pdf\w*|(?:open|libre)office\S*|python-docx|apache|"
    r"ghostscript|\w*la?tex|hyperref|quartz|chrom(?:e|ium)|wkhtmltopdf|indesign|quarkxpress|"
    r"crystal reports|google docs|camscanner|abbyy|calibre|pandoc|wordpress)\b",
    re.IGNORECASE,
)
LOGIN = re.compile(r"[a-z]+|\S*[\d_\\@]\S*|[a-z]+[.][a-z]+|[A-Z]{2}[a-z]{3,}")
"""One word that names an account: jsmith, jsmith2, j_smith, OFFICE\\smith, j.smith, JSmith."""
ADDRESS = re.compile(r"[(<\[]?(?:https?://|www\.)\S+|[(<\[]?\S+@\S+\.\S+")
CUT_OFF = re.compile(r"(?:…|\.\.\.|[-–(\[&]|\b(?:a|an|and|by|for|in|of|on|or|the|to|und|y))$")
DAMAGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]|^þÿ|^ÿþ|\\?{3}")
TITLES = re.compile(
    r"(?:(?:dr|prof|professor|mr|mrs|ms|miss|sir|justice|hon|rt hon)\.? )+", re.IGNORECASE
)
DEGREE = re.compile(
    r"ph\.?d\.?|d\.?phil\.?|m\.?[dsa]\.?|m\.?sc\.?|m\.?b\.?a\.?|m\.?p\.?h\.?|j\.?d\.?|r\.?n\.?|"
    r"esq\.?|[js]r\.?|ii+|iv",
    re.IGNORECASE,
)
PARTICLES = frozenset("al bin da de del den der di dos du el ibn la le ten ter ul van von".split())
BODIES = re.compile(
    r"\b(?:academy|administration|agency|alliance|assembly|association|authority|bank|board|bureau|"
    r"cabinet|cell|cent(?:er|re)|chamber|city|coalition|college|commission|"
    r"comisi[oó]n|comiss[aã]o|committee|company|comit[eé]|congress\w*|consejo|conselho|conseil|corporation|council|county|"
    r"court|customs|delegation|department|direc\w+|division|embassy|federa\w+|forum|foundation|"
    r"fund|gobierno|government|group|his majesty|her majesty|hm|house|inc|initiative|inspectorate|"
    r"institut\w*|inquiry|international|laborator\w+|limited|llc|llp|ltd|minist(?:ry|[eéè]r\w*)|"
    r"municipality|nations|network|office|ombudsman|organi[sz]ation|pakistan|panel|parliament|party|"
    r"police|press|programme?|project|public|publishing|republic|research|revenue|school|"
    r"secretar\w+|section|senate|service|society|state|states|task force|team|treasury|tribunal|"
    r"trust|trustees|union|unit|universi\w+|wing|work ?group|working group|world|for|of|the|u\.s\.)"
    r"(?=\W|$)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-]+[^\W\d_]+)*\.?")
BETWEEN = re.compile(r"\s+(?:and|und|et|y|e)\s+|\s*&\s*", re.IGNORECASE)


def title(said: str) -> str | None:
    """Give a title, None where it is damaged, a file's name or what a program puts there."""
    text = _tidy(said)
    if _damaged(said) or "\\" in text or text.endswith(("…", "...")):
        return None
    return None if JUNK_TITLE.fullmatch(text) else text


def authors(said: str) -> list[dict[str, str]]:
    """Give the authors as CSL-JSON names: people by family and given, bodies as they stand.

    Semicolons part them; so do commas, "and" and "&", if what they part are people. Whatever
    can't be an author's name is left out: logins, licences, programs, addresses, damage.
    """
    if _damaged(said):
        return []
    parts = (_tidy(ADDRESS.sub(" ", part)) for part in said.split(";", MAX_AUTHORS))
    people = [one.strip(" ,") for part in parts for one in _parted(part.strip(" ,"))]
    return [_name(one) for one in people[:MAX_AUTHORS] if _can_be(one)]


def is_person(name: dict[str, str]) -> bool:
    """Say whether a name is one of a person, and not of a body or of who knows what."""
    return "family" in name


def is_body(text: str) -> bool:
    """Say whether words hold one that bodies have in their names, such as "Ministry"."""
    return bool(BODIES.search(text))


def _tidy(text: str) -> str:
    return " ".join(text.split())[:MAX_LENGTH].strip()


def _damaged(text: str) -> bool:
    """Say whether characters were lost, or UTF-8 was read as a Western encoding."""
    if DAMAGE.search(text):
        return True
    try:
        return not text.isascii() and bool(text.encode("cp1252").decode("utf-8"))
    except UnicodeError:
        return False


def _can_be(text: str) -> bool:
    cut_off = CUT_OFF.search(text) and "," not in text  # "Water, Ministry of" is whole
    if JUNK_AUTHOR.fullmatch(text) or PROGRAM.search(text) or cut_off:
        return False
    if "\\" in text or re.search(ENDING + "$", text, re.IGNORECASE):
        return False
    return not LOGIN.fullmatch(text)


def _parted(text: str) -> list[str]:
    """Part several people; one body stays one, whatever stands between its words."""
    if BODIES.search(text):
        return [text]
    joined = BETWEEN.split(text)
    if len(joined) > 1 and all(_single(one) or "," in one for one in joined):
        return [person for one in joined for person in _listed(one)]
    return _listed(text)


def _single(text: str) -> bool:
    """Say whether words are one person's: a name, or a family's name alone."""
    words = text.split()
    return _is_person(words) or (len(words) == 1 and bool(re.fullmatch(r"[^\W\d_]\w+", text)))


def _listed(text: str) -> list[str]:
    """Part "Jane Doe, Ali Raza", but neither "Doe, Jane" nor "Jane Doe, PhD"."""
    parts = [part for part in map(str.strip, text.split(",")) if not DEGREE.fullmatch(part)]
    whole = len(parts) > 1 and all(_is_person(part.split()) for part in parts)
    return parts if whole else [", ".join(parts)]


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
    """Say whether words are all capitalised, or a name's particles, and none an acronym."""
    shaped = all(
        WORD.fullmatch(word)
        and not (len(word) > 1 and word.isupper() and "." not in word)
        and (not word[0].islower() or word.lower() in PARTICLES)
        for word in words
    )
    initials = [word for word in words if len(word.strip(".")) <= 2]
    return len(words) > 1 and shaped and len(initials) < len(words)
