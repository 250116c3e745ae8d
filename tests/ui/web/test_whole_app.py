"""Below the interfaces' roots the page never answers: errors there are problems (RFC 9457)."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest

PROBLEM = "application/problem+json"
JSON = {"Content-Type": "application/json"}


def sent(
    page: str, method: str, path: str, headers: Mapping[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, dict[str, Any]]:
    """Status, headers and problem of what is answered."""
    address = urlsplit(page)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
    connection.request(method, path, headers=dict(headers or {}))
    answer = connection.getresponse()
    told = answer.read()
    connection.close()
    assert answer.headers["content-type"] == PROBLEM, told[:200]
    return answer.status, answer.headers, json.loads(told) if told else {}


@pytest.mark.parametrize(
    "path",
    ["/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/ask/", "/api/v1//health", "/v1", "/v1/x/y"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PROPFIND"])
def test_what_is_not_there_is_a_problem(served_page: str, method: str, path: str) -> None:
    status, _, told = sent(served_page, method, path)
    assert (status, told["status"]) == (404, 404)
    assert path in told["detail"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/v1/ask", "POST"),
        ("DELETE", "/api/v1/health", "GET"),
        ("PATCH", "/api/v1/documents/rumi-2015", "DELETE, GET"),
        ("PUT", "/api/v1/documents", "GET, POST"),
        ("GET", "/v1/chat/completions", "POST"),
        ("POST", "/api/v1/openapi.json", "GET"),
    ],
)
def test_another_method_is_a_problem_that_names_those_there_are(
    served_page: str, method: str, path: str, allowed: str
) -> None:
    status, headers, told = sent(served_page, method, path)
    assert (status, told["title"]) == (405, "Method Not Allowed")
    assert headers["allow"] == allowed


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({**JSON, "Content-Length": "99999999"}, 413),
        ({**JSON, "Transfer-Encoding": "chunked"}, 413),
        ({"Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Length": "5", "Content-Type": "text/plain"}, 415),
    ],
)
def test_what_is_refused_before_it_is_read_is_a_problem(
    served_page: str, headers: dict[str, str], status: int
) -> None:
    assert sent(served_page, "POST", "/api/v1/ask", headers)[0] == status
