"""A server that ends when what is under way is done; who comes meanwhile is told to come again."""

from __future__ import annotations

import os
import re
import signal
import time
from types import FrameType

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.api.problems import refusal

GRACE_S = 30.0
"""So long requests may still take after the first signal; a second one ends it at once."""
_ENDLESS = re.compile(r"(?:/c/[^/]*)?(?:/gradio_api/heartbeat/|/mcp)")
"""What is got from here stays open as long as a page or an assistant is."""
TOLD = "Sanad is ending; ask again when it has been started again"


class Signals:
    """Ctrl-C and its like: before the page is served there is nothing to tidy, so it ends at once.

    Libraries that are still being loaded would abort otherwise, and say so.
    """

    def __init__(self) -> None:
        """Take the signals; a shell starts what runs in its background with Ctrl-C ignored."""
        self.serving = False
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):  # else it ends without tidying
            if number := getattr(signal, name, None):
                signal.signal(number, self)

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        """Take one."""
        if self.serving:
            raise KeyboardInterrupt
        os._exit(0)


class StoppableServer(uvicorn.Server):
    """Answers until it is told to stop; then only what it has begun."""

    def __init__(self, config: uvicorn.Config) -> None:
        """Stand around the application of a configuration."""
        super().__init__(config)
        self._under_way = 0
        self._stop_at: float | None = None
        config.app = self._counted(config.app)  # type: ignore[arg-type]

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal: the first one lets requests end."""
        if self._stop_at is None:
            self._stop_at = time.monotonic() + GRACE_S
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Say whether it's time to end."""
        stop = self._stop_at
        over = stop is not None and (not self._under_way or time.monotonic() >= stop)
        return await super().on_tick(counter) or over

    def _counted(self, app: ASGIApp) -> ASGIApp:
        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            endless = scope["type"] != "http" or (
                scope["method"] == "GET" and _ENDLESS.match(scope["path"]) is not None
            )
            if scope["type"] == "http" and self._stop_at is not None:
                answer = refusal(scope["path"], 503, "stopping", TOLD)
                answer.headers["Connection"] = "close"
                await answer(scope, receive, send)
                return
            self._under_way += not endless
            try:
                await app(scope, receive, send)
            finally:
                self._under_way -= not endless

        return counted
