"""Reading the documents of all collections in the background, while they are served."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ingest.sync import Report, sync
from rag.errors import SanadError
from rag.library import Library
from rag.models.loading import embedder_identity
from rag.settings import load_settings
from rag.shared_models import SharedModels
from ui.collections.listed import Broken, Collection, read_collections
from ui.display import count_text
from ui.server_folder import ServerFolder

WAIT_S = 5.0
"""For a file that is being read when the server ends."""
Say = Callable[[str], None]
_log = logging.getLogger(__name__)


class Ended(Exception):
    """The server ends: what is in the indexes by now stays."""


@contextmanager
def reading_all(folder: ServerFolder, models: SharedModels, say: Say) -> Iterator[None]:
    """Read new and changed documents of each collection, one after the other, in a thread.

    ``say`` hears how each went.
    """
    over = threading.Event()
    thread = threading.Thread(target=read_all, args=(folder, models, say, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(WAIT_S)


def read_all(
    folder: ServerFolder, models: SharedModels, say: Say, over: threading.Event | None = None
) -> None:
    """Read them; what is wrong with one is said, and the others go on."""
    over = over or threading.Event()
    for one in (read_collections(folder) or {}).values():
        try:
            told = one.problem if isinstance(one, Broken) else _read(one, models, over)
        except Ended:
            return
        except SanadError as error:
            told = str(error)
        except Exception:  # noqa: BLE001 - the others go on, whatever it is
            _log.exception("the documents of %s could not be read", one.name)
            told = "its documents could not be read"
        say(f"{one.name}: {told}")


def _read(collection: Collection, models: SharedModels, over: threading.Event) -> str:
    def tell(_file: str, _done: int, _total: int) -> None:
        if over.is_set():
            raise Ended

    library = Library(load_settings(**collection.settings), models=models)
    try:
        report = sync(
            collection.corpus.expanduser(),
            library.store,
            embedder_identity(library.settings),
            lambda: library.embedder,
            progress=tell,
        )
        return _told(report, len(library.store.entries()))
    finally:
        library.close()


def _told(report: Report, there: int) -> str:
    failed = sum(row.outcome == "skipped" for row in report.rows)
    unread = f", {count_text(failed, 'file')} could not be read" if failed else ""
    return f"{count_text(there, 'document')} in the index{unread}"
