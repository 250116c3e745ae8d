"""The pages of the printed book that an electronic one names: its marks, and where they stand."""

from __future__ import annotations

import html
import re

from ingest.load.raw import Extract, Raw

OPEN, CLOSE = "\uf8f0", "\uf8f1"
"""Letters for private use, put around a page's label on its way through the HTML loader."""
MARK = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
BREAK = re.compile(
    r"""(?P<before>\w?)<(?P<tag>span|div)\b(?P<attributes>[^<>]*\b"""
    r"""(?:role="doc-pagebreak"|class="pagebreak")[^<>]*)>"""
    r"""(?P<inside>[^<>]{0,40})</(?P=tag)>(?P<after>\w*)"""
)
"""With the letters around it: a word that goes over the page stays whole, on the first one."""
LABEL = re.compile(r"""\b(?:title|aria-label)="([^"]{1,40})\"""")
PAGE_WORD = re.compile(r"(?:page|p\.)?\s*(\w{1,12})\W*", re.IGNORECASE)


def marked(page: str) -> str:
    """Give a page of HTML with a line of its own for each mark of a printed page."""
    bare = page.replace(OPEN, "").replace(CLOSE, "")
    return BREAK.sub(_line, bare)


def _line(found: re.Match[str]) -> str:
    named = LABEL.search(found["attributes"])
    label = PAGE_WORD.fullmatch(html.unescape(named[1] if named else found["inside"]).strip())
    mark = f"<br>{OPEN}{label[1]}{CLOSE}<br>" if label else ""
    in_word = found["before"] and found["after"]
    before, after = (
        (found["before"] + found["after"], "") if in_word else found.group("before", "after")
    )
    return before + mark + after


def paged(raw: Raw) -> Raw:
    """Turn the marks in what was read into pages. What stands before the first has none."""
    made = Extract()
    for block in raw.blocks:
        lines = []
        for line in block.lines:
            if text := MARK.sub("", line.text).strip():
                lines.append(made.line(" ".join(text.split())))
            for label in MARK.findall(line.text):
                made.page(len(made.pages) + 1, label)
        if lines:
            made.block(block.kind, lines, block.level, block.marker)
    return made.raw(raw.notes, raw.properties, raw.findings) if made.pages else raw
