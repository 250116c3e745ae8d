"""What of a page is its text, and what is navigation and page furniture.

Nothing is left out for being short or odd. An element goes only when its tag, role
or name says that it's furniture and its content agrees, when it stands outside of
the page's ``<main>``, or when it's a list of links before the first or after the
last paragraph of a page that marks no main part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from lxml import etree

from ingest.load.html.edges import SMALL_PRINT, find_edges
from ingest.load.html.furniture_names import (
    COMMENTS,
    CONTENT,
    EDGE,
    FURNITURE_ROLES,
    FURNITURE_TAGS,
    LINKY,
    NOT_ITSELF,
    PARTS,
    SURE_NAMES,
    TELLING,
)
from ingest.load.html.measure import Stats, measure
from ingest.load.html.tree import (
    BLOCKS,
    Element,
    count_words,
    is_silent,
    short_text,
    texts,
    tokens,
    walk,
)
from rag.types import Finding

MIN_SHARE_OF_MAIN = 0.4
MIN_SHARE_OF_TEXT = 0.7
"""Of the page's running text: what holds more isn't furniture, and what is outside of it is."""
MAX_SHARE_OF_EDGE = 0.35
MAX_WORDS_OF_LINKY = 80
MAX_WORDS_OF_LABEL = 2
MAX_LOOKED_AT = 500


def find_furniture(
    body: Element, hidden: Iterable[Element], notes: Iterable[Element]
) -> set[Element]:
    """Find the elements of a page that aren't its text.

    ``hidden`` doesn't count. ``notes`` are footnotes, which are text wherever they stand.
    """
    kept = _with_ancestors(notes)
    hidden = set(hidden)
    stats = measure(body, hidden)
    found = _named(body, hidden, stats, kept)
    stats = measure(body, hidden | found) if found else stats
    root = _main(body, stats)
    if root is not body:
        keep = [root, *notes]
        if not any(True for _ in _live(root, found, "h1")):
            keep.extend(_first_title(body, hidden, root))
        most = stats[root].prose >= MIN_SHARE_OF_TEXT * stats[body].prose
        strict = root.tag != "article" and most
        found |= set(_outside(body, keep, hidden, stats, strict=strict))
    else:
        found |= set(find_edges(body, hidden | found, stats, kept))
    title = next(_live(body, found | hidden, "h1"), None)
    return _spare_title(body, found, hidden) if title is None else found


def left_out(
    body: Element, furniture: set[Element], hidden: Collection[Element]
) -> Iterator[Finding]:
    """Give one finding that says how much of a page was left out as furniture."""
    pieces: list[str] = []
    for event, element in walk(body, furniture):
        if event == "end" and element in furniture:
            pieces.extend(texts(element, hidden))
    if words := sum(map(count_words, pieces)):
        message = f"navigation and page furniture: {words:,} words"
        yield Finding("left out", message, text=" ".join(" ".join(pieces).split())[:200])


def _with_ancestors(elements: Iterable[Element]) -> set[Element]:
    found: set[Element] = set()
    for element in elements:
        while element is not None and element not in found:
            found.add(element)
            element = element.getparent()
    return found


def _named(
    body: Element, hidden: set[Element], stats: dict[Element, Stats], kept: set[Element]
) -> set[Element]:
    """Find what its tag, role or name says is furniture, if its content agrees."""
    found: set[Element] = set()
    inside, holder = 0, _holder(stats, stats[body])
    steps = etree.iterwalk(body, events=("start", "end"))
    for event, element in steps:
        holds = element.tag in PARTS or element is holder
        if holds and event == "end":
            inside -= 1
        if event == "end":
            continue
        if element in hidden or is_silent(element):
            steps.skip_subtree()
        elif (
            element is not body
            and element not in kept
            and _is_furniture(element, stats, stats[body], top_level=not inside)
        ):
            found.add(element)
            steps.skip_subtree()
        inside += holds
    return found


def _holder(stats: dict[Element, Stats], whole: Stats) -> Element | None:
    """Give the innermost element that holds most of the text and is named for it."""
    for element, own in stats.items():  # those inside come first
        if own.prose and own.prose >= MIN_SHARE_OF_TEXT * whole.prose and own is not whole:
            names = (one for one in tokens(element) if not NOT_ITSELF.match(one))
            if element.tag in PARTS or any(CONTENT.search(one) for one in names):
                return element
    return None


def _is_furniture(
    element: Element, stats: dict[Element, Stats], whole: Stats, *, top_level: bool
) -> bool:
    if element.tag not in TELLING and not element.keys():
        return False
    own = stats.get(element)
    role = element.get("role", "").lower()
    if element.tag in ("main", "html") or role == "main":
        return False
    if own is not None and own.prose and own.prose >= MIN_SHARE_OF_TEXT * whole.prose:
        return False
    if element.tag in FURNITURE_TAGS or role in FURNITURE_ROLES:
        return element.tag != "menu" or role != "" or stats[element].linkedness > 0.5
    if "comment" in (element.get("itemprop"), element.get("itemtype", "").lower()[-7:]):
        return True
    boxed = element.tag in ("header", "footer", "aside", "form")
    if boxed and own is not None and _by_tag(element, own, whole, top_level=top_level):
        return True
    names = [one for one in tokens(element) if not NOT_ITSELF.match(one)]
    return bool(names) and _by_name(element, names, own, whole, top_level=top_level)


def _by_tag(element: Element, own: Stats, whole: Stats, *, top_level: bool) -> bool:
    if element.tag == "form":  # some sites wrap the whole page in one
        return own.controls > 0 and own.runs <= 1 and own.words <= 100
    if element.tag == "aside":
        return own.linkedness > 0.4 or (top_level and own.words <= MAX_SHARE_OF_EDGE * whole.words)
    if not top_level:
        return own.links >= 3 and own.linkedness > 0.6
    if element.tag == "footer":
        return own.words <= max(60, MAX_SHARE_OF_EDGE * whole.words)
    return not own.runs and (own.links >= 3 or own.controls > 0 or own.linkedness > 0.4)


def _by_name(
    element: Element, names: list[str], own: Stats | None, whole: Stats, *, top_level: bool
) -> bool:
    if not SURE_NAMES.isdisjoint(names):
        return own is None or own.words <= 0.6 * whole.words
    if own is None:
        return False
    if top_level and any(EDGE.fullmatch(one) for one in names):
        small = own.words <= MAX_SHARE_OF_EDGE * whole.words
        if (
            small
            and _is_edge(element, own)
            and (own.runs == 0 or not any("header" in one for one in names))
        ):
            return True
    if any(COMMENTS.search(one) for one in names) and _is_discussion(element, own):
        return own.words <= 0.9 * whole.words
    if any(LINKY.search(one) for one in names) and own.words <= 0.5 * whole.words:
        return _is_linky(element, own, top_level=top_level)
    return False


def _is_edge(element: Element, own: Stats) -> bool:
    """Say whether an element's content agrees with a name like ``footer``."""
    if own.links or own.controls or own.words <= MAX_WORDS_OF_LABEL:
        return True
    return any(SMALL_PRINT.match(piece) for piece in islice(texts(element), MAX_LOOKED_AT))


def _is_linky(element: Element, own: Stats, *, top_level: bool) -> bool:
    """Say whether an element's content agrees with a name like ``share`` or ``menu``.

    A section on social policy may be called ``social`` too.
    """
    least = 0.75 if element.tag in ("p", "li", "dd") else 0.4
    if (own.links >= 2 or not top_level) and own.linkedness >= least:
        return True
    if not top_level and not own.controls and own.words > MAX_WORDS_OF_LABEL:
        return False  # "banner" or "promo" may be called what the text itself puts in a box
    if own.words > MAX_WORDS_OF_LINKY or not (own.links or own.controls):
        return False
    titled = element.tag in ("section", "p", "li", "dd") or any(
        True for _ in element.iter("h1", "h2")
    )
    return own.controls > 0 or not (own.runs or titled)


def _is_discussion(element: Element, own: Stats) -> bool:
    """Say whether something called comments is by readers: one can reply, or they're many."""
    if own.controls:
        return True
    inside = 0
    for child in islice(element.iterdescendants("li", "article", "div", "a"), MAX_LOOKED_AT):
        if child.tag == "a":
            inside += 2 * short_text(child).strip().lower().startswith("reply")
        else:
            inside += any(one == "comment" or one[:8] == "comment-" for one in tokens(child))
        if inside >= 2:
            return True
    return False


def _main(body: Element, stats: dict[Element, Stats]) -> Element:
    """Give the element that holds the text: ``<main>``, the one ``<article>``, or the body."""
    whole = stats[body]
    mains = [
        element
        for element in stats
        if element.tag == "main" or element.get("role", "").lower() == "main"
    ]
    if mains:
        best = max(mains, key=lambda element: stats[element].words)
        if stats[best].prose >= MIN_SHARE_OF_MAIN * whole.prose and stats[best].words:
            return best
    articles = [element for element in stats if element.tag == "article"]
    best = max(articles, key=lambda element: stats[element].words, default=body)
    return best if stats[best].prose > 0.7 * whole.prose else body


def _live(root: Element, skip: set[Element], *tags: str) -> Iterator[Element]:
    """Give the elements of some tags that hold words, but not those inside of ``skip``."""
    steps = etree.iterwalk(root, events=("start",))
    for _, element in steps:
        if element in skip or is_silent(element):
            steps.skip_subtree()
        elif element.tag in tags and count_words(" ".join(element.itertext())):
            yield element


def _first_title(body: Element, hidden: set[Element], root: Element) -> list[Element]:
    found = next(_live(body, {*hidden, root}, "h1"), None)
    return [] if found is None else [found]


def _outside(
    body: Element,
    keep: list[Element],
    hidden: set[Element],
    stats: dict[Element, Stats],
    *,
    strict: bool,
) -> Iterator[Element]:
    """Give what stands beside the elements to keep; unless ``strict``, not if it has prose."""
    around, inside = _with_ancestors(keep), set(keep)
    steps = etree.iterwalk(body, events=("start",))
    for _, element in steps:
        if element in inside or element in hidden:
            steps.skip_subtree()
        elif element not in around and element.tag in BLOCKS | {"a", "span", "p"}:
            own = stats.get(element)
            if strict or own is None or not own.prose:
                yield element
            steps.skip_subtree()


def _spare_title(body: Element, found: set[Element], hidden: set[Element]) -> set[Element]:
    """Keep the page's only title where it stands in a header that is left out."""
    title = next(_live(body, hidden, "h1"), None)
    if title is None:
        return found
    around = _with_ancestors([title])
    spared = found - around
    for element in found & around:
        for child in element.iterdescendants():
            parent = child.getparent()
            if child not in around and parent in around and parent is not title:
                spared.add(child)
    return spared
