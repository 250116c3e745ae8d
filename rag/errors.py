"""Every error that this program raises on purpose.

SanadError
├── SettingsError        a setting or sources.yaml is wrong
├── QueryError           a question can't be asked as it is
├── CiteError            a citation can't be made
├── FeedbackError        what was said of an answer can't be kept, or made a case of
├── NotebookError        a conversation or a pin can't be kept or isn't there
├── AccessError          an account, a key or a sign-in isn't as it must be
├── CorpusError          the corpus folder can't be read
├── ZoteroError          what Zotero exported can't be read, or Zotero doesn't answer
├── LoadError            one file can't be read; the others go on
├── WorkersError         workers that should read and embed elsewhere can't
├── ModelError           a model is missing, damaged or of another kind
│   └── ModelDown        a language model gave no usable reply
└── StoreError           the index can't be used
    ├── StoreLocked      another process is writing
    ├── StoreUnreachable a server that keeps it doesn't answer
    ├── StoreEmpty       nothing has been ingested
    ├── IdentityMismatch the index was built by another model or version
    └── Tampered         stored text no longer agrees with itself

Each message says what failed, on which item, and what to do next. A refusal to
answer is a result (`rag.types.Answer`), not an error.
"""

from __future__ import annotations


class SanadError(Exception):
    """Base of all errors that a user should read without a traceback."""


class SettingsError(SanadError):
    """A setting, an argument or ``sources.yaml`` is wrong."""


class QueryError(SanadError):
    """The question is empty or too long, or its scope names an unknown document."""


class CiteError(SanadError):
    """A citation can't be made: an unknown style or address, or pandoc failed."""


class FeedbackError(SanadError):
    """What was said of an answer can't be kept or read, or a case can't be made of it."""


class NotebookError(SanadError):
    """The notebook can't be used, or what is looked for isn't in it."""


class AccessError(SanadError):
    """An account or a key isn't there or can't be made, or their database can't be used."""


class CorpusError(SanadError):
    """The corpus folder is missing or can't be listed."""


class ZoteroError(SanadError):
    """What Zotero exported can't be read, or Zotero itself doesn't answer as it should."""


class LoadError(SanadError):
    """One file can't be read. The message stands alone: it goes into a table."""


class WorkersError(SanadError):
    """The workers of a Ray cluster aren't there, or aren't like this machine."""


class ModelError(SanadError):
    """A model is missing, damaged, or not the one that was asked for."""


class ModelDown(ModelError):
    """A language model can't be reached, is too slow, or fails; the message says how.

    ``again`` says whether another try may go better.
    """

    def __init__(self, message: str, *, again: bool = False) -> None:
        super().__init__(message)
        self.again = again


class StoreError(SanadError):
    """The index can't be opened or used."""


class StoreLocked(StoreError):
    """Another process is writing to the same store."""


class StoreUnreachable(StoreError):
    """A server that keeps the index, or part of it, doesn't answer; it may in a moment."""


class StoreEmpty(StoreError):
    """The store holds no documents."""


class IdentityMismatch(StoreError):
    """The index was built by another embedder, dtype, cleaner or splitter."""


class Tampered(StoreError):
    """Stored text, offsets and hashes no longer agree."""
