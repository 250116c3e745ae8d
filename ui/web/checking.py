"""A draft checked on the page. It comes and goes with the event: nothing touches the disk."""

from __future__ import annotations

import json
import logging
import time
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from queue import SimpleQueue
from threading import Event, Thread
from typing import cast

from rag.checking.draft import WHOLE, check_draft
from rag.checking.findings import Review
from rag.errors import LoadError, SanadError
from rag.library import Library
from rag.types import Scope
from ui.draft.comments import with_comments
from ui.draft.read import FORMATS, OpenDraft, read_bytes
from ui.draft.report import review_html, review_json
from ui.draft.word import WordDraft
from ui.draft.words import comment_lines, is_worth_a_comment
from ui.web.exporting import Parcel, parcel
from ui.web.library.asked_of import read_scope
from ui.web.literal import message_html
from ui.web.review import review_html as shown_html

MAX_MEGABYTES = 10
PASTED = "pasted text.md"
OFTEN_S = 0.25
"""So long at least between two words on how far it is."""

Step = tuple[str, list[Parcel]]
"""What the page shows, as HTML, and the files that can be saved once the check is over."""

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_log = logging.getLogger(__name__)


class _Stopped(Exception):
    """Nobody waits for the check any more."""


@dataclass(slots=True)
class _Work:
    """A check that goes on in a thread, and what it has to tell."""

    opened: OpenDraft
    library: Library
    scope: Scope = WHOLE
    stop: Event = field(default_factory=Event)
    told: SimpleQueue[tuple[int, int] | Review | Exception] = field(default_factory=SimpleQueue)

    def run(self) -> None:
        try:
            self.told.put(check_draft(self.opened.draft, self.library, self.scope, tell=self.tell))
        except _Stopped:
            pass
        except Exception as error:  # noqa: BLE001 - raised again where it can be told
            self.told.put(error)

    def tell(self, done: int, total: int) -> None:
        if self.stop.is_set():
            raise _Stopped
        self.told.put((done, total))


def form_html() -> str:
    """Ask for a draft: a file, or pasted words."""
    accepted = ",".join(FORMATS)
    return (
        '<div class="form"><h2>Check a draft</h2><p class="lead">Each quotation, each claim and '
        "each page cited in your text is compared with the documents. The draft stays on this "
        "machine. Sanad keeps no copy of it; this tab keeps the report until it is closed.</p>"
        f'<div class="drop-file"><label for="draft-file">A file</label><input type="file" '
        f'id="draft-file" accept="{accepted}" aria-describedby="draft-kinds">'
        f'<p class="meta" id="draft-kinds">Word (.docx), Markdown or plain text, up to '
        f"{MAX_MEGABYTES} MB</p></div>"
        '<label class="pasted" for="draft-text">or its words</label>'
        '<textarea id="draft-text" rows="6" placeholder="Paste the text here"></textarea>'
        '<p class="acts"><button type="button" class="check">Check</button>'
        '<button type="button" class="halt" hidden>Stop</button></p></div>'
    )


def check_upload(given: object, library: Library) -> Iterator[Step]:
    """Check the draft that came from the browser, and say how far it is.

    ``given`` holds ``name`` and ``data`` (base64) of a file, or ``text``, and in ``asked_in``
    which documents it is compared with (see `ui.web.library.asked_of`). Whatever goes wrong ends
    as words.
    """
    try:
        name, data = _given(given)
        opened = read_bytes(name, data)
        asked_in = given.get("asked_in") if isinstance(given, Mapping) else None
        yield from _checked(name, _Work(opened, library, read_scope(asked_in)))
    except LoadError as error:
        # A name at its beginning stays as it is written.
        yield problem_html(f"the file {error}" if ":" in str(error) else str(error)), []
    except SanadError as error:
        yield problem_html(str(error)), []
    except Exception:  # noqa: BLE001 - whatever it is, the page must get words
        _log.exception("the draft could not be checked")
        yield problem_html("something went wrong; the details are in the terminal"), []


def problem_html(message: str) -> str:
    """Say why there is no review."""
    return (
        '<div class="problem" role="alert"><p><strong>The draft can’t be checked.</strong> '
        f"{message_html(message)}</p></div>"
    )


def _given(given: object) -> tuple[str, bytes]:
    asked = cast(Mapping[str, object], given) if isinstance(given, Mapping) else {}
    name, data, text = asked.get("name"), asked.get("data"), asked.get("text")
    if isinstance(data, str) and isinstance(name, str):
        if len(data) > MAX_MEGABYTES * 1_000_000 * 4 // 3 + 4:
            raise LoadError(f"it has more than {MAX_MEGABYTES} MB; split it")
        try:
            return _bare_name(name), b64decode(data, validate=True)
        except ValueError as error:
            raise LoadError("the file came in broken; choose it again") from error
    if not isinstance(text, str) or not text.strip():
        raise LoadError("choose a file, or paste some text")
    if len(text) > MAX_MEGABYTES * 1_000_000:
        raise LoadError(f"it has more than {MAX_MEGABYTES} MB; split it")
    return PASTED, text.encode("utf-8", "replace")


def _bare_name(name: str) -> str:
    bare = PurePosixPath(name.replace("\\", "/"))
    return f"{bare.stem[:80]}{bare.suffix[:10]}"


def _checked(name: str, work: _Work) -> Iterator[Step]:
    yield _progress_html(0, 0), []
    Thread(target=work.run, daemon=True).start()
    shown = time.monotonic()
    try:
        while True:
            match work.told.get():
                case Review() as review:
                    yield (
                        shown_html(review, "Your text" if name == PASTED else name),
                        _files(review, work.opened, name),
                    )
                    return
                case Exception() as error:
                    raise error
                case (done, total):
                    if time.monotonic() - shown > OFTEN_S:
                        shown = time.monotonic()
                        yield _progress_html(done, total), []
    finally:
        work.stop.set()


def _progress_html(done: int, total: int) -> str:
    how_far = f'max="{total}" value="{done}"' if total else ""
    words = f"{done:,} of {total:,} quotations and claims" if total else "Reading the draft"
    return (
        f'<p class="checking-now"><progress aria-label="Check of the draft" {how_far}></progress> '
        f"<span>{words}</span></p>"
    )


def _files(review: Review, opened: OpenDraft, name: str) -> list[Parcel]:
    stem = PurePosixPath(name).stem
    files = []
    if opened.word is not None:
        files.append(_commented(review, opened.word, f"{stem}-checked{PurePosixPath(name).suffix}"))
    page = review_html(review, name).encode("utf-8", "replace")
    listed = json.dumps(review_json(review, name), ensure_ascii=False, indent=2)
    files.append(parcel(f"{stem}-checked.html", "text/html", page) | {"told": "Report"})
    files.append(
        parcel(f"{stem}-checked.json", "application/json", listed.encode("utf-8", "replace"))
        | {"told": "JSON"}
    )
    return files


def _commented(review: Review, word: WordDraft, name: str) -> Parcel:
    """Put comments into a copy of the Word file, or say why that can't be done."""
    told = [(one, comment_lines(one)) for one in review.findings if is_worth_a_comment(one)]
    try:
        return parcel(name, _DOCX, with_comments(word, told)) | {"told": "Word with comments"}
    except LoadError as error:
        return {"problem": f"No comments: the file {error}."}
