"""A made library of Zotero's, written as its translators export it, with files of all kinds."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pptx
from docx import Document as Word
from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from ingest.load.registry import FORMATS
from rag.citations.pandoc_process import convert

BODIES = ("Ministry of Wells and Springs", "Valley Council", "Board for Levies")
PEOPLE = (("Doe", "Jane"), ("Şahin", "Émile"), ("van der Berg", "Ada"))
SUBJECTS = ("wells", "levies", "sluices", "meters", "springs", "canals", "weirs", "pumps", "basins",
            "reservoirs")  # fmt: skip
PANDOC = {".odt": "odt", ".rtf": "rtf", ".epub": "epub"}


@dataclass
class Item:
    """An item as Zotero's own fields have it, ``files`` by the path that the export gives them."""

    number: int
    key: str
    title: str
    year: int
    author: tuple[str, str] | str
    files: dict[str, bytes] = field(default_factory=dict)
    pages: str = ""

    @property
    def uri(self) -> str:
        return f"http://zotero.org/users/4711/items/{f'K{self.number:07d}'}"


def library(count: int = 30) -> list[Item]:
    """Make items whose files are of every kind that is read, and then of some that aren't."""
    kinds = [*FORMATS, ".doc", ".xyz"]
    items = []
    for number in range(count):
        subject = SUBJECTS[number % len(SUBJECTS)]
        author: tuple[str, str] | str = PEOPLE[number % 3] if number % 2 else BODIES[number % 3]
        title = f"On the {subject.title()} of District {number}"
        item = Item(number, f"by{number}On{subject.title()}", title, 1990 + number, author)
        if number < len(kinds):
            kind = kinds[number]
            name = f"{1990 + number} - {title}{kind}"
            item.files = {f"files/{100 + number}/{name}": made(kind, title, number)}
        items.append(item)
    return items


@cache
def made(ending: str, title: str, number: int) -> bytes:
    """Make a file of a kind with a few words in it."""
    said = f"District {number} has {number + 20} {title.split()[2].lower()} that are in use."
    if ending in PANDOC:
        options = ["--from=markdown", f"--to={PANDOC[ending]}", "--standalone"]
        return convert(f"# {title}\n\n{said}\n".encode(), options)
    if ending in (".docx", ".docm", ".dotx", ".dotm"):
        return _saved(_word(title, said))
    if ending in (".pptx", ".pptm"):
        show = pptx.Presentation()
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, said
        return _saved(show)
    if ending in (".xlsx", ".xlsm"):
        book = Workbook()
        book.active.append([title])
        book.active.append([said])
        return _saved(book)
    if ending == ".pdf":
        stream = io.BytesIO()
        canvas = Canvas(stream, invariant=True)
        canvas.drawString(72, 700, title)
        canvas.drawString(72, 660, said)
        canvas.save()
        return stream.getvalue()
    if ending in (".mhtml", ".mht", ".eml"):
        mail = EmailMessage()
        mail["Subject"], mail["From"] = title, "a@example.org"
        mail.set_content(f"<h1>{title}</h1><p>{said}</p>", subtype="html")
        return bytes(mail)
    if "htm" in ending:
        return f"<html><body><h1>{title}</h1><p>{said}</p></body></html>".encode()
    return f"# {title}\n\n{said}\n".encode()


def _word(title: str, said: str) -> object:
    word = Word()
    word.add_heading(title, 1)
    word.add_paragraph(said)
    return word


def _saved(thing: object) -> bytes:
    stream = io.BytesIO()
    thing.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def export(items: list[Item], folder: Path, ending: str) -> Path:
    """Write an export with its files, as "Export Collection…" with "Export Files" does."""
    folder.mkdir(parents=True, exist_ok=True)
    text = {".json": csl_json, ".bib": bibtex, ".ris": ris}[ending](items)
    (folder / f"{folder.name}{ending}").write_text(text, "utf-8")
    for item in items:
        for path, data in item.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    return folder


def csl_of(item: Item) -> Mapping[str, object]:
    name = item.author
    author = {"literal": name} if isinstance(name, str) else {"family": name[0], "given": name[1]}
    return {
        "id": item.uri,
        "citation-key": item.key,
        "type": "report",
        "title": item.title,
        "author": [author],
        "issued": {"date-parts": [[str(item.year), 5, 3]]},
        "abstract": "What nobody cites.",
        **({"page": item.pages} if item.pages else {}),
    }


def csl_json(items: list[Item]) -> str:
    return json.dumps([csl_of(item) for item in items], ensure_ascii=False)


def bibtex(items: list[Item]) -> str:
    return "\n\n".join(_entry(item) for item in items) + "\n"


def _entry(item: Item) -> str:
    name = item.author
    author = f"{{{name}}}" if isinstance(name, str) else ", ".join(name)
    title = re.sub(r"\b([A-Z]\w*)", r"{\1}", item.title)
    fields = [f"title = {{{title}}}", f"author = {{{author}}}", f"year = {{{item.year}}}",
              "month = may", "abstract = {What nobody cites.}"]  # fmt: skip
    if item.pages:
        fields.append(f"pages = {{{item.pages}}}")
    if item.files:
        fields.append(f"file = {{{';'.join(_records(item))}}}")
    return "@techreport{" + ",\n\t".join([item.key, *fields]) + "\n}"


def _records(item: Item) -> Iterator[str]:
    for path in item.files:
        title, shown = (re.sub(r"[\\:;$]", r"\\\g<0>", one) for one in ("Full Text", path))
        yield f"{title}:{shown}:application/octet-stream"


def ris(items: list[Item]) -> str:
    entries = []
    for item in items:
        name = item.author if isinstance(item.author, str) else ", ".join(item.author)
        lines = ["TY  - RPRT", f"TI  - {item.title}", f"AU  - {name}"]
        lines += [f"DA  - {item.year}/05/03/", f"PY  - {item.year}"]
        lines += [*(f"L1  - {path}" for path in item.files), "ER  - "]
        entries.append("\n".join(lines))
    return "\n\n".join(entries) + "\n"
