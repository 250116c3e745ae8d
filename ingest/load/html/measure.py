"""How much a block of a page holds: words, links, running text."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from ingest.load.html.tree import BLOCKS, SILENT, Element, count_words, is_silent

CONTROLS = frozenset(["input", "button", "select", "textarea"])
PROSE_WORDS = 12
"""Words outside of links that a text without a break must have to count as running text."""


@dataclass(slots=True)
class Stats:
    """What an element holds. ``prose`` counts words of running text, ``before`` its runs above."""

    element: Element
    before: int = 0
    words: int = 0
    linked: int = 0
    links: int = 0
    prose: int = 0
    runs: int = 0
    controls: int = 0

    @property
    def linkedness(self) -> float:
        """The share of the words that stand in links."""
        return self.linked / self.words if self.words else 0.0

    def add(self, other: Stats) -> None:
        """Count what an element inside holds too."""
        self.words += other.words
        self.linked += other.linked
        self.links += other.links
        self.prose += other.prose
        self.runs += other.runs
        self.controls += other.controls


def measure(body: Element, skip: set[Element]) -> dict[Element, Stats]:
    """Count words, links and running text of every block, without what is in ``skip``."""
    done: dict[Element, Stats] = {}
    open_stats, in_link, run, runs = [Stats(body)], 0, [0, 0], 0
    steps = etree.iterwalk(body, events=("start", "end"))
    for event, element in steps:
        top, tag = open_stats[-1], element.tag
        if event == "start" and (element in skip or (tag in SILENT and is_silent(element))):
            top.controls += tag in CONTROLS
            steps.skip_subtree()
            open_stats.append(top)
            continue
        block = tag in BLOCKS or tag == "body"
        if block:
            runs += _end_run(top, run)
            run = [0, 0]
        if event == "start":
            if tag == "a" and element.get("href") is not None:
                in_link += 1
                top.links += 1
            open_stats.append(Stats(element, runs) if block else top)
            if text := element.text:
                _count(text, open_stats[-1], run, in_link)
            continue
        ended, top = open_stats.pop(), open_stats[-1]
        if ended is not top:
            done[element] = ended
            top.add(ended)
        in_link -= tag == "a" and element.get("href") is not None and element not in skip
        if element is not body and (text := element.tail):
            _count(text, top, run, in_link)
    return done


def _count(text: str, stats: Stats, run: list[int], in_link: int) -> None:
    words = count_words(text)
    stats.words += words
    run[0] += words
    if in_link:
        stats.linked += words
        run[1] += words


def _end_run(stats: Stats, run: list[int]) -> int:
    """Count a run of text as prose if enough of it stands outside of links."""
    words, linked = run
    if words - linked < PROSE_WORDS or linked > words / 2:
        return 0
    stats.prose += words
    stats.runs += 1
    return 1
