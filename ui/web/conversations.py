"""Open conversations: each is kept in the notebook, and goes on whoever looks at it.

A page names its conversation with all that it asks, so nothing depends on a page's session: it
may be reloaded, opened twice or come from before a restart. An answer is made in a thread of
its own and is finished even if its page is gone.
"""

from __future__ import annotations

import logging
import re
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from rag.errors import NotebookError
from rag.library import Library
from rag.notebook.entries import sound
from rag.notebook.notebook import Notebook
from ui.web.chat import chat_of, earlier_html, latest
from ui.web.events import answer_question, opened
from ui.web.jobs import Job, Update
from ui.web.kept import MOST_KEPT, Kept
from ui.web.panel import empty_panel
from ui.web.showing import panel_for, show_source

MOST_OPEN = 32
"""Conversations in memory; the others are read again from the notebook."""
MOST_SESSIONS = 1_000
ANSWERING_AT_ONCE = 8
BOX, CHAT, PANEL = 0, 1, 2
"""Where these stand in an `Update`."""

Answering = Callable[..., Iterator[Update]]
"""`answer_question`, or a test's own."""

_ID = re.compile(r"[a-z0-9]{8,40}")
_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Open:
    """A conversation in memory. ``edits`` is how often the notebook's had changed by then."""

    id: str
    kept: Kept = field(default_factory=Kept)
    chat: list[dict[str, Any]] = field(default_factory=list)
    edits: int | None = None
    job: Job | None = None
    asking: Kept | None = None
    number: Future[int] | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)


class Conversations:
    """The conversations that pages have open."""

    def __init__(
        self,
        library: Library,
        notebook: Notebook,
        answer: Answering = answer_question,
        slots: threading.BoundedSemaphore | None = None,
    ) -> None:
        """Keep what is asked of a library in a notebook; others' work takes the same ``slots``."""
        self._library, self.notebook, self._answering = library, notebook, answer
        self._open: OrderedDict[str, _Open] = OrderedDict()
        self._looking: OrderedDict[str, object] = OrderedDict()
        self._lock = threading.Lock()
        self._slots = slots or threading.BoundedSemaphore(ANSWERING_AT_ONCE)
        self._writer = ThreadPoolExecutor(1, "sanad-notebook")

    def ask(self, name: object, question: str, session: str, **how: Any) -> Iterator[Update]:
        """Answer a question within a conversation; yields what `answer_question` does.

        What is still being answered in it, perhaps for another page, comes first.
        """
        wanted = self._look(session)
        while (running := _running(one := self._conversation(name))) is not None:
            yield from _shown(running.follow(wanted), BOX)
            if not wanted():
                return
        with one.lock:
            asking = one.kept.copy()
            made = self._answering(sound(question), one.chat, self._library, kept=asking, **how)
            one.asking, one.number = asking, None
            one.job = job = Job(lambda job: self._answer(one, job, made))
        yield from _shown(job.follow(wanted))

    def open(self, name: object, session: str, marker: str | None = None) -> Iterator[Update]:
        """Show a conversation as it is, then go on with what is still being answered in it.

        ``marker`` is the source that is to stand beside it: that of the last answer where it is
        empty, and the one that stands there where it's None.
        """
        one, wanted = self._conversation(name), self._look(session)
        yield opened(latest(one.chat), self._panel(one, marker))
        if (running := _running(one)) is not None:
            hidden = (BOX,) if marker == "" else (BOX, PANEL)
            yield from _shown(running.follow(wanted), *hidden)

    def earlier(self, name: object, before: int) -> str:
        """Show the turns of a conversation before those that a page holds."""
        return earlier_html(self._conversation(name).chat, before)

    def stop(self, name: object) -> bool:
        """Stop what is being answered in a conversation; what has been shown of it stays."""
        one = self._conversation(name)
        with one.lock:
            job, asking = one.job, one.asking
            if job is None or job.done or asking is None or not asking.asked:
                return False
            if one.number is None:
                self._begin(one, asking.asked)
            exchange = asking.stopped()
            one.kept.put(exchange)
            one.chat = [*one.chat, *chat_of([exchange], len(one.chat) // 2 + 1)]
            job.stop(opened(one.chat))
            self._finish(one)
        return True

    def enough(self, name: object) -> bool:
        """Let a list that is growing in a conversation end with what it has, if there is one."""
        one = self._conversation(name)
        asking = one.asking
        if _running(one) is None or asking is None or not asking.growing or asking.enough:
            return False
        asking.enough = True
        return True

    def kept(self, name: object) -> Kept:
        """Give what was shown in a conversation."""
        return self._conversation(name).kept

    def _answer(self, one: _Open, job: Job, made: Iterator[Update]) -> None:
        asking = one.asking
        assert asking is not None
        with self._slots:
            chat = one.chat
            for update in made:
                with one.lock:
                    if job.stopped:
                        return
                    if asking.asked and one.number is None:
                        self._begin(one, asking.asked)
                    chat = update[CHAT] if isinstance(update[CHAT], list) else chat
                job.add(update)
        with one.lock:
            if not job.stopped and asking.asked:
                one.kept, one.chat = asking, chat
                self._finish(one)

    def _conversation(self, name: object) -> _Open:
        """Give a conversation, read anew if the notebook's has changed elsewhere."""
        key = name if isinstance(name, str) and _ID.fullmatch(name) else uuid.uuid4().hex
        with self._lock:
            one = self._open.setdefault(key, _Open(key))
            self._open.move_to_end(key)
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
        with one.lock:
            if one.job is None or one.job.done:
                self._read(one)
        return one

    def _read(self, one: _Open) -> None:
        try:
            edits = self.notebook.conversations.edits(one.id)
            if edits == one.edits:
                return
            exchanges = self.notebook.conversations.exchanges(one.id, MOST_KEPT)
        except NotebookError:
            _log.exception("the conversation could not be read")
            return
        one.kept, one.chat, one.edits = Kept.of(exchanges), chat_of(exchanges), edits

    def _begin(self, one: _Open, asked: str) -> None:
        """Keep a question while it is being answered: the disk takes a tenth of the time."""
        one.number = self._writer.submit(self._begun, one.id, asked)

    def _begun(self, name: str, asked: str) -> int:
        try:
            return self.notebook.conversations.begin(name, asked)
        except NotebookError:
            _log.exception("the question could not be kept")
            return -1

    def _finish(self, one: _Open) -> None:
        if one.number is None or (number := one.number.result()) < 0:
            return
        try:
            self.notebook.conversations.finish(one.id, number, one.kept.exchanges[-1])
            one.edits = self.notebook.conversations.edits(one.id)
        except NotebookError:
            _log.exception("the answer could not be kept")

    def _panel(self, one: _Open, marker: str | None) -> str | None:
        if marker is None:
            return None
        if marker:
            return show_source(marker, self._library)
        turns = enumerate(one.kept.exchanges, start=1)
        shown = [(turn, exchange.shown) for turn, exchange in turns if exchange.shown is not None]
        if not shown:
            return empty_panel()
        turn, last = shown[-1]
        return panel_for(last, turn, self._library)

    def _look(self, session: str) -> Callable[[], bool]:
        """Note that a page looks at something else from now on."""
        token = object()
        with self._lock:
            self._looking[session] = token
            self._looking.move_to_end(session)
            while len(self._looking) > MOST_SESSIONS:
                self._looking.popitem(last=False)
        return lambda: self._looking.get(session) is token


def _running(one: _Open) -> Job | None:
    return None if one.job is None or one.job.done else one.job


def _shown(updates: Iterator[Update], *hidden: int) -> Iterator[Update]:
    """Send the end of the chat alone, and leave some parts of the page as they are."""
    for update in updates:
        values = list(update)
        if isinstance(values[CHAT], list):
            values[CHAT] = latest(values[CHAT])
        yield tuple(gr.skip() if at in hidden else value for at, value in enumerate(values))
