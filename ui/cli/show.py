"""An answer on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from rag.types import Answer, Citation
from ui.display import authors_text, date_text, place_text

UNSURE = "The documents may not answer this."
REFUSED = "The documents don't say."


def print_answer(answer: Answer, console: Console) -> None:
    """Print statements with markers and their sources, or the reason and the nearest passages."""
    if answer.status == "answered":
        for statement in answer.statements:
            markers = "".join(f" [{key}]" for key in statement.citations)
            console.print(Text(statement.text) + Text(markers, "bold cyan"), highlight=False)
        _print_citations("Sources", answer.citations, console, quotes=False)
    else:
        headline = UNSURE if answer.status == "unsure" else REFUSED
        console.print(Text(headline, "bold") + Text(f" {answer.reason}", "not bold"))
        if answer.searched:
            searched = answer.searched
            console.print(
                f"Searched {searched.passages} passages of {searched.documents} documents.",
                highlight=False,
            )
        if answer.nearest:
            _print_citations("Closest, but maybe no answer", answer.nearest, console, quotes=True)
    if answer.withheld:
        console.print(Text(f"\n{answer.withheld} withheld: failed the check", "yellow"))
    for note in answer.notes:
        console.print(Text(f"\nNote: {note}", "yellow"))


def _print_citations(
    title: str, citations: Sequence[Citation], console: Console, *, quotes: bool
) -> None:
    console.print(Text(f"\n{title}", "bold"))
    for citation in citations:
        about = f"{authors_text(citation.source)}, {citation.title}, {date_text(citation.source)}"
        lines = [Text(f"[{citation.key}] ", "bold cyan") + Text(f"{about}; {place_text(citation)}")]
        lines.append(Text(f"    {citation.file}", "dim"))
        for line in lines:
            console.print(line, highlight=False)
        # The quote is shown even where the statement is the same words: the reader
        # compares, and pipes see it beside its source.
        console.print(
            Padding(
                Text(f"“{citation.quote}”", "" if quotes else "italic"), (0, 0, 0, 4), expand=False
            )
        )
    for caution in dict.fromkeys(c.source.caution for c in citations if c.source.caution):
        console.print(Text(f"\nCaution: {caution}", "yellow"))
