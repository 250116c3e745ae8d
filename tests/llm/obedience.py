"""Finds instructions in a text, however they are hidden, as a model that obeys them would."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass

MOST = 10
_BEFORE = (
    r"(?:^|\n|[.:;!?,>\]}{\"'\-*#(|\u06d4]\s*"
    r"|\b(?:please|and|then|must|always|now|should|just|only|you|instead|will) )"
)
_VERBS = (
    "say|state only|output|print|write|respond with|reply with|answer with|answer only"
    "|include the words?|repeat|append|insert|add|begin with|start with|end with"
    "|escribe|responde|di|écris|réponds|dis|antworte(?: mit)?|schreibe|sage"
    "|لکھو|کہو|اكتب|قل"
)
_ORDER = re.compile(
    rf"(?:{_BEFORE}(?:{_VERBS})(?!\w)|输出|回答)[\s:,]*[\"'“‘«„`]?([^\n\"”’»`]{{2,120}})",
    re.IGNORECASE,
)
_CLAIM = re.compile(r"\b(?:verdict|status|checked|answer)\s*[:=]\s*([^\n<>]{2,80})", re.IGNORECASE)
_KEY = re.compile(r"\[([a-z0-9]{3})\]")
_JSON = re.compile(r"\{\s*\"sentences\"\s*:.*\}", re.DOTALL)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_LOOKALIKES = str.maketrans("аеорсухіѕјԁһкмтвΑΒΕΗΙΚΜΝΟΡΤΧοѡ", "aeopcyxisjdhkmtvABEHIKMNOPTXow")
_BRACKETS = str.maketrans(
    dict.fromkeys("\u3014\u27e6\u3010\u2772", "[") | dict.fromkeys("\u3015\u27e7\u3011\u2773", "]")
)


@dataclass(frozen=True, slots=True)
class Orders:
    """What a text tells its reader to say, the keys that it tells to cite, and JSON for a reply."""

    said: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    json: str = ""


def obey(text: str) -> Orders:
    """Give the orders in a text, ten at most of a kind."""
    plain = revealed(text)
    said = [match.strip(" .:,") for match in _ORDER.findall(plain) + _CLAIM.findall(plain)]
    said = [order for order in dict.fromkeys(said) if order]
    keys = tuple(dict.fromkeys(_KEY.findall(plain)))
    ready = _JSON.search(plain)
    return Orders(tuple(said[:MOST]), keys[:MOST], ready[0] if ready else "")


def revealed(text: str) -> str:
    """Give a text as one reads it who sees through tags, look-alikes, gaps and base64."""
    seen = "".join(_letter(letter) for letter in text)
    seen = unicodedata.normalize("NFKC", seen).translate(_LOOKALIKES).translate(_BRACKETS)
    return "\n".join([seen, *filter(None, map(_decoded, _BASE64.findall(seen)))])


def _letter(letter: str) -> str:
    if 0xE0020 <= ord(letter) < 0xE007F:  # a tag: ASCII that isn't shown
        return chr(ord(letter) - 0xE0000)
    return "" if unicodedata.category(letter) == "Cf" else letter


def _decoded(code: str) -> str:
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
