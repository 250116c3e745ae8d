"""As much of CSS as it takes to see what of a text can be read: a small, bounded reader.

Selectors of one tag, classes and ids are read; those with states or attributes say too
little without a browser and are left out. Of those with descendants, only what they say of
the setting of letters is believed: a script often takes away the class that hides a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ingest.load.html.tree import Element, name

SETTING = frozenset(
    "text-decoration text-decoration-line vertical-align font-family list-style "
    "list-style-type counter-reset counter-increment content".split()
)
TELLING = {
    "text": re.compile("line-through"),
    "vertical": re.compile(r"super|sub|\d"),
    "font": re.compile("symbol|dings"),
    "list": re.compile("none|decimal|alpha|latin|roman"),
    "counter": re.compile(r"\w"),
    "content": re.compile("counter"),
}
"""Values of these that count, by how their names begin."""
PROPERTIES = SETTING | frozenset(
    "display visibility opacity font font-size position left right top bottom text-indent "
    "margin-left margin-top clip clip-path width height max-width max-height overflow transform "
    "color background background-color background-image content-visibility".split()
)
MAX_STYLE = 1_000_000
MAX_RULES = 5_000
MAX_ALIKE = 100
"""Rules for one tag or class."""
MAX_KNOWN = 10_000
MAX_VALUE = 200
MAX_PARTS = 4
MAX_ANCESTORS = 30
MAX_BELOW = 20
"""Rules for one tag or class that need an ancestor."""
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
BRACE = re.compile(r"[{}]")
BEFORE = re.compile(r"::?before\s*$", re.IGNORECASE)
COMBINATOR = re.compile(r"\s*>\s*|\s+")
SELECTOR = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
OPEN_GROUPS = re.compile(
    r"@(?:layer|supports)\b|@media\s*(?:only\s+)?(?:all|screen)\s*$", re.IGNORECASE
)
LENGTH = re.compile(r"(-?\d{0,9}\.?\d{1,9})\s*([a-z%]*)", re.IGNORECASE)
PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 3.78, "cm": 37.8, "in": 96.0}
RELATIVE = {"em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "%": 0.16, "vw": 12.0, "vh": 8.0}
HEX = re.compile(r"#([0-9a-f]{3,8})$", re.IGNORECASE)
RGB = re.compile(r"rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+)(%?))?\s*\)$")
OFF = "transparent"
"""A colour that shows nothing."""
NAMED = {
    "white": "#fff", "snow": "#fffafa", "ivory": "#fffff0", "ghostwhite": "#f8f8ff",
    "floralwhite": "#fffaf0", "mintcream": "#f5fffa", "azure": "#f0ffff", "whitesmoke": "#f5f5f5",
    "black": "#000", "silver": "#c0c0c0", "gray": "#808080", "grey": "#808080", "red": "#f00",
    "maroon": "#800000", "yellow": "#ff0", "olive": "#808000", "lime": "#0f0", "green": "#008000",
    "aqua": "#0ff", "cyan": "#0ff", "teal": "#008080", "blue": "#00f", "navy": "#000080",
    "fuchsia": "#f0f", "magenta": "#f0f", "purple": "#800080", "orange": "#ffa500",
    "lightgray": "#d3d3d3", "lightgrey": "#d3d3d3", "beige": "#f5f5dc", "darkblue": "#00008b",
    "darkgreen": "#006400", "darkred": "#8b0000", "brown": "#a52a2a", "pink": "#ffc0cb",
}  # fmt: skip
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Compound:
    """A part of a selector: a tag, or none, and classes and ids that it must have."""

    tag: str
    called: frozenset[str]

    def fits(self, tag: str, names: set[str]) -> bool:
        """Say whether an element of that tag and those names is meant."""
        return self.called <= names and self.tag in ("", tag)


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with what it says. ``above``: ancestors that it needs, the nearest first.

    ``weight`` orders rules as the cascade does.
    """

    own: Compound
    above: tuple[Compound, ...]
    weight: tuple[int, int, int, int]
    says: Mapping[str, tuple[str, bool]]


@dataclass(slots=True)
class Rules:
    """The rules of a page, each under one name that an element must have for it to count.

    ``before`` are those for what stands before an element (``::before``).
    """

    by_name: dict[str, list[Rule]] = field(default_factory=dict)
    before: Rules | None = None
    count: int = 0
    known: dict[tuple[str | None, ...], tuple[list[Rule], dict[str, str]]] = field(
        default_factory=dict
    )

    def add(self, selector: str, says: Mapping[str, tuple[str, bool]]) -> None:
        """Add a rule for one selector, if it's a plain one and there aren't too many."""
        if (bare := BEFORE.sub("", selector)) != selector:
            if "counter" in says.get("content", ("",))[0]:
                self.before = self.before or Rules()
                self.before.add(bare, says)
            return
        parts = COMBINATOR.split(selector.strip())
        matches = [SELECTOR.fullmatch(part) for part in parts]
        if not all(match and match[0] for match in matches) or len(parts) > MAX_PARTS:
            return
        if len(parts) > 1:
            says = {prop: said for prop, said in says.items() if _tells(prop, said[0])}
        if not says or self.count >= MAX_RULES:
            return
        compounds = [_compound(match) for match in matches if match]
        named = [name for compound in compounds for name in compound.called]
        ids = sum(name[0] == "#" for name in named)
        self.count += 1
        tags = sum(bool(compound.tag) for compound in compounds)
        weight = (ids, len(named) - ids, tags, self.count)
        *above, own = compounds
        rule = Rule(own, tuple(reversed(above)), weight, says)
        alike = self.by_name.setdefault(min(own.called, default=own.tag), [])
        below = sum(bool(one.above) for one in alike) if above else 0
        if len(alike) < MAX_ALIKE and below < MAX_BELOW:
            alike.append(rule)

    def style(self, element: Element) -> dict[str, str]:
        """Give what applies to an element: rules in the cascade's order, then its own style."""
        inline = element.get("style")
        if not self.by_name and not inline:
            return {}
        key = (element.tag, element.get("class"), element.get("id"), inline)
        if key not in self.known:
            if len(self.known) >= MAX_KNOWN:
                self.known.clear()
            matching = self._matching(element) if self.by_name else []
            alone = [rule for rule in matching if not rule.above]
            below = [rule for rule in matching if rule.above]
            self.known[key] = below, _said(alone, inline)
        below, style = self.known[key]
        if not below:
            return style
        around = [
            (name(one), _names(one)) for one in islice(element.iterancestors(), MAX_ANCESTORS)
        ]
        below = [rule for rule in below if _stands_below(around, rule.above)]
        if not below:
            return style
        return _said([rule for rule in self._matching(element) if not rule.above] + below, inline)

    def _matching(self, element: Element) -> list[Rule]:
        tag, names = name(element), _names(element)
        return [
            rule
            for key in (tag, *names)
            for rule in self.by_name.get(key, ())
            if rule.own.fits(tag, names)
        ]


def _tells(prop: str, value: str) -> bool:
    """Say whether a rule for descendants changes how text reads; few of a page's do."""
    return prop in SETTING and TELLING[prop.partition("-")[0]].search(value) is not None


def _compound(match: re.Match[str]) -> Compound:
    called = re.findall(r"[.#][\w-]+", match[2].lower())
    return Compound((match[1] or "").lower(), frozenset(called))


def _names(element: Element) -> set[str]:
    names = {f".{part}" for part in element.get("class", "").lower().split()}
    if identifier := element.get("id"):
        names.add(f"#{identifier.lower()}")
    return names


def _stands_below(around: list[tuple[str, set[str]]], above: Sequence[Compound]) -> bool:
    needed = list(reversed(above))
    for tag, names in around:
        if needed[-1].fits(tag, names):
            needed.pop()
            if not needed:
                return True
    return False


def _said(rules: list[Rule], inline: str | None) -> dict[str, str]:
    if not rules and not inline:
        return {}
    said = [rule.says for rule in sorted(rules, key=lambda rule: rule.weight)]
    said.append(declarations(inline or ""))
    found = {prop: value for says in said for prop, (value, _) in says.items()}
    for says in said:
        found.update({prop: value for prop, (value, important) in says.items() if important})
    return found


def read_rules(root: Element) -> Rules:
    """Read the rules of every ``<style>`` of a page, up to a limit."""
    rules = Rules()
    left = MAX_STYLE
    for style in root.iter("style"):
        css = (style.text or "")[:left]
        left -= len(css)
        if style.get("media", "all").strip().lower() in ("", "all", "screen"):
            for selectors, says in _rules(COMMENT.sub(" ", css)):
                for selector in selectors.split(","):
                    rules.add(selector, says)
    return rules


def _rules(css: str) -> Iterator[tuple[str, Mapping[str, tuple[str, bool]]]]:
    """Give selectors and declarations; what holds only on paper or on a phone is left out."""
    depth, start, closed = 0, 0, 0  # ``closed``: depth of the group that doesn't count, or 0
    head = ""
    for brace in BRACE.finditer(css):
        piece = css[start : brace.start()].rpartition(";")[2] if brace[0] == "{" else ""
        if brace[0] == "{":
            depth += 1
            head = piece.strip()
            if head.startswith("@") and not closed and not OPEN_GROUPS.match(head):
                closed = depth
        else:
            says = declarations(css[start : brace.start()])
            if says and not closed and head and not head.startswith("@"):
                yield head[:2000], says
            closed = 0 if closed == depth else closed
            depth, head = max(0, depth - 1), ""
        start = brace.end()


def declarations(style: str) -> dict[str, tuple[str, bool]]:
    """Read ``color: red; …`` into value and whether it's important, for what `PROPERTIES` names."""
    found = {}
    for part in style[:20_000].split(";"):
        prop, colon, value = part.partition(":")
        prop = prop.strip().lower()
        if colon and prop in PROPERTIES:
            value = value.strip()[:MAX_VALUE]
            value = value if prop == "content" else value.lower()
            bare = value.removesuffix("!important").rstrip(" !")
            found[prop] = (bare, bare != value)
    return found


def length_px(value: str) -> float | None:
    """Give a length in pixels, roughly; None where it's no plain length."""
    match = LENGTH.fullmatch(value.strip())
    if not match:
        return None
    factor = PIXELS.get(match[2], RELATIVE.get(match[2]))
    return None if factor is None else float(match[1]) * factor


def colour(value: str) -> Colour | str | None:
    """Give red, green and blue from 0 to 255, `OFF`, or None where the colour isn't known."""
    value = value.strip().lower()
    value = NAMED.get(value, value)
    if value == OFF:
        return OFF
    if match := HEX.match(value):
        digits = match[1] if len(match[1]) >= 6 else "".join(d * 2 for d in match[1])
        red, green, blue = (int(digits[i : i + 2], 16) for i in (0, 2, 4))
        return OFF if digits[6:8] == "00" else (red, green, blue)
    if match := RGB.match(value):
        if match[4] is not None and float_or(match[4], 1) * (0.01 if match[5] else 1) < 0.05:
            return OFF
        red, green, blue = (min(255, int(float_or(match[i], 0))) for i in (1, 2, 3))
        return red, green, blue
    return None


def float_or(text: str, default: float) -> float:
    """Read a number, or give the default where it's none."""
    try:
        return float(text)
    except ValueError:
        return default
