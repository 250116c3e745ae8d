"""A worker that takes as many bytes as it's asked to, and holds them for a while."""

from __future__ import annotations

import time
from collections.abc import Mapping

from ingest.worker_loop import Send, answer_requests


def _answer(request: Mapping[str, object], _send: Send) -> tuple[str, bytes]:
    held = bytearray(int(str(request["bytes"])))
    if len(held) > 1_000_000:
        held[:] = b"\1" * len(held)
        time.sleep(60)
    return "done", b"done"


if __name__ == "__main__":
    answer_requests(_answer)
