"""Whose conversations and pins a request works on: those of this machine, or its account's own."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Protocol

import gradio as gr

from rag.library import Library
from rag.notebook.notebook import OFF, open_or_do_without
from ui.access.principal import principal_of
from ui.server_folder import ServerFolder
from ui.web.conversations import ANSWERING_AT_ONCE, Conversations

MOST_OPEN = 200
"""Accounts whose notebooks are open; the others' are opened again when they come back."""


class Desks(Protocol):
    """Where conversations are held. ``told`` says why nobody's are kept, if they aren't."""

    told: str

    def of(self, request: gr.Request) -> Conversations:
        """Give the conversations of whoever sends a request."""
        ...


class OneDesk:
    """The same notebook, beside the index, for all who ask: there is no login."""

    def __init__(self, library: Library) -> None:
        """Open it, or do without."""
        self._conversations = Conversations(library, open_or_do_without(library.settings))
        self.told = self._conversations.notebook.told

    def of(self, request: gr.Request) -> Conversations:  # noqa: ARG002 - the same for all
        """Give the one that there is."""
        return self._conversations


class DeskPerAccount:
    """A notebook for each account, in the server's folder; none is ever another's."""

    def __init__(self, library: Library, folder: ServerFolder, collection: str) -> None:
        """Open none yet. Who comes without a login has the notebook beside the index."""
        self.told = "" if library.settings.notebook else OFF
        self._library, self._folder, self._collection = library, folder, collection
        self._open: OrderedDict[str, Conversations] = OrderedDict()
        self._slots = threading.BoundedSemaphore(ANSWERING_AT_ONCE)
        self._lock = threading.Lock()

    def of(self, request: gr.Request) -> Conversations:
        """Give those of the account that sends a request."""
        # Gradio gives events its own kind of request, and functions the one that came in.
        name = principal_of((getattr(request, "request", None) or request).scope).name
        with self._lock:
            found = self._open.get(name)
            if found is None or found.notebook.is_gone:
                found = self._opened(name)
            self._open[name] = found
            self._open.move_to_end(name)
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
            return found

    def _opened(self, name: str) -> Conversations:
        folder = self._folder.notebooks_of(name) / self._collection if name else None
        notebook = open_or_do_without(self._library.settings, folder)
        return Conversations(self._library, notebook, slots=self._slots)
