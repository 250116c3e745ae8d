"""A follow-up that only names another year or number: "and in 2000?", "what about section 4?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.conversation.anaphora import without_lead
from rag.conversation.history import Turn

_YEAR = r"(?:1[5-9]|20)\d\d(?:[-\u2013/]\d{2,4})?"
_PLACE = r"[^\W\d_]{4,20} \d{1,4}(?:\.\d{1,3})*[a-z]?"
_ONLY = re.compile(
    rf"(?:(?:what|how) about )?(?:(?:in|for|of|during|by|since|until|from) )?(?:the year )?"
    rf"(?:(?P<year>{_YEAR})|(?P<place>{_PLACE})|(?P<bare>\d{{1,4}}(?:\.\d{{1,3}})*))\W*",
    re.IGNORECASE,
)


def with_another_number(text: str, history: Sequence[Turn]) -> str | None:
    """Ask the last question again of the year, or the numbered part, that a follow-up names.

    None unless the last question names just one of that kind, to be put out of its place.
    """
    asked = _ONLY.fullmatch(without_lead(text).strip())
    if asked is None or not history:
        return None
    last = history[-1].question
    if year := asked["year"]:
        found = list(re.finditer(rf"\b{_YEAR}\b", last))
        new = year
    elif new := asked["bare"]:
        found = list(re.finditer(r"(?<=[^\W\d_] |\. )\d{1,4}(?:\.\d{1,3})*(?!\w)", last))
    else:
        noun, new = asked["place"].split()
        found = list(
            re.finditer(rf"(?<=\b{re.escape(noun)} )[\d.]*\d[a-z]?\b", last, re.IGNORECASE)
        )
    if len(found) != 1 or found[0].group() == new:
        return None
    return f"{last[: found[0].start()]}{new}{last[found[0].end() :]}"
