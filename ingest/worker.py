"""The process that reads files, one after the other, so that a bad one harms nobody else.

Started by `ingest.reader` as ``python -m ingest.worker``. It takes a line of JSON for
each file on its standard input and answers with lines that are a word and JSON:
``pages`` with the progress, then ``document`` (``texts``, of a second reading) or
``error``. Its memory is bounded by the system; its time is watched by the parent, which
kills it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter

from ingest.document import build_document
from ingest.load import Reading, load
from ingest.second_reader import second_texts
from rag.errors import LoadError
from rag.types import Document, Source

MAX_MEMORY = 3_000_000_000
"""Bytes of address space. The largest file that is let in, as a picture, needs a half of it."""
MAX_CHARACTERS = 50_000_000
"""Of a document: fifty thick books."""

DOCUMENT = TypeAdapter(Document)


def main() -> None:
    """Answer requests until there are no more."""
    # Whatever a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    bound_memory()
    for line in sys.stdin.buffer:
        word, content = _answer(json.loads(line), answers)
        _send(answers, word, content)


def _answer(request: dict[str, object], answers: BinaryIO) -> tuple[str, bytes]:
    def tell(done: int, total: int) -> None:
        _send(answers, "pages", json.dumps([done, total]).encode())

    try:
        if request.get("second"):
            texts = second_texts(Path(str(request["path"])), Reading(tell=tell))
            return "texts", json.dumps(texts).encode()
        raw = load(Path(str(request["path"])), Reading(ocr=bool(request["ocr"]), tell=tell))
        document = build_document(str(request["file"]), raw, Source(""))
        if len(document.text) > MAX_CHARACTERS:
            raise LoadError(
                f"holds {len(document.text):,} characters, over the limit of "
                f"{MAX_CHARACTERS:,}; split the file"
            )
        return "document", DOCUMENT.dump_json(document)
    except LoadError as error:
        message = str(error)
    except MemoryError:
        gigabytes = MAX_MEMORY // 1_000_000_000
        message = f"needs more than {gigabytes} GB of memory to be read; split the file"
    except RecursionError:
        message = "is nested too deeply to be read; simplify it"
    return "error", json.dumps(message).encode()


def _send(answers: BinaryIO, word: str, content: bytes) -> None:
    answers.write(word.encode() + b" " + content + b"\n")
    answers.flush()


def bound_memory() -> None:
    """Have the system refuse more than `MAX_MEMORY`, where it can."""
    try:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        bound = MAX_MEMORY if most == resource.RLIM_INFINITY else min(MAX_MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))
    except (ImportError, OSError, ValueError):
        return  # Windows has no such bound, and macOS refuses it


if __name__ == "__main__":
    main()
