"""The settings in words, and what leaves the machine with each: on the page and in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from rag.llm.providers import Spec, names_llm, parse_spec
from rag.notebook.database import FILE as NOTEBOOK_FILE
from rag.settings import BUNDLED, PREFIX, TOML_FILE, Settings

NOTHING_LEAVES = (
    "Nothing leaves this machine. Documents, questions, answers and notes stay in folders on it, "
    "and no other machine is asked for anything."
)
HOW_TO_CHANGE = (
    f"What isn’t changed here is set where Sanad is started: a line in the file {TOML_FILE} "
    f"there, or a variable, which goes before the file. Then end Sanad and start it again."
)
NOTHING_LEAVES_THE_SERVER = (
    "Nothing leaves the server but what it shows to those who sign in. Documents, questions, "
    "answers and notes stay in folders on it. It asks no other machine for anything, except who "
    "you are, where you sign in with your organisation."
)
HOW_A_TEAM_CHANGES = (
    f"What isn’t changed here is set on the server, by whoever runs it: below the collection in "
    f"collections.yaml, or as a line in the file {TOML_FILE} where Sanad is started, or a variable."
)
ONLY_WITH_A_MODEL = "This matters only once a language model writes the answers."

_AGAIN = "Kept, to be had again."


@dataclass(frozen=True, slots=True)
class Told:
    """One setting: what it decides, what it is, what that means, and how to set another.

    ``leaves`` says what leaves the machine, nothing where nothing does.
    """

    name: str
    value: str
    means: str = ""
    leaves: str = ""
    example: str = ""


def answering(settings: Settings) -> tuple[Told, ...]:
    """Say who writes, who checks and who finds."""
    return _writer(settings), _checker(settings), *_finders(settings)


def for_a_team(some: Iterable[Told]) -> tuple[Told, ...]:
    """Say it to those who read elsewhere than where Sanad runs."""
    return tuple(
        replace(one, means=_elsewhere(one.means), leaves=_elsewhere(one.leaves)) for one in some
    )


def _elsewhere(text: str) -> str:
    return text.replace("this machine", "the server")


def kept_for_a_team(settings: Settings) -> tuple[Told, ...]:
    """Say what a team's server keeps, without where: its folders are nobody's business there."""
    notebook = Told(
        "Conversations and pinned quotes",
        "Kept" if settings.notebook else "Not kept",
        "Each account’s by itself; no other account is shown them."
        if settings.notebook
        else "They are forgotten when Sanad ends.",
    )
    documents = Told(
        "Documents",
        "Kept, with what was read of them",
        "Everybody who may read this collection reads them, and editors their feedback.",
    )
    if settings.llm_cache:
        return documents, notebook, Told("The language model’s replies", "Kept", _AGAIN)
    return documents, notebook


def kept(settings: Settings) -> tuple[Told, ...]:
    """Say what is kept, and in which folder."""
    store = settings.store_folder.resolve()
    notebook = Told(
        "Conversations and pinned quotes",
        "Kept" if settings.notebook else "Not kept",
        str(store / NOTEBOOK_FILE) if settings.notebook else "They are forgotten when Sanad ends.",
        example=_example("notebook", "false" if settings.notebook else "true"),
    )
    found = [
        Told(
            "Documents",
            str(settings.corpus.expanduser().resolve()),
            "They are read from this folder. Only the Library adds to it, or takes away.",
            example=_example("corpus", '"FOLDER"'),
        ),
        Told(
            "What was read of them",
            str(store),
            "Feedback, images of pages and removed documents are here, too.",
            example=_example("store", '"FOLDER"'),
        ),
        *_on_servers(settings),
        notebook,
    ]
    if settings.llm_cache:
        folder = settings.llm_cache.expanduser().resolve()
        found.append(Told("The language model’s replies", str(folder), _AGAIN))
    return tuple(found)


def leaving(settings: Settings, *, team: bool = False) -> tuple[str, ...]:
    """Say all that leaves this machine, or this program; one line where nothing does.

    For a ``team`` the machine is the server.
    """
    told = (*answering(settings), *_on_servers(settings))
    told = for_a_team(told) if team else told
    said = tuple(dict.fromkeys(one.leaves for one in told if one.leaves))
    return said or (NOTHING_LEAVES_THE_SERVER if team else NOTHING_LEAVES,)


def all_stays(settings: Settings) -> bool:
    """Say whether nothing leaves this program."""
    return not any(one.leaves for one in (*answering(settings), *_on_servers(settings)))


def _on_servers(settings: Settings) -> tuple[Told, ...]:
    if settings.servers is None:
        return ()
    addresses = f"{settings.servers.catalogue} and {settings.servers.chroma}"
    leaves = (
        f"To {addresses}: the text of the documents, and what the search needs of it; of a "
        "question, the numbers it is compared by and its single words."
    )
    return (Told("The index", addresses, "Others may share it.", leaves),)


def _writer(settings: Settings) -> Told:
    example = _example("llm", '"ollama:NAME"')
    if settings.llm is None:
        return Told(
            "Who writes the answers",
            "The documents themselves",
            "Every sentence is a quote. No language model is asked.",
            example=example,
        )
    spec = parse_spec(settings.llm)
    return Told(
        "Who writes the answers",
        spec.name,
        "A language model. Each of its sentences is checked before it is shown; where it fails, "
        "the documents’ own words are.",
        _sent(spec, "each question, with the passages found for it"),
        example,
    )


def _checker(settings: Settings) -> Told:
    name, example = "Who checks sentences", _example("verifier", '"bundled"')
    if settings.verifier == BUNDLED:
        return Told(name, "Sanad’s own rules", "They run on this machine.")
    if not names_llm(settings.verifier):
        folder = Path(settings.verifier).name
        means = "A model of your own, beside Sanad’s rules. It runs on this machine."
        return Told(name, folder, means, example=example)
    spec = parse_spec(settings.verifier, "verifier")
    leaves = _sent(spec, "each sentence that is checked, with the passages it rests on")
    return Told(name, spec.name, "A language model, beside Sanad’s rules.", leaves, example)


def _finders(settings: Settings) -> tuple[Told, ...]:
    bundled = settings.embedder == BUNDLED
    finder = Told(
        "What finds passages",
        "The model that comes with Sanad" if bundled else Path(settings.embedder).name,
        "It runs on this machine. With another, all documents are read anew.",
        example=_example("embedder", '"FOLDER OF A MODEL"' if bundled else '"bundled"'),
    )
    if settings.reranker is None:
        return (finder,)
    name = Path(settings.reranker).name
    return finder, Told("What looks at the best again", name, "It runs on this machine.")


def _sent(spec: Spec, what: str) -> str:
    if not spec.address:
        return ""
    if spec.local:
        return (
            f"To another program on this machine, at {spec.address}: {what}. What that program "
            "does with them, Sanad can’t see."
        )
    return f"To {spec.address}: {what}."


def _example(name: str, value: str) -> str:
    return f"{name} = {value} in {TOML_FILE}, or {PREFIX}{name.upper()}"
