"""How citations are put into words, the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.types import Answer, Citation, Everything, Page, Source

MONTHS = (
    "January February March April May June July August September October November December"
).split()


def page_text(page: Page, file: str = "") -> str:
    """Name a page as a reader would: printed label first, then the physical page of the file."""
    ending = file.lower().rpartition(".")[2]
    if ending in ("pptx", "pptm"):
        return f"slide {page.number}"
    pdf = ending == "pdf"
    physical = f"PDF p. {page.number}" if pdf else f"page {page.number} of the file"
    marks = ["inferred"] if page.inferred else []
    marks += ["read by OCR"] if page.reading == "ocr" else []
    if page.label is None:
        text = physical if pdf else f"p. {page.number}"
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
        parts.append(f"¶{citation.paragraph}")
    return ", ".join(parts) or "place unknown"


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


def authors_text(source: Source) -> str:
    """List the authors, or say that none is known."""
    names = [_name(author) for author in source.authors]
    return "; ".join(names) or "author unknown"


def proposed_text(source: Source) -> str:
    """Name what was read from the title page and isn't confirmed: "title, author, date"."""
    return ", ".join("date" if name == "issued" else name for name in source.proposed)


def date_text(source: Source) -> str:
    """Give the date of publication; "n.d." with the event's date where only that is known."""
    issued = _date(source.csl.get("issued"))
    if issued:
        return issued
    event = _date(source.csl.get("event-date"))
    return f"n.d. (event of {event})" if event else "n.d."


def iso_date(value: object) -> str | None:
    """Turn a CSL date into ``2017-05-03``, ``2017-05`` or ``2017``; None if there is none."""
    parts = _date_parts(value)
    return (
        "-".join(f"{part:04d}" if i == 0 else f"{part:02d}" for i, part in enumerate(parts)) or None
    )


def _date(value: object) -> str:
    parts = _date_parts(value)
    if len(parts) == 3:
        return f"{parts[2]} {MONTHS[parts[1] - 1]} {parts[0]}"
    if len(parts) == 2:
        return f"{MONTHS[parts[1] - 1]} {parts[0]}"
    return str(parts[0]) if parts else ""


def _date_parts(value: object) -> Sequence[int]:
    if not isinstance(value, Mapping):
        return ()
    dates = value.get("date-parts")
    first = dates[0] if isinstance(dates, Sequence) and dates else ()
    return tuple(int(part) for part in first)


def _name(author: Mapping[str, object]) -> str:
    if literal := author.get("literal"):
        return str(literal)
    return " ".join(str(author[part]) for part in ("given", "family") if author.get(part))
