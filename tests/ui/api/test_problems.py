"""What is told of errors over HTTP."""

from __future__ import annotations

import json

from rag.errors import StoreUnreachable
from ui.api.problems import respond


def test_a_server_that_is_gone_is_said_with_when_to_try_again() -> None:
    answer = respond(StoreUnreachable("Chroma at http://db:8000 doesn't answer; start it"))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert json.loads(bytes(answer.body))["detail"].startswith("Chroma at http://db:8000")
