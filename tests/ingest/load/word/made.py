"""Word files made by hand: a zip of the XML that a test is about, and nothing else."""

from __future__ import annotations

import io
import zipfile

from ingest.load import Raw
from ingest.load.word.reader import load_word

OFFICE = "http://schemas.openxmlformats.org"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": f"{OFFICE}/wordprocessingml/2006/main",
        "r": f"{OFFICE}/officeDocument/2006/relationships",
        "m": f"{OFFICE}/officeDocument/2006/math",
        "mc": f"{OFFICE}/markup-compatibility/2006",
        "a": f"{OFFICE}/drawingml/2006/main",
        "c": f"{OFFICE}/drawingml/2006/chart",
        "wp": f"{OFFICE}/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
LONG = "The water board shall publish its levy every spring, before the canals are opened."
PAGE = '<w:r><w:br w:type="page"/></w:r>'
ROOT_RELATIONS = (
    f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/>'
    '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/'
    'metadata/core-properties" Target="/docProps/core.xml"/></Relationships>'
)


def part(root: str, inside: str) -> str:
    """A part's XML."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {SPACES}>{inside}</w:{root}>'


def package(parts: dict[str, str | bytes]) -> bytes:
    """A zip of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return made.getvalue()


def word(body: str, *, before: str = "", core: str | None = None, **parts: str) -> bytes:
    """A Word file with this body. Further parts (styles, footnotes …) by their root's name."""
    roots = {"header": "hdr", "footer": "ftr"}
    relations = "".join(
        f'<Relationship Id="p{n}" Type="{OFFICE}/officeDocument/2006/relationships/{name}" '
        f'Target="{name}.xml"/>'
        for n, name in enumerate(parts)
    )
    files: dict[str, str | bytes] = {
        "_rels/.rels": ROOT_RELATIONS,
        "word/document.xml": part("document", f"{before}<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{relations}'
            "</Relationships>"
        ),
    }
    for name, inside in parts.items():
        files[f"word/{name}.xml"] = part(roots.get(name, name), inside)
    if core is not None:
        files["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{OFFICE}/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"{core}</cp:coreProperties>"
        )
    return package(files)


def p(inside: str, properties: str = "") -> str:
    """A paragraph of runs, or of bare text."""
    runs = inside if inside.startswith("<") or not inside else r(inside)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def r(inside: str, properties: str = "") -> str:
    """A run of bare text, or of what stands in it."""
    text = inside if inside.startswith("<") else f'<w:t xml:space="preserve">{inside}</w:t>'
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{text}</w:r>"


def style(name: str, inside: str = "", *, based_on: str = "", sort: str = "paragraph") -> str:
    """A style whose id is its name without spaces."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{sort}" w:styleId="{name.replace(" ", "")}">'
        f'<w:name w:val="{name}"/>{base}{inside}</w:style>'
    )


def styled(name: str) -> str:
    """The properties of a paragraph of a style."""
    return f'<w:pStyle w:val="{name.replace(" ", "")}"/>'


def table(*rows: list[str], properties: str = "") -> str:
    """A table of cells, each bare text or what stands in it."""
    made = "".join(
        "<w:tr>" + "".join(c if c.startswith("<w:tc>") else tc(c) for c in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{made}</w:tbl>"


def tc(inside: str, properties: str = "") -> str:
    """A table cell."""
    content = inside if inside.startswith(("<w:p>", "<w:tbl>")) else p(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def read(data: bytes) -> Raw:
    """Load a file's bytes, and check what holds for every `Raw`."""
    raw = load_word(data, None)
    for block in raw.blocks:
        for line in block.lines:
            assert raw.text[line.start : line.end] == line.text == line.text.strip() != ""
    starts = [page.start for page in raw.pages]
    assert starts == sorted(starts)
    raw.text.encode()
    return raw


def texts(raw: Raw) -> list[str]:
    """Each block's lines, joined by a slash."""
    return [" / ".join(line.text for line in block.lines) for block in raw.blocks]


def shape(raw: Raw) -> list[tuple[str, int, str]]:
    """Each block's kind, level and text without its marker."""
    return [
        (block.kind, block.level, text[block.marker :])
        for block, text in zip(raw.blocks, texts(raw), strict=True)
    ]


def note(kind: str, number: int, *paragraphs: str) -> str:
    mark = r(f"<w:{kind}Ref/>")
    inside = "".join(p(mark + r(text)) for text in paragraphs)
    return f'<w:{kind} w:id="{number}">{inside}</w:{kind}>'
