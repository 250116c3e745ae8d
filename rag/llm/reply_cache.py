"""A language model's replies, had again: from a folder by their prompt's hash, or a record."""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from rag.errors import ModelDown, ModelError
from rag.files import replace
from rag.llm.client import LanguageModel, Prompt
from rag.llm.reply_parsing import sentences, whole
from rag.types import Replied

_log = logging.getLogger(__name__)


class Remembered:
    """A model whose whole replies are kept, so that an eval run twice asks once."""

    def __init__(self, model: LanguageModel, folder: Path) -> None:
        """Keep replies in ``folder``, which is made. Raises `ModelError` if it can't be."""
        self.name, self.place = model.name, model.place
        self._model, self._folder = model, folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ModelError(
                f"replies can't be kept in {folder} ({error.strerror}); set SANAD_LLM_CACHE to a "
                "folder that can be written to"
            ) from error

    def stream(self, prompt: Prompt, seconds: float) -> Iterator[str]:
        """Give the reply that is kept, else ask. One that the model broke off isn't kept.

        Nor is one whose reader went away before it was enough.
        """
        path = self._folder / f"{prompt.digest(self.name)}.json"
        kept = _read(path)
        if kept is not None:
            yield kept
            return
        pieces: list[str] = []

        def keep() -> None:
            _write(path, {"model": self.name, "kind": prompt.kind, "reply": "".join(pieces)})

        try:
            for piece in self._model.stream(prompt, seconds):
                pieces.append(piece)
                yield piece
        except GeneratorExit:
            if _enough(prompt, "".join(pieces)):
                keep()
            raise
        keep()


def _enough(prompt: Prompt, reply: str) -> bool:
    """Say whether a reader of the whole reply would have read no further either."""
    try:
        if prompt.kind == "answer":
            deque(sentences([reply]), maxlen=0)
        else:
            whole([reply])
    except ModelDown:
        return False
    return True


def _read(path: Path) -> str | None:
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return kept["reply"] if isinstance(kept, dict) and isinstance(kept.get("reply"), str) else None


def _write(path: Path, kept: dict[str, str]) -> None:
    """Write a reply in one step. A full disk costs asking again, not the answer."""
    made = path.with_suffix(f".{uuid4().hex}")
    try:
        made.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
        replace(made, path)
    except OSError as error:
        _log.warning("a reply can't be kept in %s (%s)", path.parent, error.strerror)
        with suppress(OSError):
            made.unlink(missing_ok=True)


class Recorded:
    """The replies of an answer's record, given again to the same prompts."""

    def __init__(self, name: str, events: Sequence[Replied], place: str = "") -> None:
        """``name`` is what the recorded model was called, ``place`` its setting."""
        self.name, self.place = name, place
        self._kept = {(event.kind, event.system, event.user): event for event in events}

    def stream(self, prompt: Prompt, seconds: float) -> Iterator[str]:  # noqa: ARG002 - at once
        """Give the recorded reply, cut off where it was. Raises `ModelDown` as it did."""
        event = self._kept.get((prompt.kind, prompt.system, prompt.user))
        if event is None:
            raise ModelDown("the record has no reply to this prompt")
        yield event.reply
        if event.problem:
            raise ModelDown(event.problem)
