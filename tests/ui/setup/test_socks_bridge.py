"""The proxy of our own that goes on through a SOCKS5 proxy: to a real one, on this machine."""

from __future__ import annotations

import contextlib
import os
import socket
import socketserver
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ui.setup.network import through_the_proxy
from ui.setup.pip_run import SetupFailed, run_pip
from ui.setup.socks_bridge import bridge_to

USER, PASSWORD = b"analyst", b"p@ss word"


class _Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while part := self.request.recv(4096):
            self.request.sendall(part.upper())


class _Socks(socketserver.StreamRequestHandler):
    """A SOCKS5 proxy, RFC 1928: with a password where the server has ``wants`` set."""

    asked: list[bytes]

    def handle(self) -> None:
        wants = getattr(self.server, "wants", False)
        if len(greeting := self.rfile.read(2)) < 2:
            return
        count = greeting[1]
        offered = self.rfile.read(count)
        method = (2 if 2 in offered else 255) if wants else 0
        self.wfile.write(bytes([5, method]))
        if method == 255:
            return
        if method == 2:
            self.rfile.read(1)
            words = [self.rfile.read(self.rfile.read(1)[0]) for _ in range(2)]
            self.wfile.write(bytes([1, words != [USER, PASSWORD]]))
        if self.rfile.read(4) != bytes([5, 1, 0, 3]):
            return
        host = self.rfile.read(self.rfile.read(1)[0])
        port = int.from_bytes(self.rfile.read(2), "big")
        self.server.hosts.append(host)  # type: ignore[attr-defined]
        if host != b"index.example":
            self.wfile.write(bytes([5, 4, 0, 1]) + bytes(6))
            return
        with socket.create_connection(("127.0.0.1", port)) as far:
            self.wfile.write(bytes([5, 0, 0, 1]) + bytes(6))
            while part := self.connection.recv(4096):
                far.sendall(part)
                self.wfile.write(far.recv(4096))


@contextlib.contextmanager
def _running(handler: type[socketserver.BaseRequestHandler], **about: object) -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        for name, value in about.items():
            setattr(server, name, value)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def _connected(bridge: str, host: str, port: int) -> tuple[bytes, socket.socket]:
    address = urlsplit(bridge)
    connection = socket.create_connection((str(address.hostname), address.port or 0), timeout=10)
    connection.sendall(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return connection.recv(4096), connection


@pytest.mark.parametrize(
    ("wants", "who"), [(False, ""), (True, "analyst:p%40ss%20word@")], ids=["open", "password"]
)
def test_bytes_go_through_and_names_are_looked_up_there(wants: bool, who: str) -> None:
    hosts: list[bytes] = []
    with (
        _running(_Echo) as echo,
        _running(_Socks, wants=wants, hosts=hosts) as socks,
        bridge_to(f"socks5h://{who}127.0.0.1:{socks}") as bridge,
    ):
        answer, connection = _connected(bridge, "index.example", echo)
        with connection:
            assert answer.startswith(b"HTTP/1.1 200")
            connection.sendall(b"wheel")
            assert connection.recv(4096) == b"WHEEL"
    assert hosts == [b"index.example"]


def test_what_goes_wrong_is_said(tmp_path: Path) -> None:
    with _running(_Socks, wants=True, hosts=[]) as socks:
        for who, words in (("", b"asks for a password"), ("x:y@", b"refused")):
            with bridge_to(f"socks5://{who}127.0.0.1:{socks}") as bridge:
                answer, connection = _connected(bridge, "index.example", 1)
                connection.close()
                assert answer.startswith(b"HTTP/1.1 502 SOCKS proxy 127.0.0.1")
                assert words in answer
    with bridge_to("socks5://127.0.0.1:9") as bridge:
        answer, connection = _connected(bridge, "index.example", 1)
        connection.close()
        assert answer.startswith(b"HTTP/1.1 502 SOCKS")


def test_pip_asks_through_it(tmp_path: Path) -> None:
    hosts: list[bytes] = []
    names = [name for name in os.environ if name.lower().endswith("_proxy")]
    environ = {k: v for k, v in os.environ.items() if k not in names}
    arguments = ["download", "--retries", "1", "--timeout", "5", "--isolated", "nothing-there"]
    arguments += ["--index-url", "https://packages.example/simple"]
    with (
        _running(_Socks, hosts=hosts) as socks,
        through_the_proxy(environ | {"ALL_PROXY": f"socks5://127.0.0.1:{socks}"}) as made,
        pytest.raises(SetupFailed, match="SOCKS proxy"),
    ):
        run_pip([sys.executable, "-m", "pip"], arguments, made, cwd=tmp_path)
    assert b"packages.example" in hosts
