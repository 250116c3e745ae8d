"""Documents in two versions, made here, with every edit known."""

from __future__ import annotations

import random
from collections.abc import Sequence

from ingest.document import build_document
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.types import Document, Source

SUBJECTS = (
    "board", "council", "registrar", "operator", "inspector", "ministry", "harbour master", "owner",
    "applicant", "commission", "treasurer", "carrier", "pilot", "surveyor", "tenant", "agent",
)  # fmt: skip
VERBS = (
    "publishes", "reviews", "keeps", "submits", "approves", "inspects", "funds", "audits",
    "records", "renews", "withdraws", "measures", "insures", "repairs", "lists", "values",
)  # fmt: skip
THINGS = (
    "ferry timetable", "mooring plan", "dredging budget", "pilotage licence", "cargo ledger",
    "salvage claim", "buoy register", "customs seal", "crew roster", "tide table", "quay lease",
    "lighthouse fund", "ballast report", "wreck map", "bunker invoice", "towage contract",
)  # fmt: skip
ENDS = (
    "before the winter storms", "with the help of the islanders", "in the northern basin",
    "for vessels under sail", "at the request of the guild", "after each spring tide",
    "near the old breakwater", "in the presence of two witnesses", "on paper and in the archive",
    "without delay or excuse", "for every berth in use", "when the channel is closed",
)  # fmt: skip


def made(text: str, name: str = "paper") -> Document:
    """Read Markdown as a document."""
    return build_document(f"{name}.md", load_markdown(text.encode(), Reading()), Source(name))


def sentences(count: int, seed: int = 1) -> list[str]:
    """Make sentences that differ, one like another in no more than a few words."""
    draw = random.Random(seed)  # noqa: S311 - documents for tests
    found: dict[str, None] = {}
    while len(found) < count:
        number = len(found) + 3
        words = draw.choice(SUBJECTS), draw.choice(VERBS), draw.choice(THINGS), draw.choice(ENDS)
        found[f"The {words[0]} {words[1]} {words[2]} {number} {words[3]}."] = None
    return list(found)


def laid_out(lines: Sequence[str], a_paragraph: int = 4, a_section: int = 20) -> str:
    """Lay sentences out in paragraphs and sections."""
    parts = []
    for at in range(0, len(lines), a_paragraph):
        if at % a_section == 0:
            parts.append(f"## Part {chr(65 + at // a_section % 26)}{at // a_section // 26 or ''}")
        parts.append(" ".join(lines[at : at + a_paragraph]))
    return "\n\n".join(parts)
