"""How citations are put into words, the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.text.running_heads import says_the_title
from rag.types import Answer, Citation, Everything, Page, QuoteRole, Source, Span


def page_text(page: Page, file: str = "") -> str:
    """Name a page as a reader would: printed label first, then the physical page of the file."""
    ending = file.lower().rpartition(".")[2]
    if ending in ("pptx", "pptm"):
        return f"slide {page.number}"
    pdf = ending == "pdf"
    word = ending in ("docx", "docm", "doc", "odt", "rtf")
    physical = f"PDF p. {page.number}" if pdf else f"page {page.number} of the file"
    marks = ["estimated"] if page.inferred else []
    marks += ["read by OCR"] if page.reading == "ocr" else []
    if page.label is None:
        text = physical if pdf or word else f"p. {page.number}"
    elif page.label == str(page.number) or ending == "epub":  # which has no pages of its own
        text = f"p. {page.label}"
    else:
        text = f"p. {page.label}"
        marks.insert(0, physical)
    return f"{text} ({', '.join(marks)})" if marks else text


def place_text(citation: Citation) -> str:
    """Name the place of a quote: page if known, and paragraph of the document."""
    parts = []
    if citation.page:
        parts.append(page_text(citation.page, citation.file))
    if citation.footnote:
        parts.append("footnote")
    elif citation.paragraph:
        parts.append(f"paragraph {citation.paragraph}")
    unplaced = "no page or paragraph number" if citation.role == "heading" else "place unknown"
    return ", ".join(parts) or unplaced


def cells_text(citation: Citation, answer: Span | None = None) -> str:
    """Say of a table's row what stands under which head, where that can be told; else nothing.

    ``answer`` are the characters of the cell that answers: of a row that has one no other is said.
    """
    cells = citation.under_heads(answer.start if answer else None)
    return " · ".join(f"{head}: {cell}" for head, cell in cells)


_ROLES: Mapping[QuoteRole, str] = {
    "reprinted": "reprinted, with a reply to it",
    "quotation": "a quotation",
    "question": "a question",
    "reference": "a reference",
    "heading": "a heading",
    "contents": "a line of the contents",
    "caption": "a caption",
    "blank": "a form's blank",
}


def role_text(role: QuoteRole) -> str:
    """Say what a quote is where it isn't its document's own voice; else nothing."""
    return _ROLES.get(role, "")


def section_text(path: Sequence[str], title: str) -> str:
    """Name the section by the headings over it, those left out that only say the title."""
    return " / ".join(one for one in path if not says_the_title(one, title))


def headline(answer: Answer) -> str:
    """Say in a few words what it means that there is no answer."""
    if answer.kind == "greeting":
        return "Ask the documents something"
    if answer.status == "unsure":
        return "The documents may not answer this"
    return "The documents don’t say" if answer.searched else "This question can’t be read"


def count_text(number: int, noun: str) -> str:
    """Put a number of things into words: "1 passage", "1,200 passages"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def found_text(found: Everything) -> str:
    """Say how much a topic has: so many passages of so many documents."""
    documents = len({citation.document_id for citation in found.citations})
    text = (
        f"{count_text(len(found.citations), 'passage')} on this, "
        f"in {count_text(documents, 'document')}."
    )
    if found.repeated:
        text += f" {count_text(found.repeated, 'more passage')} repeated one of these."
    return text


def proposed_text(source: Source) -> str:
    """Name what was read from the title page and isn't confirmed: "title, author, date"."""
    return ", ".join("date" if name == "issued" else name for name in source.proposed)
