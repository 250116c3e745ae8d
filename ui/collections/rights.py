"""What somebody may know of the collections, and who knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.types import Receive, Scope, Send

from ui.access.principal import Role
from ui.collections.listed import Broken, Collection


@dataclass(frozen=True, slots=True)
class Readable:
    """A collection that somebody may read, and what they may do there."""

    name: str
    role: Role
    listed: Collection | Broken


class Directory(Protocol):
    """Knows the collections, and leads to them; `ui.collections.server.Server` is the one."""

    def readable(self, scope: Scope) -> Sequence[Readable]:
        """List the collections that whoever asks may read."""
        ...

    def only_one(self, scope: Scope) -> Readable | None:
        """Give the collection that somebody may read, where that is only one."""
        ...

    def may_read(self, name: str, scope: Scope) -> Collection | Broken | None:
        """Give a collection, None where there is none or whoever asks has no right in it."""
        ...

    def problem_of(self, listed: Collection | Broken) -> str:
        """Say what is known to be wrong with a collection; nothing, if nothing is."""
        ...

    async def hand_on(
        self, name: str, path: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Have a collection that `may_read` gives answer at one of its addresses."""
        ...
