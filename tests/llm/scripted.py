"""A model's server that says what a test wants, over real HTTP, and fails as real ones do.

    with Scripted(script) as server:
        ...  # a client of f"{server.url}/v1"
    assert server.count == 2

It listens on loopback only. Bodies, replies and times are bounded, and it stops within a second
whatever its clients do. A script that raises makes the test fail.
"""

from __future__ import annotations

import json
import socket
import socketserver
import threading
import time
from collections import deque
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from tests.llm.protocol import CHAT, Reply, Request, Script, Speech, models

KEPT = 100
"""Requests that are remembered, the last ones."""
MOST_ASKED = 4_000_000
MOST_SAID = 64_000_000
"""Bytes of a request's body, and of a reply's."""
LONGEST_S = 60.0
"""A reply never takes longer."""
STOP_S = 1.0


class Scripted:
    """A server that runs a script; see the module. ``requests`` are the last, ``count`` all."""

    def __init__(self, script: Script, speech: Speech = CHAT) -> None:
        self.script, self.speech = script, speech
        self.requests: deque[Request] = deque(maxlen=KEPT)
        self.count = 0
        self.stopped = threading.Event()
        self._failures: list[BaseException] = []
        self._lock = threading.Lock()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        """The address, without the ``/v1``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Scripted:
        """Start to listen."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Break off what is being said, and stop. Raises what the script raised."""
        self.stopped.set()
        self._server.shutdown()
        self._server.hang_up()
        self._thread.join(STOP_S)
        self._server.server_close()
        if self._failures and error is None:
            raise self._failures[0]

    def reply(self, body: dict[str, Any], headers: dict[str, str]) -> tuple[Request, Reply]:
        """Note a request and run the script on it."""
        with self._lock:
            self.count += 1
            request = Request(body, headers, self.count, time.monotonic())
            self.requests.append(request)
        try:
            return request, self.script(request)
        except Exception as error:  # noqa: BLE001 - the test's own mistake: raised on leaving
            self._failures.append(error)
            return request, Reply(f"the script failed: {error!r}", status=500)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, owner: Scripted) -> None:
        self.owner = owner
        self._open: set[socket.socket] = set()
        self._working: set[threading.Thread] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        """Bind, without the look-up of a host name that `HTTPServer` does."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Serve one connection, remembered for as long as it lasts."""
        self._open.add(request)
        self._working.add(threading.current_thread())
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.discard(request)
            self._working.discard(threading.current_thread())

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Say nothing of clients that went away; `Scripted.reply` keeps the rest."""

    def hang_up(self) -> None:
        """Break all connections off and wait, briefly, for those who served them."""
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed already
                continue
        until = time.monotonic() + STOP_S / 2
        for thread in list(self._working):
            thread.join(max(0.0, until - time.monotonic()))


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = LONGEST_S
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            self._whole(200, models())
        else:
            self._whole(404, b'{"error":{"message":"no such page"}}')

    def do_POST(self) -> None:
        body = self._body()
        if body is None:
            self._whole(400, b'{"error":{"message":"no JSON object"}}')
        elif self.path != self.server.owner.speech.path:
            self._whole(404, b'{"error":{"message":"no such page"}}')
        else:
            self._say(*self.server.owner.reply(body, dict(self.headers.items())))

    def _body(self) -> dict[str, Any] | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_ASKED:
            self.close_connection = True
            return None
        try:
            body = json.loads(self.rfile.read(int(length)))
        except ValueError:
            return None
        return body if isinstance(body, dict) else None

    def _whole(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _say(self, request: Request, reply: Reply) -> None:
        until = time.monotonic() + LONGEST_S
        if self._stopped_in(reply.wait_s):
            self.close_connection = True
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", self.server.owner.speech.type_of(reply, request))
        self.send_header("Transfer-Encoding", "chunked")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True  # unless it comes to a good end
        for count, packet in enumerate(_packets(reply, request, self.server.owner.speech)):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(packet), packet))
            pause_s = reply.gap_s + (reply.stall_s if count == 1 else 0)
            if self._stopped_in(pause_s) or time.monotonic() > until:
                return
        if reply.cut_after is None or reply.cut == "end":
            self.wfile.write(b"0\r\n\r\n")
            self.close_connection = False

    def _stopped_in(self, seconds: float) -> bool:
        """Wait, and say whether the server was stopped meanwhile."""
        return self.server.owner.stopped.wait(min(seconds, LONGEST_S))


def _packets(reply: Reply, request: Request, speech: Speech) -> Iterator[bytes]:
    """Cut a reply's body into what is written at a time."""
    left = MOST_SAID if reply.cut_after is None else reply.cut_after
    for piece in speech.pieces(reply, request):
        body = piece[:left]
        left -= len(body)
        size = reply.packet or max(len(body), 1)
        for start in range(0, len(body), size):
            yield body[start : start + size]
        if left <= 0:
            return
