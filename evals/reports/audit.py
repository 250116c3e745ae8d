"""A person checks the metrics: a blind sheet of statements to mark, then the agreement.

The sheet is CSV, for a spreadsheet or a text editor. It shows no figure, no gold and
no id that would tell what kind of question it is.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from evals.metrics.citations import support
from evals.metrics.items import Gold, Place
from evals.reports.report import Report
from rag.errors import SettingsError

Word = Literal["yes", "partly", "no"]

KEY = "row"
SUPPORTED = "supported by the source? (yes, partly, no)"
ANSWERS = "answers the question? (yes, partly, no)"
COLUMNS = (KEY, "question", "statement", "source", SUPPORTED, ANSWERS, "remarks")
AROUND = 300
"""Characters of the source shown on each side of the quoted words."""
WORTH: Mapping[Word, float] = {"yes": 1.0, "partly": 0.5, "no": 0.0}
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""By this a spreadsheet knows that the file is UTF-8."""

# A cell that begins so is run as a formula; after a separator, where the program splits cells
# at another one than ours (OWASP, "CSV Injection"). Full-width signs count too.
_FORMULA = re.compile(r"(^|[;,|]\s*\"?\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person said of a statement; None where nothing was filled in."""

    supported: Word | None
    answers: Word | None


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    stratum: str
    question: str
    text: str
    source: str
    support: float


def make_sheet(report: Report, n: int = 50, seed: int = 0) -> str:
    """Give a sheet of ``n`` statements (all, if there are fewer), for a file in UTF-8.

    Each stratum has its share, at least one statement if ``n`` allows. The same
    report and seed give the same sheet. Raises `SettingsError` when the report has
    no statements, or ``n`` is below 1.
    """
    if n < 1:
        raise SettingsError(f"a sheet needs at least 1 statement, not {n}")
    rows = list(_rows(report))
    if not rows:
        raise SettingsError("the report holds no statements: nothing was answered")
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _sample(rows, n, seed):
        cells = (row.key, row.question, row.text, row.source, "", "", "")
        writer.writerow([_harmless(cell) for cell in cells])
    return BOM + stream.getvalue()


def read_sheet(text: str) -> dict[str, Mark]:
    """Read a filled sheet: row key -> mark. Rows that weren't filled in are there with None.

    Commas, semicolons or tabs may part the cells, as the spreadsheet saved it.
    Raises `SettingsError` that names the row and what may stand there.
    """
    text = text.lstrip(BOM)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=lambda sign: head.count(f"{sign}question") + head.count(f'{sign}"'))
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise SettingsError(f"the sheet isn't CSV ({error}); save it as CSV") from error
    header = [cell.strip() for cell in table[0]] if table else []
    missing = [name for name in (KEY, SUPPORTED, ANSWERS) if name not in header]
    if missing:
        raise SettingsError(
            f"the sheet lacks the column “{missing[0]}”; keep the first line as it was made"
        )
    marks: dict[str, Mark] = {}
    for number, cells in enumerate(table[1:], start=2):
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        key = row.get(KEY, "")
        if not any(row.values()):
            continue
        if not key:
            raise SettingsError(f"row {number} of the sheet has lost its key in “{KEY}”")
        if key in marks:
            raise SettingsError(f"row {number} of the sheet: {key} stands there twice")
        marks[key] = Mark(
            *(_word(row.get(name, ""), number, name) for name in (SUPPORTED, ANSWERS))
        )
    return marks


def agreement(report: Report, marks: Mapping[str, Mark]) -> dict[str, object]:
    """Compare a person's marks with what the metrics said of the same statements.

    The metrics' judgement is that of ``citation_recall``, `evals.metrics.citations.support`
    of its best quote by the gold: full 1, partial 1/2, none 0; without gold none.
    It's compared with both of the person's columns, ``supported`` and ``answers``,
    twice: ``strict``, where only "yes" and full support count, and ``lenient``,
    where "partly" and partial support count too. Each comparison has ``n``, the
    statements marked; ``agreement``, the share marked alike; ``kappa``, see
    `cohens_kappa`; and the four counts. Shares are None where there is nothing.
    Raises `SettingsError` for a row that isn't of this report.
    """
    rows = {row.key: row for row in _rows(report)}
    strange = sorted(marks.keys() - rows.keys())
    if strange:
        raise SettingsError(
            f"row {strange[0]} isn't of this report; give the report that the sheet was made from"
        )
    result: dict[str, object] = {"rows": len(marks)}
    for column in ("supported", "answers"):
        words = [(getattr(mark, column), rows[key]) for key, mark in sorted(marks.items())]
        pairs = [(WORTH[word], row.support) for word, row in words if word is not None]
        result[column] = {
            "strict": _agreement([(person == 1, metric == 1) for person, metric in pairs]),
            "lenient": _agreement([(person > 0, metric > 0) for person, metric in pairs]),
        }
    return result


def cohens_kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Give the agreement of two judges beyond chance: 1 full, 0 as by chance.

    (p_o - p_e) / (1 - p_e), Cohen, "A Coefficient of Agreement for Nominal Scales",
    Educational and Psychological Measurement 20 (1960). None without pairs, and
    where both judges always say the same one thing: chance alone agrees fully then.
    """
    if not pairs:
        return None
    n = len(pairs)
    first, second = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    # In whole numbers, so that "chance agrees fully" is exact.
    chance = first * second + (n - first) * (n - second)
    if chance == n * n:
        return None
    alike = sum(a == b for a, b in pairs)
    return round((alike * n - chance) / (n * n - chance), 6)


def _agreement(pairs: Sequence[tuple[bool, bool]]) -> dict[str, object]:
    alike = sum(person == metric for person, metric in pairs)
    return {
        "n": len(pairs),
        "agreement": round(alike / len(pairs), 6) if pairs else None,
        "kappa": cohens_kappa(pairs),
        "both": pairs.count((True, True)),
        "person_only": pairs.count((True, False)),
        "metric_only": pairs.count((False, True)),
        "neither": pairs.count((False, False)),
    }


def _rows(report: Report) -> Iterator[_Row]:
    for item in report["items"]:
        gold = tuple(
            tuple(Place(p["document"], p["start"], p["end"]) for p in alternatives)
            for alternatives in item.get("gold", ())
        )
        for number, said in enumerate(item.get("statements", ())):
            yield _Row(
                key=_digest(item["id"], str(number), said["text"]),
                stratum=item.get("stratum", ""),
                question=item.get("question", ""),
                text=said["text"],
                source="  ///  ".join(_source(quote, item) for quote in said["quotes"]) or "(none)",
                support=max((_support(quote, gold) for quote in said["quotes"]), default=0.0),
            )


def _digest(*parts: str) -> str:
    """Give a key that says nothing and that no spreadsheet takes for a number."""
    content = "\0".join(parts).encode("utf-8", "replace")
    return "s" + hashlib.sha256(content).hexdigest()[:10]


def _support(quote: Mapping[str, Any], gold: tuple[Gold, ...]) -> float:
    if quote["start"] is None or quote["end"] is None:
        return 0.0
    return support(Place(quote["document"], quote["start"], quote["end"]), gold)


def _source(quote: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    """Give the quoted words between arrows, with what stands around them if the report has it."""
    before = after = ""
    start, end = quote["start"], quote["end"]
    if start is None or end is None:
        return f"{quote['document']} (not found there): >>>{quote['text']}<<<"
    for passage in item.get("retrieved", ()):
        begin = passage.get("text_start", passage["start"])
        inside = begin <= start and end <= begin + len(passage["text"])
        if passage["document"] == quote["document"] and inside:
            before = passage["text"][max(0, start - begin - AROUND) : start - begin]
            after = passage["text"][end - begin :][:AROUND]
            break
    return f"{quote['document']}: {before}>>>{quote['text']}<<<{after}"


def _sample(rows: Sequence[_Row], n: int, seed: int) -> list[_Row]:
    """Choose rows by hash: the same ones everywhere, and in an order that shows no stratum."""
    order = {row.key: _digest(str(seed), row.key) for row in rows}
    queues: dict[str, list[_Row]] = {}
    for row in sorted(rows, key=lambda row: order[row.key]):
        queues.setdefault(row.stratum, []).append(row)
    share = {name: len(queue) * min(n, len(rows)) / len(rows) for name, queue in queues.items()}
    taken = dict.fromkeys(queues, 0)
    for _ in range(min(n, len(rows))):
        # First one of each, then whichever lacks the most of its share.
        open_ones = [name for name in queues if taken[name] < len(queues[name])]
        name = min(open_ones, key=lambda name: (taken[name] > 0, taken[name] - share[name], name))
        taken[name] += 1
    chosen = [row for name, queue in queues.items() for row in queue[: taken[name]]]
    return sorted(chosen, key=lambda row: order[row.key])


def _harmless(cell: str) -> str:
    """Give a cell as one line that no spreadsheet runs."""
    line = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
    return _FORMULA.sub(r"\1'", line)


def _word(cell: str, number: int, column: str) -> Word | None:
    word = cell.lower()
    for known in get_args(Word):
        if word and known.startswith(word):
            found: Word = known
            return found
    if word:
        raise SettingsError(
            f"row {number} of the sheet, “{column}”: {cell[:40]!r} isn't yes, partly or no"
        )
    return None
