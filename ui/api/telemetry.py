"""What is known of requests: an id for each, a line of JSON in the log, figures for Prometheus.

None of it holds a word of a question or of a document, nor an address with its parameters: of
what was asked only the route is kept, such as ``/api/v1/documents/{document}``. The figures are
in Prometheus' text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import UTC, datetime

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.gate import Gate
from ui.api.problems import METHODS, REQUEST
from ui.api.rights import needs
from ui.api.schemas import answers

HEADER = "X-Request-ID"
METRICS = "/metrics"
BUCKETS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
access = logging.getLogger("sanad.access")
"""Says nothing unless something listens at the level INFO, as `sanad serve --log` does."""
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_OTHER, _WRITTEN = "other", "written"


class Figures:
    """Counts of requests and how long they took, by route. Safe to share between threads."""

    def __init__(self, gate: Gate) -> None:
        """Begin at nought."""
        self._gate, self._lock = gate, threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: defaultdict[str, Counter[float]] = defaultdict(Counter)
        self._seconds: Counter[str] = Counter()

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        with self._lock:
            self._requests[method, route, status] += 1
            self._buckets[route].update(limit for limit in BUCKETS_S if seconds <= limit)
            self._buckets[route][float("inf")] += 1
            self._seconds[route] += seconds  # type: ignore[assignment]

    def text(self) -> str:
        """Write them down."""
        with self._lock:
            lines = ["# TYPE sanad_requests_total counter"]
            for (method, route, status), count in sorted(self._requests.items()):
                names = f'method="{method}",route="{route}",status="{status}"'
                lines.append(f"sanad_requests_total{{{names}}} {count}")
            lines.append("# TYPE sanad_request_seconds histogram")
            for route, counts in sorted(self._buckets.items()):
                name = f'route="{route}"'
                for limit in (*BUCKETS_S, float("inf")):
                    least = "+Inf" if limit == float("inf") else f"{limit:g}"
                    row = f'sanad_request_seconds_bucket{{{name},le="{least}"}}'
                    lines.append(f"{row} {counts[limit]}")
                lines.append(f"sanad_request_seconds_sum{{{name}}} {self._seconds[route]:.6f}")
                lines.append(f"sanad_request_seconds_count{{{name}}} {counts[float('inf')]}")
        lines += ["# TYPE sanad_working gauge", f"sanad_working {self._gate.inside}"]
        return "\n".join(lines) + "\n"


class Telemetry:
    """Gives each request an id, and tells of it when it has been answered."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        """Stand around an application."""
        self._app, self._figures = app, figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = _name_of(scope)
        told = REQUEST.set(name)
        began, status = time.perf_counter(), 500

        async def with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        try:
            await self._app(scope, receive, with_id)
        finally:
            REQUEST.reset(told)
            self._tell(scope, name, status, time.perf_counter() - began)

    def _tell(self, scope: Scope, name: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "") or _OTHER
        method = scope["method"] if scope["method"] in METHODS else _OTHER
        self._figures.add(method, route, status, seconds)
        scope.get("state", {}).get(_WRITTEN, []).append(name)
        _write(name, method, route, status, seconds)


class Outermost:
    """Stands around a whole team's server: what is answered before an application is logged, too.

    An address is written as it is only where it's one of those ``known``.
    """

    def __init__(self, app: ASGIApp, known: Collection[str]) -> None:
        """Stand around it."""
        self._app, self._known = app, known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, under the id that it has inside, too."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name, written = _name_of(scope), list[str]()
        named = [pair for pair in scope["headers"] if pair[0] != HEADER.lower().encode()]
        headers = [*named, (HEADER.lower().encode(), name.encode())]
        state = {**scope.get("state", {}), _WRITTEN: written}
        told = REQUEST.set(name)
        began, status = time.perf_counter(), 500

        async def with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        try:
            await self._app({**scope, "headers": headers, "state": state}, receive, with_id)
        finally:
            REQUEST.reset(told)
            if not written:
                method = scope["method"] if scope["method"] in METHODS else _OTHER
                route = scope["path"] if scope["path"] in self._known else _OTHER
                _write(name, method, route, status, time.perf_counter() - began)


def _name_of(scope: Scope) -> str:
    """Give a request's id: its own, if it has one that can be written."""
    given = Headers(scope=scope).get(HEADER, "")
    return given if _ID.fullmatch(given) else secrets.token_hex(8)


def _write(name: str, method: str, route: str, status: int, seconds: float) -> None:
    """Write a line, if anybody reads them."""
    if access.isEnabledFor(logging.INFO):
        row = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": name,
            "method": method,
            "route": route,
            "status": status,
            "seconds": round(seconds, 4),
        }
        access.info(json.dumps(row))


def log_requests() -> None:
    """Write a line for each request on stderr."""
    access.setLevel(logging.INFO)
    access.addHandler(logging.StreamHandler())
    access.propagate = False


def add_telemetry(app: FastAPI, gate: Gate) -> None:
    """Add the ids, the log and the figures to an application."""
    figures = Figures(gate)
    app.add_middleware(Telemetry, figures=figures)

    @app.get(
        METRICS,
        summary="Give figures for Prometheus",
        responses=answers(media="text/plain"),
        response_class=PlainTextResponse,
        openapi_extra=needs("admin"),
    )
    def metrics() -> Response:
        return PlainTextResponse(figures.text())
