"""Pandoc, a separate process: what goes in is its document tree, what comes out is a file's bytes.

A tree, and not Markdown, is what we give it: the words of a document are then words and
nothing else, whatever characters they hold. It runs in its sandbox (it opens only the files
that its command line names) and with bounds on time and memory.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from rag.errors import CiteError

TIMEOUT_S = 120
MEMORY = "-M1G"
API = [1, 23]
"""Version of the tree, the first two numbers: pandoc reads any of the same."""

Node = dict[str, object]
"""``{"t": kind, "c": content}``, as pandoc's JSON has it."""
Cited = dict[str, Any]
"""A whole document as pandoc gives it back."""

BIBLIOGRAPHY: Node = {"t": "Div", "c": [["refs", [], []], []]}
"""The division into which the bibliography goes: pandoc knows it by its id."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_PLAIN_PLACE = re.compile(r"(p|para)\. [\w\N{NON-BREAKING HYPHEN}]+")
_REMEDY = "install it with `pip install pypandoc-binary`"


def words(text: str) -> list[Node]:
    """Turn text into inlines: words, spaces and nothing else; line breaks become spaces."""
    inlines: list[Node] = []
    for word in _CONTROLS.sub("", text).split():
        inlines += [{"t": "Space"}, {"t": "Str", "c": word}]
    return inlines[1:]


def strong(text: str) -> Node:
    """Make bold inlines of text."""
    return {"t": "Strong", "c": words(text)}


def paragraph(inlines: Sequence[Node]) -> Node:
    """Make a paragraph of inlines."""
    return {"t": "Para", "c": list(inlines)}


def quotation(inlines: Sequence[Node]) -> Node:
    """Make a block quotation of one paragraph."""
    return {"t": "BlockQuote", "c": [paragraph(inlines)]}


def header(level: int, text: str) -> Node:
    """Make a heading, levels from 1."""
    return {"t": "Header", "c": [level, ["", [], []], words(text)]}


def bullets(texts: Sequence[str]) -> Node:
    """Make a list of one-paragraph items."""
    return {"t": "BulletList", "c": [[{"t": "Plain", "c": words(text)}] for text in texts]}


def reference(cited: Sequence[tuple[str, str]]) -> Node:
    """Make a citation of one or more places, each the document's id and a pinpoint.

    A pinpoint is "p. 4", "para. 12", "p. 3 (inferred)"; an unusual one is put in braces, so
    that pandoc takes it whole. A hyphen in it would be taken for a range, "pp. A–4": a
    non-breaking one isn't.
    """
    return {"t": "Cite", "c": [[_one(*each) for each in cited], words("[?]")]}


def _one(identifier: str, pinpoint: str) -> Node:
    place, bracket, mark = pinpoint.replace("-", "\N{NON-BREAKING HYPHEN}").partition(" (")
    if not _PLAIN_PLACE.fullmatch(place):
        place = f"{{{place.replace('{', '').replace('}', '')}}}"
    return {
        "citationId": identifier,
        "citationPrefix": [],
        "citationSuffix": words(f", {place}{bracket}{mark}") if pinpoint else [],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def under_names(blocks: Sequence[Node], names: Mapping[str, str]) -> list[Node]:
    """Give blocks whose citations name the documents otherwise; ``names`` are by their ids."""

    def called(node: object) -> object:
        if isinstance(node, list):
            return [called(one) for one in node]
        if not isinstance(node, dict):
            return node
        named = {"citationId": names.get(node["citationId"])} if "citationId" in node else {}
        return {k: called(v) for k, v in node.items()} | {k: v for k, v in named.items() if v}

    return cast(list[Node], called(list(blocks)))


def tree(blocks: Sequence[Node], meta: Mapping[str, object] | None = None) -> Node:
    """Make a document of blocks."""
    return {"pandoc-api-version": API, "meta": dict(meta or {}), "blocks": list(blocks)}


def write(document: Node, to: str, options: Sequence[str] = (), *, guard: str = "") -> bytes:
    """Write a document in a format of pandoc's. Raises `CiteError` when pandoc fails.

    Characters of ``guard`` are escaped in Markdown; pandoc's writer leaves those as they are that
    mean nothing to it. In its own Markdown that's @, which cites.
    """
    marks = guard or ("@" if to.startswith("markdown") else "")
    shown = _guarded(document, marks) if marks else document
    return _run(json.dumps(shown).encode(), ["--from=json", f"--to={to}", *options])


def _guarded(node: object, marks: str) -> object:
    if isinstance(node, list):
        return [made for one in node for made in _guarded_inline(one, marks)]
    if isinstance(node, dict):
        return {name: _guarded(value, marks) for name, value in node.items()}
    return node


def _guarded_inline(node: object, marks: str) -> list[object]:
    if not (isinstance(node, dict) and node.get("t") == "Str"):
        return [_guarded(node, marks)]
    escaped: list[object] = []
    for piece in re.split(f"([{re.escape(marks)}])", str(node["c"])):
        if piece and piece in marks:
            escaped.append({"t": "RawInline", "c": ["markdown", f"\\{piece}"]})
        elif piece:
            escaped.append({"t": "Str", "c": piece})
    return escaped or [node]


def write_cited(
    document: Node, to: str, items: Sequence[Node], style: Path, options: Sequence[str] = ()
) -> bytes:
    """Write a document with its citations put into a style; ``items`` are CSL-JSON.

    Raises `CiteError` when pandoc fails, for example on a file that is no CSL style.
    """
    return write(cited(document, items, style), to, options)


def cited(document: Node, items: Sequence[Node], style: Path) -> Cited:
    """Put the citations of a document into a style, see `write_cited`; give its tree.

    Pandoc would write where its style and its bibliography lie into each Word file.
    """
    with TemporaryDirectory(prefix="sanad-") as folder:
        bibliography = Path(folder, "items.json")
        bibliography.write_text(json.dumps(list(items)), "utf-8")
        named = [f"--bibliography={bibliography}", f"--csl={style}", "--citeproc"]
        made: Cited = json.loads(write(document, "json", named))
    for name in ("bibliography", "csl"):
        made["meta"].pop(name, None)
    return made


def convert(given: bytes, options: Sequence[str], timeout_s: float = TIMEOUT_S) -> bytes:
    """Turn one document into another: ``options`` name both formats. Raises `CiteError`."""
    return _run(given, options, timeout_s)


def convert_items(items: Sequence[Node], to: str) -> bytes:
    """Write CSL-JSON items in another format: "bibtex", "biblatex", "json" (a document)."""
    return _run(json.dumps(list(items)).encode(), ["--from=csljson", f"--to={to}"])


def _run(given: bytes, options: Sequence[str], timeout_s: float = TIMEOUT_S) -> bytes:
    command = [str(_program()), "+RTS", MEMORY, "-RTS", "--sandbox", "--wrap=none", *options]
    try:
        done = subprocess.run(  # nosec B603 # noqa: S603 - our own, no shell
            [*command, "--output=-"],
            input=given,
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CiteError(
            f"pandoc took more than {timeout_s} seconds; give it less at once"
        ) from error
    except OSError as error:
        raise CiteError(f"pandoc can't be started ({error.strerror}); {_REMEDY}") from error
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
        raise CiteError(f"pandoc failed: {said or f'exit code {done.returncode}'}")
    return done.stdout


@cache
def _program() -> Path:
    """Give the pandoc that came with us, not one that happens to be on the path."""
    for name in ("pandoc", "pandoc.exe"):
        found = Path(str(files("pypandoc").joinpath("files", name)))
        if found.is_file():
            return found
    raise CiteError(f"pandoc isn't there; {_REMEDY}")
