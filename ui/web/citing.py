"""A citation made for the page: the reference in a style, ready to be copied, and what to mind."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from typing import Any, cast

from rag.citations.permalink import open_address, text_fragment
from rag.citations.quote_address import address_of
from rag.citations.styles import (
    FORMS,
    STYLES,
    Form,
    Format,
    cite,
    export_items,
    has_notes,
    warnings_of,
)
from rag.errors import CiteError, SanadError
from rag.library import Library
from rag.types import Citation
from ui.web.literal import literal, message_html
from ui.web.markers import parse_marker

STYLE_NAMES = {
    "chicago": "Chicago (notes)",
    "apa": "APA",
    "mla": "MLA",
    "harvard": "Harvard",
    "oscola": "OSCOLA",
}
FORM_NAMES: dict[Form, str] = {
    "footnote": "Footnote",
    "entry": "Bibliography entry",
    "inline": "In the text",
}
DATA_NAMES: dict[Format, str] = {
    "bibtex": "BibTeX",
    "biblatex": "BibLaTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
}
LONGEST_QUOTE = 20_000
"""Characters of a quote that is put before its reference; nobody's footnote has more."""

Made = dict[str, str]
"""What goes back to the browser: ``shown`` and ``notes`` are HTML, the rest plain text."""

EDIT = "in the Library, under “Edit”"
_KEPT = frozenset(("p", "em", "i", "strong", "b", "sup", "sub"))
_log = logging.getLogger(__name__)


def citing_html() -> str:
    """Offer to cite what the panel shows, folded away; the script fills in what was made."""
    return (
        '<details class="citing"><summary>Cite</summary><div class="tools">'
        f"{choice_html('style', 'Style', options_html(STYLE_NAMES))}"
        f'{choice_html("form", "As", _groups())}<p class="ticks">'
        '<label><input type="checkbox" name="quoted"> with the quote</label>'
        '<label><input type="checkbox" name="sic"> and “[sic]”: the source has it so</label></p>'
        '<div class="made" role="region" aria-label="The citation" tabindex="0"></div>'
        '<div class="acts"><button type="button" class="copy">Copy</button>'
        '<button type="button" class="copy-link">Copy link</button>'
        '<button type="button" class="copy-web" hidden>Copy web link</button>'
        '<span class="told" role="status"></span></div><p class="link" hidden></p>'
        '<div class="cautions"></div></div></details>'
    )


def make_citation(wish: object, library: Library) -> Made:
    """Make what the page asks for. Whatever goes wrong is told under ``problem``, as HTML."""
    try:
        return _made(wish, library)
    except SanadError as error:
        return {"problem": message_html(str(error))}
    except Exception:  # noqa: BLE001 - whatever it is, the page must get words
        _log.exception("the citation could not be made")
        return {"problem": "Something went wrong; the details are in the terminal."}


def _made(wish: object, library: Library) -> Made:
    asked = cast(Mapping[str, object], wish) if isinstance(wish, Mapping) else {}
    citation = citation_of(str(asked.get("marker")), library)
    form, style = str(asked.get("form")), str(asked.get("style"))
    quoted, sic = asked.get("quoted") is True, asked.get("sic") is True
    made = {
        "address": str(address_of(citation)),
        "web": text_fragment(citation) or "",
        "notes": "".join(f"<p>{literal(one)}</p>" for one in _cautions(citation, form, style)),
    }
    if form in DATA_NAMES:
        made["text"] = export_items((citation,), form)
        return made
    if form not in FORMS or style not in STYLES:
        raise CiteError("this can't be made; load the page again")
    if quoted and len(citation.quote) > LONGEST_QUOTE:
        raise CiteError(f"the quote has more than {LONGEST_QUOTE:,} characters; leave it out")
    html = cite(citation, style, form, "html", quoted=quoted, sic=sic and quoted)
    return made | {"shown": bare_html(html)}


def _cautions(citation: Citation, form: str, style: str) -> tuple[str, ...]:
    """Give what to mind, and that a style without notes has nothing else for a footnote."""
    found = warnings_of(citation, f"confirm it {EDIT}")
    if form != "footnote" or style not in STYLES or has_notes(style):
        return found
    name = STYLE_NAMES.get(style, style)
    return f"{name} has no footnotes: this is how it cites in the text.", *found


def citation_of(marker_id: str, library: Library) -> Citation:
    """Cite the words that a marker points at, as they stand in the store now."""
    marker = parse_marker(marker_id)
    document = library.store.document(marker.document_id) if marker else None
    if marker is None or document is None or not marker.agrees_with(document):
        raise CiteError("these words are no longer there; ask again and cite from the new answer")
    place = document.passage(marker.start, marker.end)
    citation = open_address(place.id, library).citation
    if citation is None:
        raise CiteError("the document has just changed; ask again")
    return citation


def bare_html(html: str) -> str:
    """Keep words and their type of what pandoc wrote: no links, attributes or other elements."""
    reader = _Bare()
    reader.feed(html)
    reader.close()
    return "".join(reader.kept)


class _Bare(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.kept += [f"<{tag}>"] if tag in _KEPT else []

    def handle_endtag(self, tag: str) -> None:
        self.kept += [f"</{tag}>"] if tag in _KEPT else []

    def handle_data(self, data: str) -> None:
        self.kept.append(escape(data))


def choice_html(name: str, label: str, options: str) -> str:
    """Give a labelled list to choose from; ``options`` are HTML."""
    return f'<label class="choice">{label} <select name="{name}">{options}</select></label>'


def options_html(names: Mapping[Any, str]) -> str:
    """Give what there is to choose from: values, each with the name that is shown."""
    return "".join(f'<option value="{key}">{name}</option>' for key, name in names.items())


def _groups() -> str:
    return (
        f'<optgroup label="Reference">{options_html(FORM_NAMES)}</optgroup>'
        f'<optgroup label="For a reference manager">'
        f"{options_html(DATA_NAMES)}</optgroup>"
    )
