"""Lists of links and small print around the text of a page that marks no main part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ingest.load.html.measure import Stats
from ingest.load.html.tree import BLOCKS, HEADINGS, Element, short_text

HEADED = {"table": ("caption", "thead"), "tr": ("th",)}
"""Rows with a header over or beside them are data, however many links they hold."""
SMALL_PRINT = re.compile(
    r"\s*(?:©|\(c\)|copyright\b|all rights reserved|back to top|skip to|print this page|"
    r"share this|follow us|powered by|you are here)",
    re.IGNORECASE,
)
REFERENCES = re.compile(
    r"\s*[\divx.]*\s*(?:references|bibliography|works cited|notes|footnotes|endnotes|sources|"
    r"further reading|see also|external links|annex|appendi|documents?|downloads?)",
    re.IGNORECASE,
)


def find_edges(
    body: Element, skip: set[Element], stats: dict[Element, Stats], kept: set[Element]
) -> Iterator[Element]:
    """Give the lists of links and the small print before the first and after the last prose."""
    total = stats[body].runs
    if not total:
        return
    steps = etree.iterwalk(body, events=("start",))
    heading: Element | None = None
    for _, element in steps:
        own = stats.get(element)
        if element in skip:
            steps.skip_subtree()
        elif element.tag in HEADINGS:
            heading = element
        elif _is_headed(element):
            steps.skip_subtree()
        elif own and element not in kept and element is not body:
            at_edge = own.before in (0, total) and not own.runs
            if at_edge and _is_link_list(own, heading):
                yield element
                steps.skip_subtree()
                if heading is not None and heading.tag != "h1" and _just_before(heading, element):
                    yield heading
            elif own.before == total and not own.runs and _is_small_print(element, own):
                yield element
                steps.skip_subtree()


def _is_headed(element: Element) -> bool:
    heads = HEADED.get(element.tag, ())
    return bool(heads) and any(True for _ in element.iterchildren(*heads))


def _is_link_list(own: Stats, heading: Element | None) -> bool:
    if own.links < 3 or (heading is not None and REFERENCES.match(short_text(heading))):
        return False
    if any(True for _ in own.element.iter("h1")):
        return False
    if own.element.tag == "td":  # it often holds the small print too
        return own.linkedness >= 0.55
    if own.element.tag in ("tr", "table", "p", "dd", "li"):
        return own.linkedness >= 0.75
    return own.linkedness >= 0.6


def _just_before(heading: Element, element: Element) -> bool:
    return heading.getnext() is element


def _is_small_print(element: Element, own: Stats) -> bool:
    if not 0 < own.words <= 40 or any(True for _ in element.iterchildren(*BLOCKS)):
        return False
    return SMALL_PRINT.match((element.text or "") + short_text(element, 300)) is not None
