"""What the processes that open foreign files have in common: requests in, answers out.

A line of JSON on the standard input for each request; the answers are lines that are a word
and what goes with it. Memory is bounded by the system, where it can; time is watched by the parent
(`ingest.worker_process`), which kills.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping

from rag.errors import LoadError

MAX_MEMORY = 3_000_000_000
"""Bytes of address space. The largest file that is let in, as a picture, needs a half of it."""
TOO_LARGE = f"needs more than {MAX_MEMORY // 1_000_000_000} GB of memory to be read; split the file"

LOOK_S = 1.0
"""Between two looks whether the parent is still there."""

Send = Callable[[str, bytes], None]
Answer = Callable[[Mapping[str, object], Send], tuple[str, bytes]]


def answer_requests(answer: Answer) -> None:
    """Answer requests until there are no more; what can't be done is answered by ``error``."""
    # Whatever a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    bound_memory()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()

    def send(word: str, content: bytes) -> None:
        answers.write(word.encode() + b" " + content + b"\n")
        answers.flush()

    for line in sys.stdin.buffer:
        send(*_answered(answer, json.loads(line), send))


def _answered(answer: Answer, request: Mapping[str, object], send: Send) -> tuple[str, bytes]:
    try:
        return answer(request, send)
    except LoadError as error:
        message = str(error)
    except MemoryError:
        message = TOO_LARGE
    except RecursionError:
        message = "is nested too deeply to be read; simplify it"
    return "error", json.dumps(message).encode()


def _end_with(parent: int) -> None:
    """Don't read on, maybe for ever, when the parent was killed. Windows doesn't tell."""
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)  # with what was started, such as Tesseract
    os._exit(1)


def bound_memory() -> None:
    """Have the system refuse more than `MAX_MEMORY`, where it can."""
    try:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        bound = MAX_MEMORY if most == resource.RLIM_INFINITY else min(MAX_MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))
    except (ImportError, OSError, ValueError):
        return  # Windows has no such bound, and macOS refuses it: the parent watches
