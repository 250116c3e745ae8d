"""Findings about a draft in words: for the terminal, the report and the comments alike."""

from __future__ import annotations

from collections.abc import Sequence

from rag.checking.findings import Reported, Review, Sort
from rag.citations.publication import authors_text, date_text
from rag.text.sentences import split
from rag.types import Citation
from ui.display import count_text, place_text

LABELS: dict[Sort, str] = {
    "verbatim": "Verbatim",
    "altered": "Altered quotation",
    "misattributed": "Misattributed quotation",
    "not found": "Quotation not found",
    "supported": "Supported",
    "contradicted": "Contradicted",
    "compare": "Compare",
    "nothing found": "Nothing on this",
}
SHOWN_QUOTE = 300
"""Characters of a source that a comment repeats."""


def source_text(citation: Citation) -> str:
    """Name a place as a reader would look it up."""
    about = f"{authors_text(citation.source)}, {citation.title}, {date_text(citation.source)}"
    return f"{about}; {place_text(citation)}"


def reason_text(finding: Reported) -> str:
    """Give the reason as a sentence."""
    reason = finding.reason[:1].upper() + finding.reason[1:]
    return reason if reason.endswith((".", ".”")) else f"{reason}."


def label_text(finding: Reported) -> str:
    """Say in a few words what a finding is."""
    if finding.outside and not finding.is_quotation and finding.sort != "supported":
        return "Not among the documents"
    if finding.corrected and finding.sort != "altered":
        return "Wrong page" if finding.is_quotation else "Supported, wrong page"
    return LABELS[finding.sort]


def comment_lines(finding: Reported) -> tuple[str, ...]:
    """Give what a comment says about a finding, paragraph by paragraph."""
    words = " ".join(finding.text.split())
    lines = [f"{label_text(finding)}: “{_short(words, 120)}”", reason_text(finding)]
    if not finding.is_quotation:  # it hangs on its sentence, which needn't be said again
        lines = [f"{label_text(finding)}. {reason_text(finding)}"]
    if finding.corrected:
        lines.append(f"Cite {finding.corrected}.")
    for title, citations in groups(finding):
        for citation in citations[: 2 if finding.is_quotation else 1]:
            quote = _short(" ".join(citation.quote.split()), SHOWN_QUOTE)
            lines.append(f"{title}: {source_text(citation)}: “{quote}”")
    cautions = dict.fromkeys(c for one in finding.citations for c in one.cautions)
    lines += [f"Caution: {caution}" for caution in cautions]
    return tuple(lines)


def groups(finding: Reported) -> tuple[tuple[str, tuple[Citation, ...]], ...]:
    """Give the citations of a finding under what they mean for it."""
    here = "Where it stands" if finding.is_quotation else "What supports it"
    named = (
        (here, finding.citations),
        ("Speaks against it", finding.opposing),
        ("Compare with" if finding.sort == "compare" else "Closest", finding.nearest),
    )
    return tuple((title, citations) for title, citations in named if citations)


def is_worth_a_comment(finding: Reported) -> bool:
    """Say whether a writer should be told: faults, and claims that need a look or a source."""
    return finding.is_problem or finding.soft or finding.sort in ("compare", "nothing found")


def by_urgency(review: Review) -> list[tuple[int, Reported]]:
    """Give the findings with their numbers in the draft, those that need a look first."""
    return sorted(enumerate(review.findings, 1), key=lambda pair: pair[1].urgency)


def summary_text(review: Review) -> str:
    """Say how many quotations and claims came to what."""
    quotations = [one for one in review.findings if one.is_quotation]
    claims = [one for one in review.findings if not one.is_quotation]
    return (
        f"{count_text(len(quotations), 'quotation')}{_counts(quotations)}; "
        f"{count_text(len(claims), 'claim')}{_counts(claims)}."
    )


def change_text(review: Review) -> str:
    """Say in a few words what there is to do, and that there is nothing only where that's so."""
    compare = sum(one.sort == "compare" for one in review.findings)
    others = sum(is_worth_a_comment(one) and not one.is_problem for one in review.findings)
    told = (
        (review.problems, "thing", "to change"),
        (compare, "sentence", "to compare yourself"),
        (others - compare, "thing", "to look at"),
    )
    said = [f"{count_text(number, noun)} {what}" for number, noun, what in told if number]
    return ", ".join(said) or "Nothing to change"


def _counts(findings: Sequence[Reported]) -> str:
    counts = [
        f"{number} {sort}"
        for sort in LABELS
        if (number := sum(one.sort == sort for one in findings))
    ]
    return f" ({', '.join(counts)})" if counts else ""


def place_in_draft(review: Review, finding: Reported) -> str:
    """Name the place of a finding in the draft: its line, or its paragraph."""
    part = review.draft.parts[finding.part]
    if part.line is not None:
        text = review.draft.text[part.start : part.end]
        before = text[: finding.span.start - part.start].count("\n")
        return f"line {part.line + before}{_sentence_in(text, finding.span.start - part.start)}"
    sort = "note" if part.kind == "note" else "paragraph"
    same = [one.kind == "note" for one in review.draft.parts[: finding.part + 1]]
    return f"{sort} {sum(one == (part.kind == 'note') for one in same)}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def _sentence_in(text: str, at: int) -> str:
    """Say which sentence a place is in, where a line holds several: a pasted paragraph is one."""
    low, high = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    starts = [span.start for span in split(text[low : len(text) if high < 0 else high])]
    number = sum(low + start <= at for start in starts)
    return f", sentence {number}" if len(starts) > 1 and number else ""
