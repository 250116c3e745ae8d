"""What requests may say: bounded, checked before anything is searched, with examples."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from rag.answering.steps import MAX_QUESTION
from rag.citations.quote_address import LONGEST
from rag.types import Query, Scope

MAX_TURNS = 20
MAX_DOCUMENTS = 200
MAX_DRAFT = 400_000
"""Characters of a draft: some 130 pages."""


def _whole(text: str) -> str:
    """Refuse halves of characters, which no file and no index can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("it holds half of a character (an unpaired surrogate)") from error
    return text


def _day(value: object) -> date | None:
    """Read a day as it's written in JSON; numbers, and years alone, aren't seconds since 1970."""
    if value is None:
        return None
    with contextlib.suppress(TypeError, ValueError):
        day = date.fromisoformat(value)  # type: ignore[arg-type]
        if day.isoformat() == value:
            return day
    raise ValueError("write a day as 2026-11-30")


Text = Annotated[str, AfterValidator(_whole)]
Day = Annotated[date | None, BeforeValidator(_day)]
Question = Annotated[Text, Field(min_length=1, max_length=MAX_QUESTION)]
Name = Annotated[Text, Field(min_length=1, max_length=500)]


class Body(BaseModel):
    """A request's body: no field that isn't known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Scoped(Body):
    """A request that may be kept to some documents."""

    documents: tuple[Name, ...] = Field(
        (),
        max_length=MAX_DOCUMENTS,
        description="Ids or file names of the documents to look in; all of them if empty.",
    )

    authors: tuple[Name, ...] = Field((), max_length=MAX_DOCUMENTS)
    types: tuple[Name, ...] = Field(
        (), max_length=MAX_DOCUMENTS, description="Types of publication, or formats."
    )
    since: Day = Field(None, description="Published on this day or later.")
    until: Day = Field(None, description="Published on this day or before.")

    @property
    def scope(self) -> Scope:
        """Where to look."""
        return Scope(
            documents=self.documents,
            authors=self.authors,
            kinds=self.types,
            since=self.since,
            until=self.until,
        )


class Ask(Scoped):
    """A question, and what was asked before it."""

    question: Question = Field(examples=["What should parliament do?"])
    before: tuple[Question, ...] = Field(
        (),
        max_length=MAX_TURNS,
        description="The questions of the conversation so far, the oldest first, as they were "
        "typed: a follow-up is put in full from them.",
    )
    as_of: Day = Field(None, description="The day that the answer is for.")
    stream: StrictBool = Field(
        default=False,
        description="Send the answer as server-sent events: `searched`, then a `statement` as "
        "soon as it has passed its check, then the whole `answer`; `problem` if that fails.",
    )


class Asked(Scoped):
    """Words to look for passages with."""

    question: Question = Field(examples=["madrassa reform"])

    @property
    def query(self) -> Query:
        """The query."""
        return Query(self.question, self.scope)


class Words(Scoped):
    """Words that somebody half remembers."""

    words: Question = Field(examples=["the national internal security policy"])


class Claim(Scoped):
    """A statement to be checked."""

    statement: Question = Field(examples=["The cabinet announced the policy in 2014."])


class Draft(Scoped):
    """A text to be checked: Markdown or plain."""

    text: Text = Field(min_length=1, max_length=MAX_DRAFT, examples=["The policy was new [1]."])


Style = Literal["chicago", "apa", "mla", "harvard", "oscola"]
"""Those that come with us: others would be files of this machine."""


class Cite(Body):
    """The words to be cited, and how."""

    address: Text = Field(
        min_length=1,
        max_length=LONGEST,
        description="An address as `citations[].address` gives it, or a passage's id.",
    )
    style: Style | None = Field(None, description="A citation style; Chicago notes by default.")
    form: Literal["footnote", "entry", "inline"] = "footnote"
    format: Literal["text", "html", "markdown", "bibtex", "biblatex", "ris", "csl-json"] = "text"
    quoted: StrictBool = Field(default=True, description="Put the quote before the reference.")
    sic: StrictBool = Field(default=False, description="Put [sic] behind the quote.")


class Chat(BaseModel):
    """A chat as OpenAI's clients send it. What Sanad has no use for is left unread."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    model: Name = Field(examples=["sanad"])
    messages: tuple[ChatMessage, ...] = Field(
        min_length=1,
        max_length=200,
        examples=[[{"role": "user", "content": "What should parliament do?"}]],
    )
    stream: StrictBool = False


class ChatPart(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    type: Annotated[Text, Field(max_length=40)]
    text: Annotated[Text, Field(max_length=100_000)] = ""


class ChatMessage(BaseModel):
    """One message; only those of the user are asked."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[Text, Field(max_length=100_000)] | tuple[ChatPart, ...] | None = None

    @property
    def words(self) -> str:
        """The text of the message."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or () if part.type == "text")


Chat.model_rebuild()
