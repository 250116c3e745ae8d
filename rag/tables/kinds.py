"""The tables by name. A table's module is imported when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from rag.errors import QueryError
from rag.tables.row import Table

TITLES = {
    "commitments": "Commitments",
    "timeline": "Timeline",
    "positions": "Who said what",
    "figures": "Figures",
    "terms": "Terms and abbreviations",
}
"""Each table's name, and what it is called where one of them is chosen."""


@cache
def table_of(name: str) -> Table:
    """Give a table by its name. Raises `QueryError` where there is none."""
    if name not in TITLES:
        raise QueryError(f"there is no table {name!r}; there are {', '.join(TITLES)}")
    return cast(Table, import_module(f"rag.tables.{name}").TABLE)
