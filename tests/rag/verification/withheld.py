"""The sentences of ``withheld.yaml``, and whether they'd be shown beside their evidence.

    python -m tests.rag.verification.withheld

prints how many of them, by what is wrong with them, are shown and withheld.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from rag.types import Passage, hash_text
from rag.verification.rule_verifier import Bundled
from rag.verification.withholding import reason_to_withhold


def why_withheld(text: str, quote: str, around: str = "") -> str | None:
    """Say why a sentence that cites one quote is withheld, None if it's shown."""
    passage = Passage("alone", hash_text(quote), 0, len(quote), quote)
    check = Bundled().check(text, [passage])
    return reason_to_withhold(text, check, [quote], around, strict=False)


def entries() -> Sequence[Mapping[str, Any]]:
    """Read the evidence with the sentences about it."""
    found: Sequence[Mapping[str, Any]] = yaml.safe_load(
        Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    )
    return found


def cases() -> Iterator[tuple[str, str, str]]:
    """Give each sentence: "faithful" or what is wrong with it, its text, its evidence."""
    for entry in entries():
        yield from (("faithful", text, entry["quote"]) for text in entry["faithful"])
        yield from ((one["kind"], one["text"], entry["quote"]) for one in entry["false"])


def main() -> None:
    """Write the counts."""
    counts: Counter[tuple[str, bool]] = Counter()
    for kind, text, quote in cases():
        counts[kind, why_withheld(text, quote) is not None] += 1
    for kind in sorted({kind for kind, _ in counts}):
        shown, withheld = counts[kind, False], counts[kind, True]
        sys.stdout.write(f"{kind}: {shown} shown, {withheld} withheld\n")


if __name__ == "__main__":
    main()
