"""Which reader reads which draft."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.checking.draft_text import Draft
from rag.errors import LoadError
from ui.draft.text import read_text
from ui.draft.word import WordDraft, read_word

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 5_000_000
FORMATS = (".docx", ".docm", ".md", ".markdown", ".txt")


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft as read; ``word`` is there where comments can be written into its file."""

    draft: Draft
    word: WordDraft | None = None


def read_draft(path: Path) -> OpenDraft:
    """Read a draft. Raises `LoadError`, naming the file and the remedy, when it can't."""
    _refuse_ending(path.name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LoadError(f"{path.name} has more than {MAX_BYTES:,} bytes; split it")
        data = path.read_bytes()
    except OSError as error:
        raise LoadError(f"{path.name} can't be opened ({error.strerror})") from error
    return read_bytes(path.name, data)


def read_bytes(name: str, data: bytes) -> OpenDraft:
    """Read a draft from its file's name and bytes. Raises `LoadError` as `read_draft` does."""
    suffix = _refuse_ending(name)
    if not data.strip():
        raise LoadError(f"{name} is empty; there is nothing to check")
    try:
        if suffix in (".docx", ".docm"):
            word = read_word(data)
            made = OpenDraft(word.draft, word)
        else:
            made = OpenDraft(read_text(Path(name), data))
    except LoadError as error:
        raise LoadError(f"{name}: {error}") from error
    if len(made.draft.text) > MAX_CHARACTERS:
        raise LoadError(f"{name} has more than {MAX_CHARACTERS:,} characters; split it")
    return made


def _refuse_ending(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in FORMATS:
        raise LoadError(f"{name}: drafts end in {', '.join(FORMATS)}; save it as one of them")
    return suffix
