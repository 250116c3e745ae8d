"""A language model as we use it: a prompt in, the text of its reply out, within a deadline.

LlamaIndex speaks to the model; what its many clients raise is put into `ModelDown` here.
A model's reply is a stranger's text: it's bounded here, and read in `rag.llm.reply_parsing`.
"""

from __future__ import annotations

import hashlib
import json
import math
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, Protocol

from tenacity import (
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential_jitter,
)

from rag.errors import ModelDown
from rag.types import Replied

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

PromptKind = Literal["answer", "judgement", "question", "verdict"]

TRIES = 3
FIRST_WAIT_S, LONGEST_WAIT_S = 0.2, 5.0
MAX_REPLY = 20_000
"""Characters of a reply that are read; a model that repeats itself for ever is cut off here."""
REFUSES_EXTRAS = frozenset((400, 404, 415, 422, 501))
"""What servers say that can't hold a reply to a schema, or not to this one, or that don't tell how
likely a token is."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told, what it's asked, and the JSON schema of the reply.

    Without a schema a server is asked how likely each token is. ``max_tokens`` bounds the reply.
    """

    kind: PromptKind
    system: str
    user: str
    schema: Mapping[str, object]
    max_tokens: int

    def digest(self, model: str) -> str:
        """Give the SHA-256, in hexadecimal, of the prompt to this model."""
        parts = [model, self.kind, self.system, self.user, self.schema, self.max_tokens]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a reply. ``likely`` pairs its tokens with what else each could have been.

    Those are probabilities by token, some of the likeliest; none where the server doesn't say.
    """

    text: str
    likely: tuple[tuple[str, Mapping[str, float]], ...] = ()


class LanguageModel(Protocol):
    """Whatever writes a reply to a prompt, piece by piece."""

    name: str
    place: str
    """The setting that it was built from: another server may have a model of the same name."""

    def stream(self, prompt: Prompt, seconds: float) -> Iterator[str]:
        """Yield the reply as it comes. Raises `ModelDown`, at the latest after ``seconds``."""
        ...


def writable(text: str) -> str:
    """Give a text without halves of characters, which no file and no terminal takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def countdown(seconds: float) -> Callable[[], float]:
    """Give what tells the seconds left since it was first asked, never less than none.

    Who never asks, since there is no model, looks at no clock.
    """
    ends: list[float] = []

    def left() -> float:
        now = monotonic()
        if not ends:
            ends.append(now + seconds)
        return max(0.0, ends[0] - now)

    return left


class Heard:
    """A model's reply to a prompt, kept as it comes for the answer's record."""

    def __init__(self, model: LanguageModel, prompt: Prompt, seconds: float) -> None:
        self._model, self._prompt, self._seconds = model, prompt, seconds
        self._reply: list[str] = []

    def pieces(self) -> Iterator[str]:
        """Yield the reply. Raises `ModelDown`."""
        for given in self._model.stream(self._prompt, self._seconds):
            piece = writable(given)
            self._reply.append(piece)
            yield piece

    def event(self, problem: str) -> Replied:
        """Give what was asked and replied."""
        prompt = self._prompt
        return Replied(prompt.kind, prompt.system, prompt.user, "".join(self._reply), problem)


_Pieces = queue.Queue[Piece | BaseException | None]

Options = Callable[[Prompt, bool], dict[str, Any]]
"""What a provider takes beside the messages; the second says whether to send the schema or, where
there's none, to ask for probabilities."""


class Served:
    """A model behind LlamaIndex's interface."""

    def __init__(
        self,
        llm: LLM,
        name: str,
        options: Options,
        *,
        hang_up: Callable[[], None],
        key_name: str = "",
        server: object = None,
    ) -> None:
        """``hang_up`` closes the connections that its thread has opened.

        ``key_name`` is the variable of its key, for messages; ``server`` lives as long.
        """
        self.name, self.place = name, ""
        self._llm, self._options, self._key_name, self._server = llm, options, key_name, server
        self._hang_up = hang_up
        self._refused: set[bool] = set()
        """Whether it was a schema, or probabilities, that the server doesn't take."""

    def stream(self, prompt: Prompt, seconds: float) -> Iterator[str]:
        """Yield the reply as it comes. See `LanguageModel`."""
        return (piece.text for piece in self.pieces(prompt, seconds))

    def pieces(self, prompt: Prompt, seconds: float) -> Iterator[Piece]:
        """Yield the reply as `stream` does, tried again while nothing has come."""
        end = monotonic() + seconds

        def begin() -> tuple[Piece, Iterator[Piece]]:
            pieces = self._pieces(prompt, end)
            return next(pieces, Piece("")), pieces

        first, rest = Retrying(
            stop=stop_after_attempt(TRIES) | stop_before_delay(seconds),
            wait=wait_exponential_jitter(multiplier=FIRST_WAIT_S, max=LONGEST_WAIT_S),
            retry=retry_if_exception(lambda e: isinstance(e, ModelDown) and e.again),
            reraise=True,
        )(begin)
        yield first
        yield from rest

    def _pieces(self, prompt: Prompt, end: float) -> Iterator[Piece]:
        """Read one reply; without the extras, from now on, if the server doesn't take them."""
        sort = bool(prompt.schema)
        try:
            yield from self._read(prompt, end, extras=sort not in self._refused)
        except _Refused:
            for piece in self._read(prompt, end, extras=False):
                self._refused.add(sort)  # it was that, and nothing else in the prompt
                yield piece

    def _read(self, prompt: Prompt, end: float, *, extras: bool) -> Iterator[Piece]:
        """Read a reply in a thread of its own, so that a server that hangs can't hold us."""
        pieces: _Pieces = queue.Queue(maxsize=1000)
        stopped = threading.Event()
        work = partial(self._fill, pieces, stopped, prompt, extras)
        threading.Thread(target=work, name="language model", daemon=True).start()
        length = 0
        try:
            while length <= MAX_REPLY:
                try:
                    piece = pieces.get(timeout=max(0.0, end - monotonic()))
                except queue.Empty:
                    raise ModelDown(f"{self.name} took too long") from None
                if piece is None:
                    return
                if isinstance(piece, BaseException):
                    raise self._translated(piece, first=not length, extras=extras) from piece
                length += len(piece.text)
                yield piece
        finally:
            stopped.set()

    def _fill(
        self, pieces: _Pieces, stopped: threading.Event, prompt: Prompt, extras: bool
    ) -> None:
        """Put the pieces of a reply in a queue, then None or what went wrong."""
        try:
            for piece in self._open(prompt, extras):
                if stopped.is_set():
                    return
                if piece.text:
                    pieces.put(piece, timeout=60)
            pieces.put(None, timeout=60)
        except queue.Full:
            return  # nobody reads any more
        except Exception as error:  # noqa: BLE001 - each client has errors of its own
            with suppress(queue.Full):
                pieces.put(error, timeout=60)
        finally:
            # A client's own generators close only when they're collected; until then a reply
            # that wasn't read to its end holds one of the client's few connections.
            self._hang_up()

    def _open(self, prompt: Prompt, extras: bool) -> Iterator[Piece]:
        from llama_index.core.llms import ChatMessage

        messages = [
            ChatMessage(role="system", content=prompt.system),
            ChatMessage(role="user", content=prompt.user),
        ]
        for reply in self._llm.stream_chat(messages, **self._options(prompt, extras)):
            # Where it's empty there are thoughts that aren't shown, or the call of a tool.
            yield Piece(writable(reply.delta or ""), () if prompt.schema else _likely(reply.raw))

    def _translated(self, error: BaseException, *, first: bool, extras: bool) -> Exception:
        """Put a client's error into words of ours: its own may hold a key, or anything."""
        status = getattr(error, "status_code", None)
        name = self.name
        if status in REFUSES_EXTRAS and first and extras:
            return _Refused()
        if isinstance(status, int) and 300 <= status < 400:
            return ModelDown(f"{name} isn't at this address ({status}): it sends us elsewhere")
        if status in (401, 403):
            which = f"; check {self._key_name}" if self._key_name else ""
            return ModelDown(f"{name} refuses the key ({status}){which}")
        if status == 404:
            return ModelDown(f"{name} isn't there (404): the server has no such model or address")
        if isinstance(status, int) and 400 <= status < 500 and status not in (408, 409, 429):
            return ModelDown(f"{name} refuses the request ({status})")
        if isinstance(status, int) and status >= 400:
            return ModelDown(f"{name} fails ({status})", again=first)
        if "timeout" in type(error).__name__.lower():
            return ModelDown(f"{name} took too long")
        if isinstance(error, ValueError | AttributeError | TypeError | LookupError):
            return ModelDown(f"{name} sends what can't be read")
        return ModelDown(f"{name} can't be reached ({type(error).__name__})", again=first)


class _Refused(Exception):
    """The server doesn't take a schema, or doesn't tell how likely tokens are."""


def _likely(raw: Any) -> tuple[tuple[str, Mapping[str, float]], ...]:  # noqa: ANN401 - any client's
    """Read how likely the tokens of a piece are from a chunk by OpenAI's protocol."""
    try:
        told = [one for choice in raw.choices[:1] for one in choice.logprobs.content]
        return tuple(
            (
                str(one.token),
                {str(t.token): math.exp(min(0.0, t.logprob)) for t in one.top_logprobs},
            )
            for one in told
        )
    except (AttributeError, TypeError):
        return ()  # it doesn't say, or in another form
