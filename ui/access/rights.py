"""Rights: which role each route of an application needs, enforced before anything is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.asked_words import Words
from ui.access.audit import LONGEST_WORDS, Done
from ui.access.principal import Principal, Role
from ui.access.team import Team
from ui.api.problems import REQUEST, Refused, TooMany, respond
from ui.api.rights import ACT, ROLE, TOLD

DECLARED: Mapping[str, Role | None] = {
    "anyone": None,
    "reader": Role.READER,
    "editor": Role.EDITOR,
    "admin": Role.ADMIN,
}
_OF_A_DOCUMENT = ("document", "document_id", "id")
"""Names of a document in an address."""


@dataclass(frozen=True)
class Guarded:
    """A route with what it needs, None where it may be used by nobody."""

    path: str
    methods: tuple[str, ...]
    needs: Mapping[str, Any] | None
    route: Any
    inside: tuple[Guarded, ...] = field(default=())

    @property
    def role(self) -> Role | None:
        """The least role; None for whoever has come in."""
        assert self.needs is not None
        return DECLARED[self.needs[ROLE]]


def guarded(
    routes: Sequence[BaseRoute], more: Mapping[str, Mapping[str, Any]] | None = None
) -> Iterator[Guarded]:
    """Give an application's routes with what they need.

    ``more`` says it by path for those of applications within, which can't say it themselves.
    """
    for one in iter_route_contexts(routes):
        path, route = one.path or "", one.original_route
        inside = tuple(guarded(route.routes, more)) if isinstance(route, Mount) else ()
        needs = getattr(one, "openapi_extra", None) or {}
        if ROLE not in needs:
            needs = (more or {}).get(path, {}) if not inside else {}
        found = needs if needs.get(ROLE) in DECLARED else None
        yield Guarded(path, tuple(sorted(one.methods or ())), found, one, inside)


class Rights:
    """Refuses what somebody has no right to, counts questions, and writes down what was done."""

    def __init__(
        self, app: ASGIApp, *, of: FastAPI, team: Team, more: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Stand right before the routes of an application."""
        self._app, self._of, self._team, self._more = app, of, team, more
        self._routes: tuple[Guarded, ...] = ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if not self._routes:
            self._routes = tuple(guarded(self._of.routes, self._more))
        try:
            told = self._told(scope)
        except (Refused, TooMany) as error:
            await respond(error)(scope, receive, send)
            return
        await self._answer(told, scope, receive, send)

    async def _answer(self, told: _Told, scope: Scope, receive: Receive, send: Send) -> None:
        status, before = 500, TOLD.set(told)
        scope["state"]["told"] = told

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            heard = told.words.heard(receive) if told.keeps_words else receive
            await self._app(scope, heard, sent)
        finally:
            TOLD.reset(before)
            told.finish(status)

    def _told(self, scope: Scope) -> _Told:
        """Find the route and hold it against who asks. Raises `Refused` or `TooMany`."""
        state = scope.get("state", {})
        principal, collection = state.get("principal"), state.get("collection")
        if not isinstance(principal, Principal) or not isinstance(collection, str):
            raise Refused(401, "sign-in", "say who asks")
        found, params = _matched(self._routes, scope)
        role = principal.role_in(collection)
        if found is None or found.needs is None or (found.role and role is None):
            raise Refused(404, "address", "there is nothing at this address")
        told = _Told(self._team, principal, collection, found.needs.get(ACT, ""), params)
        if found.role is not None and (role is None or role < found.role):
            told.finish(403)
            least = found.role.name.lower()
            raise Refused(403, "right", f"this needs the role {least} here; ask an administrator")
        if told.act == "ask":
            told.count(1)
        return told


class _Told:
    """Who asks one request, to count and to write down what they do."""

    def __init__(
        self,
        team: Team,
        principal: Principal,
        collection: str,
        act: str,
        params: Mapping[str, Any],
    ) -> None:
        self._team, self._principal, self._collection = team, principal, collection
        self.act, self.open, self.keeps_words = act, True, team.audit_questions
        self.words = Words()
        self._documents = [str(params[one]) for one in _OF_A_DOCUMENT if one in params]
        self._request = REQUEST.get()

    def count(self, number: int) -> None:
        wait_s = self._team.rates.questions(self._principal.name, number)
        if wait_s:
            raise TooMany(wait_s)

    def asked(self, number: int, words: str) -> None:
        """Count questions beyond the one that the route stands for."""
        self.count(number)
        if self.act != "ask":
            self._note("ask", (), 200, words)

    def did(self, act: str, documents: tuple[str, ...]) -> None:
        """Write down what was done."""
        if act == self.act:
            self._documents.extend(documents)
        else:
            self._note(act, documents, 200)

    def finish(self, status: int) -> None:
        """Write down what the route stands for."""
        self.open = False
        if self.act:
            self._note(self.act, tuple(self._documents), status, self.words.text())

    def _note(self, act: str, documents: tuple[str, ...], status: int, words: str = "") -> None:
        self._team.audit.note(
            Done(
                act,
                self._principal.name,
                self._principal.key,
                self._collection,
                documents,
                status,
                self._request,
                words[:LONGEST_WORDS] if self.keeps_words else "",
            )
        )


def _matched(routes: Sequence[Guarded], scope: Scope) -> tuple[Guarded | None, Mapping[str, Any]]:
    """Find the route that a request will be answered by, as the router does."""
    partly: tuple[Guarded, Scope] | None = None
    for one in routes:
        match, child = one.route.matches(scope)
        if match is Match.FULL:
            if one.inside:
                return _matched(one.inside, {**scope, **child})
            return one, child.get("path_params", {})
        if match is Match.PARTIAL and partly is None:
            partly = one, child
    return (partly[0], {}) if partly else (None, {})
