"""Paragraphs of DrawingML, as slides have them: bullets, automatic numbers, raised figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from ingest.load.raised import subscript, superscript

Element = Any
"""An element of DrawingML, or python-pptx's frame around some; neither has types."""
NS = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MAX_LEVEL = 9
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines without white space around them; ``level`` is 0 for running text."""

    lines: tuple[str, ...]
    level: int
    marker: int


def paragraphs(frame: Element, left_out: Counter[str], *, listed: bool) -> Iterator[Paragraph]:
    """Give the paragraphs of a text frame that hold text. ``listed``: its bullets are inherited."""
    counts: Counter[int] = Counter()
    for paragraph in frame.paragraphs:
        element, level = paragraph._p, min(paragraph.level, MAX_LEVEL - 1)  # noqa: SLF001
        text = "".join(_pieces(element, left_out))
        lines = [" ".join(line.split()) for line in text.split("\v")]
        lines = [line for line in lines if line]
        if not lines:
            continue
        number = element.find(f"{NS}pPr/{NS}buAutoNum")
        plain = element.find(f"{NS}pPr/{NS}buNone") is not None
        bullet = element.find(f"{NS}pPr/{NS}buChar") is not None
        for deeper in [one for one in counts if one > level or (number is None and one == level)]:
            del counts[deeper]
        mark = ""
        if number is not None:
            counts[level] += 1
            mark = _numbered(counts[level] - 1 + _start(number), number.get("type", ""))
            lines[0] = f"{mark} {lines[0]}"
        is_item = number is not None or bullet or (not plain and (listed or level > 0))
        yield Paragraph(tuple(lines), level + 1 if is_item else 0, len(mark) + 1 if mark else 0)


def _pieces(element: Element, left_out: Counter[str]) -> Iterator[str]:
    """Give the words of a paragraph's runs, raised figures as letters of their own."""
    for run in element:
        if run.tag == f"{NS}br":
            yield "\v"
        elif run.tag in (f"{NS}r", f"{NS}fld"):
            text, look = run.findtext(f"{NS}t") or "", run.find(f"{NS}rPr")
            raised = "" if look is None else look.get("baseline", "")
            if look is not None and look.get("strike", "noStrike") != "noStrike":
                left_out["words struck out"] += len(text.split())
            elif raised.strip("0%-") and raised.startswith("-"):
                yield subscript(text)
            else:
                yield superscript(text) if raised.strip("0%") else text
        elif "math" in run.tag or run.tag.endswith("AlternateContent"):
            yield "".join(one.text or "" for one in run.iter() if str(one.tag).endswith("}t"))


def _start(number: Element) -> int:
    said = number.get("startAt", "1")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _numbered(count: int, sort: str) -> str:
    """Give an automatic number as DrawingML names its sort: "arabicPeriod", "alphaLcParenBoth"."""
    text = str(count)
    if sort.startswith("alpha"):
        text = ascii_lowercase[(count - 1) % 26] * ((count - 1) // 26 + 1)
    elif sort.startswith("roman"):
        text = _roman(count)
    text = text.upper() if "Uc" in sort else text
    if sort.endswith("ParenBoth"):
        return f"({text})"
    return text + (")" if sort.endswith("ParenR") else "." if sort.endswith("Period") else "")


def _roman(count: int) -> str:
    text, count = "", count % 4000
    for value, letters in ROMAN:
        text += letters * (count // value)
        count %= value
    return text
