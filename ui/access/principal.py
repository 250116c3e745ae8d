"""Who asks, and what they may do in each collection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

EVERY = "*"
"""Stands for all collections, those that are still to come too."""


class Role(IntEnum):
    """What one may do in a collection; each may do what those before it may."""

    READER = 1
    EDITOR = 2
    ADMIN = 3


@dataclass(frozen=True)
class Principal:
    """An account, or a key of one, with its role in each collection.

    ``roles`` has collections' names, or `EVERY`, as its keys. ``key`` is the id of the API key
    that was shown, if it was one. ``name`` is empty where there is no login.
    """

    name: str
    roles: Mapping[str, Role] = field(default_factory=dict)
    key: str = ""

    def role_in(self, collection: str) -> Role | None:
        """Give the role in a collection, None where nothing of it may be known."""
        return self.roles.get(collection, self.roles.get(EVERY))


NOBODY_ELSE = Principal("", {EVERY: Role.ADMIN})
"""Whoever uses this machine, where there is no login: they can read the files themselves."""


def principal_of(scope: Mapping[str, Any]) -> Principal:
    """Give who asks a request of a team's server; of any other, whoever uses this machine."""
    found = scope.get("state", {}).get("principal", NOBODY_ELSE)
    assert isinstance(found, Principal)
    return found
