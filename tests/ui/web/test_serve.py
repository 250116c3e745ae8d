"""The page stays on this machine and offers nothing but itself."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from rag.errors import SettingsError
from tests.conftest import ROOT
from ui.web.listening import listen, url_of
from ui.web.serve import MAX_BODY_BYTES


def fetch(url: str, data: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers (names in lower case) and body of a request."""
    request = urllib.request.Request(url, data, headers)  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310
            named = {name.lower(): value for name, value in reply.headers.items()}
            return reply.status, named, reply.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {}, error.read().decode()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])  # noqa: S104
def test_other_machines_are_not_let_in(host: str) -> None:
    with pytest.raises(SettingsError, match=r"sanad accounts add .*--host 127\.0\.0\.1"):
        listen(host, 0)


def test_a_port_in_use_is_told_with_a_remedy() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {port} .* in use.*--port {port + 1}"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_an_impossible_port_is_told(port: int) -> None:
    with pytest.raises(SettingsError, match=f"Port {port}"):
        listen("127.0.0.1", port)


def test_the_address_is_one_that_a_browser_takes() -> None:
    with listen("localhost", 0) as listener:
        assert url_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_an_address_of_version_6_is_bracketed() -> None:
    try:
        listener = listen("::1", 0)
    except SettingsError:
        pytest.skip("this machine has no IPv6 loopback")
    with listener:
        assert url_of(listener).startswith("http://[::1]:")


def test_a_page_of_another_host_cannot_reach_it_by_name(served_page: str) -> None:
    assert fetch(served_page, Host="evil.example")[0] == 400


def test_browsers_are_told_to_ask_no_other_host(served_page: str) -> None:
    status, headers, _ = fetch(served_page)
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_no_event_of_the_page_is_offered_as_an_interface(served_page: str) -> None:
    offered = json.loads(fetch(f"{served_page}/gradio_api/info")[2])
    assert list(offered["named_endpoints"]) == ["/sanad_ask"]  # ui/web/client_route.py
    assert offered["unnamed_endpoints"] == {}


def test_files_cannot_be_left_on_the_server(served_page: str) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        b"some text\r\n--x--\r\n"
    )
    upload = f"{served_page}/gradio_api/upload"
    status, _, _ = fetch(upload, body, **{"Content-Type": "multipart/form-data; boundary=x"})
    assert status == 413


@pytest.mark.parametrize(
    ("name", "value", "body", "refused"),
    [
        ("Content-Length", str(MAX_BODY_BYTES + 1), b"", True),
        ("Transfer-Encoding", "chunked", b"2\r\n{}\r\n0\r\n\r\n", True),
        ("Content-Length", "2", b"{}", False),
    ],
)
def test_what_is_larger_than_any_draft_is_refused(
    served_page: str, name: str, value: str, body: bytes, refused: bool
) -> None:
    address = urlsplit(served_page)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
    connection.putrequest("POST", "/gradio_api/queue/join")
    connection.putheader("Content-Type", "application/json")
    connection.putheader(name, value)
    connection.endheaders(body)
    assert (connection.getresponse().status == 413) is refused
    connection.close()


@pytest.mark.parametrize(
    ("origin", "refused"),
    [("http://evil.example", True), ("null", True), ("", False), (None, False)],
)
def test_another_site_s_page_cannot_send_anything(
    served_page: str, origin: str | None, refused: bool
) -> None:
    own = {} if origin is None else {"Origin": origin or served_page}
    headers = {"Content-Type": "application/json", **own}
    status, _, _ = fetch(f"{served_page}/gradio_api/component_server", b"{}", **headers)
    assert (status == 403) is refused


@pytest.mark.parametrize(
    "proxy",
    [
        "socks5://127.0.0.1:9",
        *(pytest.param(proxy, marks=pytest.mark.slow) for proxy in ("nonsense://", "http://:x:y")),
    ],
)
def test_the_page_is_made_whatever_proxies_are_named(proxy: str) -> None:
    made = "from rag.llm.proxies import without_proxies\n"
    made += "with without_proxies():\n    import ui.web.serve\n"
    made += "import os; print(os.environ['ALL_PROXY'])"
    done = subprocess.run(
        [sys.executable, "-c", made],
        cwd=ROOT,
        env=os.environ
        | {"ALL_PROXY": proxy, "https_proxy": proxy, "SSL_CERT_FILE": "/no/such.pem"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, proxy), done.stderr[-500:]
