"""What readers say of answers that aren't right: a list to look through, and to make cases of.

It lies beside the index, one line of JSON each. A case is a question with the words that would
have been right, as `sanad eval cases` runs it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import FeedbackError
from rag.files import replace
from rag.library import Library
from rag.types import Document

FILE = "feedback.jsonl"
CASES = "feedback-cases.jsonl"
MOST = 500
"""That are kept until they are looked through."""
LONGEST = 2_000
"""Characters of a question, a quote, or what is said in words."""
QUOTES = 20
"""Of one answer, and of what would be right."""
PATIENCE_S = 5.0

Reason = Literal["beside", "missed", "untrue", "incomplete", "refuse", "other"]
REASONS: dict[Reason, str] = {
    "beside": "It doesn’t answer the question",
    "missed": "The documents do say it, and Sanad missed it",
    "untrue": "It says something else than its source",
    "incomplete": "Something that matters is left out",
    "refuse": "The documents don’t answer this, and Sanad should have said so",
    "other": "Something else",
}


class Right(BaseModel):
    """Words of a document, named by its file, that would have been right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    quote: str = Field(min_length=1, max_length=LONGEST)


class Feedback(BaseModel):
    """What was said of one answer. ``made`` is when, ``words`` are the reader's own.

    ``shown`` is what the answer said, ``right`` what would have been; ``added`` says that a case
    was made of it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    made: datetime
    question: str = Field(min_length=1, max_length=LONGEST)
    reason: Reason
    words: str = Field("", max_length=LONGEST)
    shown: tuple[str, ...] = Field((), max_length=QUOTES)
    right: tuple[Right, ...] = Field((), max_length=QUOTES)
    added: bool = False


def keep(
    library: Library,
    made: datetime,
    question: str,
    reason: str,
    *,
    words: str = "",
    shown: Sequence[str] = (),
    right: Sequence[Right] = (),
) -> Feedback:
    """Put what was said of an answer into the list. Raises `FeedbackError`."""
    name = hashlib.sha256(f"{made.isoformat()}\n{question}\n{reason}".encode()).hexdigest()[:10]
    cut = [one[:LONGEST] for one in shown[:QUOTES]]
    try:
        said = Feedback.model_validate(
            {
                "id": name,
                "made": made,
                "question": question.strip(),
                "reason": reason,
                "words": words.strip(),
                "shown": cut,
                "right": [*right],
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise FeedbackError(
            f"{first['loc'][0]}: {first['msg']}; mend it and send it again"
        ) from error
    folder = library.settings.store_folder
    with _locked(folder):
        every = _read(folder)
        if len(every) >= MOST:
            raise FeedbackError(
                f"the list holds {MOST} already; look at `sanad feedback`, and remove some"
            )
        _write(folder, [*every, said])
    return said


def said_in(library: Library, quote: str, document_id: str = "") -> Right:
    """Find words as they stand in a document, or in any where none is named; white space aside.

    Raises `FeedbackError` where they stand nowhere.
    """
    words = quote.strip().strip('“”"').split()
    if not words or len(quote) > LONGEST:
        raise FeedbackError(f"mark some words, {LONGEST:,} characters at most")
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    for document in _documents(library, document_id):
        if found := pattern.search(document.text):
            return Right(document=document.file, quote=found.group())
    where = "that document" if document_id else "any document"
    raise FeedbackError(f"these words don’t stand in {where}; mark them where they stand")


def _documents(library: Library, document_id: str) -> Iterator[Document]:
    names = [document_id] if document_id else [entry.id for entry in library.store.entries()]
    for name in names:
        if (document := library.store.document(name)) is not None:
            yield document


def every(folder: Path) -> tuple[Feedback, ...]:
    """Give what was said so far, the last first. Raises `FeedbackError` for a broken list."""
    return tuple(reversed(_read(folder)))


def remove(folder: Path, name: str) -> Feedback:
    """Take one out of the list. Raises `FeedbackError`."""
    with _locked(folder):
        said = _named(folder, name)
        _write(folder, [one for one in _read(folder) if one.id != name])
    return said


def add_case(folder: Path, name: str, target: Path | None = None) -> Path:
    """Add a case made of one to a file that `sanad eval cases` runs, and give that file.

    Raises `FeedbackError`, also where it isn't known which words would have been right.
    """
    path = target or folder / CASES
    with _locked(folder):
        said = _named(folder, name)
        case = _case(said)
        try:
            held = path.read_text("utf-8") if path.exists() else ""
            if f'"id": "{case["id"]}"' not in held:
                gap = "" if not held or held.endswith("\n") else "\n"
                with path.open("a", encoding="utf-8") as file:
                    file.write(f"{gap}{json.dumps(case, ensure_ascii=False)}\n")
        except (OSError, UnicodeDecodeError) as error:
            raise FeedbackError(f"{path} can't be written ({error}); name another file") from error
        added = said.model_copy(update={"added": True})
        _write(folder, [added if one.id == name else one for one in _read(folder)])
    return path


def lacks(said: Feedback) -> str:
    """Say what is missing for a case, nothing where it's all there."""
    if said.reason != "refuse" and not said.right:
        return "Nobody marked the words that would be right."
    return ""


def _case(said: Feedback) -> dict[str, object]:
    if problem := lacks(said):
        raise FeedbackError(problem)
    return {
        "id": f"feedback-{said.id}",
        "question": said.question,
        "answerable": said.reason != "refuse",
        "stratum": "feedback",
        "gold": [] if said.reason == "refuse" else [one.model_dump() for one in said.right],
        "note": ": ".join(filter(None, (REASONS[said.reason], said.words))),
    }


def _named(folder: Path, name: str) -> Feedback:
    found = next((one for one in _read(folder) if one.id == name), None)
    if found is None:
        raise FeedbackError(f"there is nothing called {name!r} in the list; look at it again")
    return found


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "feedback.lock", timeout=PATIENCE_S):
            yield
    except Timeout as error:
        raise FeedbackError("another program is writing the list; try again") from error
    except OSError as error:
        raise FeedbackError(f"{folder} can't be written to ({error.strerror})") from error


def _read(folder: Path) -> list[Feedback]:
    path = folder / FILE
    try:
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [Feedback.model_validate_json(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise FeedbackError(
            f"{path} can't be read; move it away to begin a new list ({type(error).__name__})"
        ) from error


def _write(folder: Path, said: Sequence[Feedback]) -> None:
    path = folder / FILE
    made = path.with_suffix(".new")
    try:
        made.write_text("".join(f"{one.model_dump_json()}\n" for one in said), "utf-8")
        replace(made, path)
    except OSError as error:
        raise FeedbackError(f"{path} can't be written ({error.strerror})") from error
