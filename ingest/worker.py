"""The process that reads files, one after the other, so that a bad one harms nobody else.

Started by `ingest.reader` as ``python -m ingest.worker``. Its answers are ``pages`` with the
progress, then ``document`` (``texts``, of a second reading) or ``error``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter

from ingest.document import build_document
from ingest.load import Reading, load
from ingest.second_reader import second_texts
from ingest.worker_loop import Send, answer_requests
from rag.errors import LoadError
from rag.types import Document, Source

MAX_CHARACTERS = 50_000_000
"""Of a document: fifty thick books."""

DOCUMENT = TypeAdapter(Document)


def _answer(request: Mapping[str, object], send: Send) -> tuple[str, bytes]:
    def tell(done: int, total: int) -> None:
        send("pages", json.dumps([done, total]).encode())

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


if __name__ == "__main__":
    answer_requests(_answer)
