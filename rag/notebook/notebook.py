"""A notebook opened: conversations, pins, questions, whether or not they can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.errors import NotebookError
from rag.notebook.conversations import Conversations
from rag.notebook.database import FILE, Database
from rag.notebook.pins import Pins
from rag.notebook.questions import Questions
from rag.settings import Settings

OFF = (
    "The notebook is off (`notebook = false`): what is asked and pinned is forgotten when "
    "Sanad ends."
)
_FORGOTTEN = "What is asked and pinned now is forgotten when Sanad ends."


@dataclass(frozen=True, slots=True)
class Notebook:
    """Conversations, pins and saved questions; ``told`` says why they aren't kept, if so."""

    database: Database
    conversations: Conversations
    pins: Pins
    questions: Questions
    told: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether its file was deleted since it was opened: it was another account's, then."""
        return self.database.is_gone

    def close(self) -> None:
        """Give back the file."""
        self.database.close()


def open_notebook(settings: Settings, folder: Path | None = None) -> Notebook:
    """Open the notebook beside the index, or that in a ``folder``.

    Raises `NotebookError` where it can't be used.
    """
    if not settings.notebook:
        return _opened(Database(None), OFF)
    database = Database((folder or settings.store_folder) / FILE)
    try:
        return _opened(database)
    except NotebookError:
        database.close()
        raise


def open_or_do_without(settings: Settings, folder: Path | None = None) -> Notebook:
    """Open the notebook, or one in memory alone that tells what is wrong with the file."""
    try:
        return open_notebook(settings, folder)
    except NotebookError as error:
        problem = str(error)
        return _opened(Database(None), f"{problem[:1].upper()}{problem[1:]}. {_FORGOTTEN}")


def _opened(database: Database, told: str = "") -> Notebook:
    return Notebook(database, Conversations(database), Pins(database), Questions(database), told)
