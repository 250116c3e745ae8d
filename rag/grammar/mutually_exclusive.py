"""Words of one kind of which one can't stand for another: the police aren't the army.

Sets of general English; words with a slash between them are one and the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rag.english.word_lists import text
from rag.text.tokens import root

_SETS = text("mutually_exclusive", "sets")


def _read() -> Mapping[str, tuple[tuple[int, int], ...]]:
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for kind, line in enumerate(_SETS.strip().split("\n")):
        for number, group in enumerate(line.split()):
            for word in group.split("/"):
                found[root(word)] = (*found.get(root(word), ()), (kind, number))
    return found


_KINDS = _read()


@lru_cache(maxsize=65536)
def excluding(one: str, other: str) -> bool:
    """Say whether two stems are of one kind and not the same; unsure ones aren't."""
    ours, theirs = dict(_KINDS.get(one, ())), dict(_KINDS.get(other, ()))
    shared = ours.keys() & theirs.keys()
    return bool(shared) and all(ours[kind] != theirs[kind] for kind in shared)


_SORTS = (
    "people persons individuals person names men citizens",
    "outfits organisations organizations groups bodies entities",
    "meetings sessions gatherings", "years yrs", "members participants attendees",
    "big large huge great", "biggest largest greatest", "small little", "begin start commence",
    "began started commenced", "buy purchase", "buying purchasing", "help assist aid",
    "show demonstrate", "part portion", "kinds types sorts", "kind type sort", "need require",
    "use employ utilise utilize", "used employed utilised utilized", "also too", "main chief",
    "allow let permit enable", "topic subject", "vary range", "installing fitting",
    "consists composed", "talk speak", "said stated", "saying stating", "stop halt", "end finish",
    "goal aim objective target", "goals aims objectives targets", "method approach way",
    "problem issue", "problems issues", "challenges problems issues", "moved relocated",
    "books novels", "movie film", "movies films", "build construct", "built constructed",
    "get obtain", "gets obtains", "give provide", "gives provides", "given provided",
    "space room", "among amongst", "nation country", "nations countries", "states countries",
    "killed slain", "children kids", "child kid", "fast quick", "quickly rapidly",
    "important significant", "various different", "several various", "banned proscribed",
    "ban proscribe", "prohibited banned", "militants fighters", "different distinct",
    "answer reply", "choose select", "chosen selected", "work job", "area region",
    "areas regions", "whole entire", "usual customary", "near close", "become turn",
    "transform turn", "carry conduct", "deal cope", "defence defense", "terror terrorism",
    "counterterror counterterrorism", "explore examine", "explored examined",
    "discussed debated deliberated", "look see", "called named", "asks demands", "told informed",
    "rise increase", "rises increases", "fall decrease", "falls decreases", "enough sufficient",
    "shows demonstrates", "suggests indicates", "suggest indicate",
)  # fmt: skip


_SORT_OF: dict[str, set[int]] = {}


for _number, _line in enumerate(_SORTS):
    for _word in _line.split():
        _SORT_OF.setdefault(_word, set()).add(_number)


def one_sort(one: str, other: str) -> bool:
    """Say whether two words (lower case) are known to mean the same, or nearly."""
    return bool(_SORT_OF.get(one, set()) & _SORT_OF.get(other, set()))
