from __future__ import annotations

from datetime import date

import pytest

from rag.citations.superseded import cautions
from rag.types import Source

OLD = Source("old", {"title": "Water Act"})
NEW = Source(
    "new",
    {"title": "New Water Act", "issued": {"date-parts": [[2019, 5]]}},
    supersedes=("old",),
)
LAPSED = Source("lapsed", {"title": "Levy"}, valid_until=date(2018, 12, 31))
SUPERSEDED = "Superseded by “New Water Act” of 2019."


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (None, (SUPERSEDED,)),
        (date(2019, 4, 30), ()),
        (date(2019, 5, 1), (SUPERSEDED,)),
    ],
)
def test_a_superseded_document_says_so_from_the_day_on(
    as_of: date | None, expected: tuple[str, ...]
) -> None:
    assert cautions(OLD, (OLD, NEW), as_of) == expected
    assert cautions(NEW, (OLD, NEW), as_of) == ()


def test_a_document_that_expired_says_so_for_later_days_alone() -> None:
    assert cautions(LAPSED, (), date(2018, 12, 31)) == ()
    assert cautions(LAPSED, (), date(2019, 1, 1)) == (
        "Expired: it was valid until 31 December 2018.",
    )


def test_without_a_day_the_last_one_is_named() -> None:
    (said,) = cautions(LAPSED, (), None)
    assert "Valid until 31 December 2018" in said


def test_its_own_caution_comes_first_and_nothing_supersedes_itself() -> None:
    own = Source("own", caution="Unofficial.", supersedes=("own",))
    assert cautions(own, (own,), None) == ("Unofficial.",)
