from __future__ import annotations

import pytest

from rag.grammar.places import place_of


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("30 eels in Norway", "in Norway"),
        ("30 eels in the city of Quito", "in the city of Quito"),
        ("30 eels in the United Kingdom", "in the United Kingdom"),
        ("In Chile, 30 eels and 9 in Peru", "in Peru"),
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
    found = place_of(text, text.index("30"), (0, len(text)))
    assert (text[slice(*found)] if found else "") == place
