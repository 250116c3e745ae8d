"""The tables by name. A table's module is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
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

FACTS: Mapping[str, Mapping[str, str]] = {
    "figures": {"in": "Text or table", "measure": "Measure", "to": "Up to", "date": "Day or year"}
}
"""Facts of a table's rows that they may be chosen by, beside those of its columns, with a title."""


@cache
def table_of(name: str) -> Table:
    """Give a table by its name. Raises `QueryError` where there is none."""
    if name not in TITLES:
        raise QueryError(f"there is no table {name!r}; there are {', '.join(TITLES)}")
    return cast(Table, import_module(f"rag.tables.{name}").TABLE)
