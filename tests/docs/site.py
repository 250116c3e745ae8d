"""Looks through the site that was made of docs/: nothing in it asks another host for anything.

python -m tests.docs.site build/site
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

_LOADED = (("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "srcset"))
_LINKED = ("stylesheet", "icon", "preload", "preconnect", "dns-prefetch")


def problems(folder: Path) -> Iterator[str]:
    """Tell what a page loads from elsewhere, and links and anchors that lead nowhere."""
    parsed = {path: html.parse(str(path)).getroot() for path in folder.rglob("*.html")}
    ids = {path: {str(x) for x in root.xpath("//@id | //a/@name")} for path, root in parsed.items()}
    for path, root in parsed.items():
        name = path.relative_to(folder)
        for address in _loaded(root):
            if urlsplit(address).netloc:
                yield f"{name} loads {address}"
        if name.name == "404.html":  # its links are those of the place that it stands in for
            continue
        for link in root.xpath("//a/@href | //img/@src"):
            target, _, anchor = unquote(str(link)).partition("#")
            if urlsplit(target).scheme:
                continue
            leads = (path.parent / target.partition("?")[0]).resolve() if target else path
            if leads.is_dir():
                leads /= "index.html"
            if not leads.exists() or (anchor and anchor not in ids.get(leads, {anchor})):
                yield f"{name} leads to {link}"


def _loaded(root: html.HtmlElement) -> Iterator[str]:
    for tag, attribute in _LOADED:
        yield from map(str, root.xpath(f"//{tag}/@{attribute}"))
    for link in root.xpath("//link"):
        if link.get("rel") in _LINKED:
            yield str(link.get("href"))


def main(folder: Path) -> int:
    """Print the problems; give 1 where there are any, or no pages."""
    found = list(problems(folder))
    for line in found:
        sys.stderr.write(line + "\n")
    return 1 if found or not (folder / "index.html").exists() else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
