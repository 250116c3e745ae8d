"""What a route needs of who asks, declared beside it, and what it counts as.

A server without accounts asks for nothing. `ui.access.rights` enforces it for a team, and refuses
a route that declares nothing.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, Literal, Protocol

from starlette.routing import BaseRoute

ROLE, ACT = "x-sanad-role", "x-sanad-act"
"""Where the description (OpenAPI) says it."""
RoleName = Literal["anyone", "reader", "editor", "admin"]
Act = Literal["", "ask", "read", "add", "remove", "change"]


def needs(role: RoleName, act: Act = "") -> dict[str, Any]:
    """Give a route's ``openapi_extra``: the least role, and what is written down of its use."""
    return {ROLE: role, ACT: act} if act else {ROLE: role}


def declared(route: BaseRoute, extra: dict[str, Any]) -> BaseRoute:
    """Give a plain route that says what it needs, as FastAPI's own can."""
    route.openapi_extra = extra  # type: ignore[attr-defined]
    return route


class Told(Protocol):
    """Is told what somebody of a team does, where the route alone doesn't say it."""

    open: bool
    """Whether its request is still being answered."""
    keeps_words: bool
    """Whether the words of questions are written down."""

    def asked(self, number: int, words: str) -> None:
        """Count questions. Raises `ui.api.problems.TooMany` where there were too many."""

    def did(self, act: Act, documents: tuple[str, ...]) -> None:
        """Write down what was done, to which documents."""


TOLD: ContextVar[Told | None] = ContextVar("told", default=None)
"""Set while a request of a team is answered."""


def asked(number: int = 1, words: str = "") -> None:
    """Count questions that are asked within a request, beyond the one that its route stands for."""
    told = _told()
    if told is not None and number > 0:
        told.asked(number, words)


def did(act: Act, *documents: str) -> None:
    """Write down what is done within a request."""
    told = _told()
    if told is not None:
        told.did(act, documents)


def _told() -> Told | None:
    """Give who is to be told. What outlives a request may still hold the one that began it."""
    told = TOLD.get()
    return told if told is not None and told.open else None
