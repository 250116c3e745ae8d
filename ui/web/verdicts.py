"""What came of checking a statement: a shape and words, never a colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from rag.types import Statement, Verdict
from ui.display import count_text

SHAPES: dict[Verdict, str] = {
    "verbatim": "❞",
    "supported": "✓",
    "compare": "≈",
    "contradicted": "✕",
    "not verified": "?",
}
_WORDS: dict[Verdict, str] = {
    "verbatim": "Word for word",
    "supported": "In other words; its source says so",
    "compare": "Much the same as its source; compare",
    "contradicted": "The source seems to say otherwise",
    "not verified": "Not borne out by its source",
}
_COUNTED: dict[Verdict, str] = {
    "verbatim": "quoted word for word",
    "supported": "in other words, as its source says",
    "compare": "to be compared with its source",
    "contradicted": "against its source",
    "not verified": "not borne out",
}


def shape_html(look: str, shape: str) -> str:
    """Give a shape, which words say again; ``look`` is its class."""
    return f'<span class="shape {look}">{shape}</span>'


def verdict_html(verdict: Verdict) -> str:
    """Say what came of checking one statement."""
    look = verdict.replace(" ", "-")
    words = f"{shape_html(look, SHAPES[verdict])} {_WORDS[verdict]}"
    return f'<span class="verdict-of {look}">{words}</span>'


def checked_html(statements: Sequence[Statement]) -> str:
    """Say how all statements of an answer were checked, each way with its shape."""
    said = []
    for verdict, shape in SHAPES.items():
        number = sum(one.verdict == verdict for one in statements)
        if number:
            count = count_text(number, "sentence")
            words = f"{count} {_COUNTED[verdict]}"
            look = verdict.replace(" ", "-")
            said.append(f"<span>{shape_html(look, shape)} {words}</span>")
    return f'<span class="checked-as">{"".join(said)}</span>' if said else ""
