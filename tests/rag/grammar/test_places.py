from __future__ import annotations

import pytest

from rag.grammar.places import places_in


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("30 eels in Norway", "in Norway"),
        ("30 eels in the city of Quito", "in the city of Quito"),
        ("30 eels in the United Kingdom", "in the United Kingdom"),
        ("In Chile, 30 eels and 9 in Peru", "In Chile … in Peru"),
        ("30 dollars in Direct Harbour Loans", ""),
        ("Across northern Kenya 30 eels", "Across northern Kenya"),
        ("30 eels in the UK", "in the UK"),
        ("30 eels in March", ""),
        ("30 eels in Section Two", ""),
        ("30 eels in the Budget", ""),
        ("30 eels in the Fisheries Committee", ""),
        ("30 eels in DSIT", ""),
        ("30 eels in Norway’s rivers", ""),
        ("30 eels in nets", ""),
    ],
)
def test_where_it_is(text: str, place: str) -> None:
    assert " … ".join(text[slice(*one)] for one in places_in(text)) == place
