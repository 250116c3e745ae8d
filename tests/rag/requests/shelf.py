"""Invented documents in sections: a report, rules in articles, a handbook."""

from __future__ import annotations

from rag.library import Library
from rag.requests.request import Request
from rag.types import Answer, Document, Query

FERRY = """\
# The ferries of Lanport

By the Lanport Harbour Trust

## Summary

The ferries of Lanport carry more people each year and leave later each year.

The Trust looked at twelve crossings and spoke to their crews.

## 1. Introduction

The harbour has two piers, and the ferries have used the northern one since the storm of 1953.

## 2. Findings

### 2.1 Delays

Most delays begin at the northern pier, where goods and passengers share one gate.

### 2.2 Fares

The fare of the night ferry has not changed since the bridge was closed to lorries.

## 3. Key recommendations

We recommend the following:

- The Trust should open a second gate at the northern pier.
- Fares of the night ferry should be reviewed every third year.
- The crews should be told of every change a week before.

## 4. Conclusion

The northern pier is where the delays of the ferries begin and where they can be ended.

## References

Okafor, A. A history of the piers of Lanport, which nobody has read to its end, 1961.
"""
RULES = "# Rules for the allotments of Emmerby\n\n" + "\n\n".join(
    f"Article {number}. {title}\n\n{text}"
    for number, title, text in (
        (1, "Scope", "These rules hold for every plot that the parish lets."),
        (2, "Water", "Water may be drawn from the well before nine in the morning."),
        (3, "Hedges", "A hedge may be as high as the person who planted it."),
        (4, "Sheds", "A shed needs the leave of the warden. The warden answers in a month."),
        (5, "Definitions", "“Plot” means the ground between two paths."),
    )
)
BEES = """\
# Handbook for keepers of orchard bees

## Introduction

Orchard bees fly in spring, when the apple trees are in flower, and sleep for the rest of the year.

## Hives

The tools that a keeper needs are:

- a smoker,
- a soft brush,
- two pairs of gloves.

A hive is opened at noon, when most of the bees are in the trees and the wax is soft.
""" + "\n".join(
    f"\n## Chapter {number}\n\nIn month {number} the keeper weighs hive {number}, and notes it."
    for number in range(1, 13)
)
TEXTS = {"ferries.md": FERRY, "allotments.md": RULES, "bees.md": BEES}


def request(text: str, library: Library) -> Request:
    return Request(Query(text), text, library)


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


def document(name: str, library: Library) -> Document:
    found = library.store.document(name)
    assert found is not None
    return found
