"""The page's own ways to add, remove and put back documents, for other programs."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ingest.trash import removed
from rag.errors import CorpusError
from rag.library import Library
from ui.web.library.changes import bring_back, removed_json, take_out
from ui.web.library.routes import take_in
from ui.web.library.work import Work

Json = dict[str, object]


class WorkShelf:
    """Changes what the library's work looks after."""

    def __init__(self, library: Library, work: Work) -> None:
        """Share the page's one thread that writes."""
        self._library, self._work = library, work

    async def take(self, name: str, size: int, body: AsyncIterator[bytes]) -> Json:
        """Take a file in and have it read."""
        item = self._work.stage(name, size)
        await take_in(body, item)
        self._work.add(item)
        return {"token": item.token, "name": item.name}

    def remove(self, document_id: str) -> Json:
        """Take a document out. Raises `StoreLocked` or `CorpusError` where that can't be."""
        gone, problems = take_out([document_id], self._library, self._work)
        if problems:
            raise CorpusError(problems[0])
        return {"removed": removed_json(gone)}

    def put_back(self, token: str) -> None:
        """Have a removed document put back and read. Raises `CorpusError` where it's gone."""
        kept = {one.token: one.title for one in removed(self._library.settings.store_folder)}
        if token not in kept:
            raise CorpusError("this file isn't kept any more; add it again")
        bring_back(token, kept[token], self._work)

    def told(self) -> Json:
        """Say what is being read, and what became of what was."""
        return self._work.told()
