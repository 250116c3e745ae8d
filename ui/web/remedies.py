"""What an error says to do next, as one does it on the page: where to click, not what to type.

A remedy that the page has none for (an index that has to be built anew) keeps its command.
"""

from __future__ import annotations

import re

_REMEDIES = (
    (r"[Rr]ead it again with `sanad ingest`", "read it again in the Library"),
    (r"`sanad ingest` reads it again", "“Read again” in the Library does that"),
    (r"`sanad sources add [^`]*`, then `sanad ingest`", "in the Library, under “Edit”"),
    (r"see `sanad sources`", "the Library lists them"),
    (r"`sanad sources` lists (?:them|the authors)", "the Library shows them"),
    (r"look at `sanad feedback`, and remove some", "remove some of them in “Feedback”"),
    (r"`sanad notes pins` numbers them", "the Notebook shows those that there are"),
    (r"`sanad notes list` names those that there are", "the Notebook shows them"),
)
_ANY = re.compile("|".join(f"({pattern})" for pattern, _ in _REMEDIES))
_AFTER_A_STOP = re.compile(r"(?<=\. )[a-z]")


def on_the_page(message: str) -> str:
    """Put what has a place on the page in its words."""
    said = _ANY.sub(lambda match: _REMEDIES[(match.lastindex or 1) - 1][1], message)
    if said == message:
        return message
    return _AFTER_A_STOP.sub(lambda match: match.group().upper(), said)
