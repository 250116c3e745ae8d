from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import Any

import pytest

from evals.metrics.items import Place, Quoted, Said
from evals.reports.audit import (
    ANSWERS,
    BOM,
    COLUMNS,
    KEY,
    SUPPORTED,
    Mark,
    agreement,
    cohens_kappa,
    make_sheet,
    read_sheet,
)
from evals.reports.report import Report
from rag.errors import SettingsError
from tests.evals.reports.made import answered, declined, quoted, report_of


def rows_of(sheet: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sheet.removeprefix(BOM), newline="")))


def filled(sheet: str, marks: dict[int, tuple[str, str]], delimiter: str = ",") -> str:
    """The sheet as a spreadsheet would save it after a person marked rows by number."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    for number, row in enumerate(rows_of(sheet)):
        supported, answers = marks.get(number, ("", ""))
        writer.writerow({**row, SUPPORTED: supported, ANSWERS: answers})
    return stream.getvalue()


def some() -> Report:
    facts = [answered(f"f{n}", right=n % 2 == 0) for n in range(20)]
    few = [answered(f"r{n}", stratum="rare") for n in range(2)]
    return report_of([*facts, *few, declined("d")])


def test_the_sheet_is_blind() -> None:
    sheet = make_sheet(some(), n=22)
    rows = rows_of(sheet)
    assert sheet.startswith(BOM + '"row","question","statement","source",')
    assert len(rows) == 22
    assert rows[0].keys() == set(COLUMNS)
    assert all(not row[SUPPORTED] and not row[ANSWERS] and not row["remarks"] for row in rows)
    for told in ("fact", "rare", "evidence", "0.8", "gold", "rejected,"):
        assert told not in sheet.split("\n", 1)[1]
    keys = [row[KEY] for row in rows]
    assert len(set(keys)) == 22
    assert all(re.fullmatch("s[0-9a-f]{10}", key) for key in keys)


def test_the_source_shows_what_stands_around_the_quote() -> None:
    [row] = rows_of(make_sheet(report_of([answered("x")])))
    assert row["question"] == "What became of the bill (x)?"
    assert row["statement"] == "It rejected the bill."
    assert row["source"] == (
        "a.txt: The committee met in May. >>>It rejected the bill.<<< Nobody spoke."
    )


def test_the_sample_takes_from_every_stratum_and_is_always_the_same() -> None:
    rows = rows_of(make_sheet(some(), n=5))
    assert len(rows) == 5
    assert len([row for row in rows if "(r" in row["question"]]) == 1
    assert make_sheet(some(), n=5) == make_sheet(some(), n=5)
    assert make_sheet(some(), n=5, seed=1) != make_sheet(some(), n=5)
    assert len(rows_of(make_sheet(some(), n=1000))) == 22
    backwards = some()
    backwards["items"].reverse()
    assert make_sheet(backwards, n=5) == make_sheet(some(), n=5)


def test_large_strata_get_their_share() -> None:
    items = [answered(f"f{n}") for n in range(30)]
    items += [answered(f"r{n}", stratum="rare") for n in range(10)]
    rows = rows_of(make_sheet(report_of(items), n=12))
    assert len([row for row in rows if "(r" in row["question"]]) == 3


def test_no_cell_is_a_formula() -> None:
    bad = [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u200b=1", "\uff1d1",
        'x";=HYPERLINK("http://evil.example")', "x,\n=1", "x\t=1", "a; @b", "x|-1",
    ]  # fmt: skip
    items = [
        replace(
            answered(str(n)),
            question=text,
            statements=(Said(text, (Quoted(text, text),)),),
        )
        for n, text in enumerate(bad)
    ]
    sheet = make_sheet(report_of(items))
    rows = rows_of(sheet)
    assert len(rows) == len(bad)
    for row in rows:
        for cell in row.values():
            assert not re.match(r"\s*[=+\-@\uff1d]", cell), cell
            assert not re.search(r'[;,\t|]"*\s*[=+\-@]', cell), cell
            assert cell.isprintable()
    assert "'=1+1" in sheet


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_filled_sheet_is_read_however_it_was_saved(delimiter: str) -> None:
    sheet = make_sheet(some(), n=3)
    keys = [row[KEY] for row in rows_of(sheet)]
    text = filled(sheet, {0: ("Yes", " no "), 1: ("p", "")}, delimiter)
    expected = {
        keys[0]: Mark("yes", "no"),
        keys[1]: Mark("partly", None),
        keys[2]: Mark(None, None),
    }
    assert read_sheet(text) == expected
    assert read_sheet(BOM + text + delimiter * 6 + "\r\n") == expected


def test_the_sheet_as_it_was_made_is_read() -> None:
    assert set(read_sheet(make_sheet(some(), n=4)).values()) == {Mark(None, None)}


def test_errors_of_a_sheet_name_the_row() -> None:
    sheet = make_sheet(some(), n=3)
    with pytest.raises(SettingsError, match=r"row 3 of the sheet, “supported.*'perhaps' isn't yes"):
        read_sheet(filled(sheet, {1: ("perhaps", "")}))
    key = rows_of(sheet)[0][KEY]
    with pytest.raises(SettingsError, match=f"row 5 of the sheet: {key} stands there twice"):
        read_sheet(filled(sheet, {}) + f"{key},,,,,,\r\n")
    with pytest.raises(SettingsError, match="row 5 of the sheet has lost its key"):
        read_sheet(filled(sheet, {}) + ",,,,yes,,\r\n")
    with pytest.raises(SettingsError, match="lacks the column “row”"):
        read_sheet("")
    with pytest.raises(SettingsError, match="lacks the column “supported"):
        read_sheet("row,question\r\n")
    with pytest.raises(SettingsError, match="isn't CSV"):
        read_sheet(sheet + '"open')


def test_nothing_to_sample() -> None:
    with pytest.raises(SettingsError, match="no statements"):
        make_sheet(report_of([declined("x")]))
    with pytest.raises(SettingsError, match="at least 1 statement, not 0"):
        make_sheet(some(), n=0)


def test_kappa_by_hand() -> None:
    # 20 both yes, 15 both no, 5 and 10 apart: p_o = .7, p_e = .5 * .6 + .5 * .4 = .5, kappa .4.
    pairs = [(True, True)] * 20 + [(False, False)] * 15
    pairs += [(True, False)] * 5 + [(False, True)] * 10
    assert cohens_kappa(pairs) == 0.4
    assert cohens_kappa([(True, True), (False, False)]) == 1
    assert cohens_kappa([(True, False), (False, True)]) == -1
    assert cohens_kappa([(True, True), (True, False)]) == 0


def test_kappa_that_isnt_defined_is_none_and_no_nan() -> None:
    assert cohens_kappa([]) is None
    assert cohens_kappa([(True, True)] * 7) is None
    assert cohens_kappa([(False, False)] * 49) is None


def test_agreement_of_a_person_and_the_metrics() -> None:
    # Its quote shares 2 of gold's 21 characters: partial support.
    half = replace(answered("half"), statements=(Said("y", (quoted(0, 28),)),))
    report = report_of([answered("good"), answered("bad", right=False), half])
    sheet = make_sheet(report)
    said = {"It rejected the bill.": "yes", "The committee met in May.": "no", "y": "partly"}
    marks = read_sheet(
        filled(
            sheet,
            {n: (said[row["statement"]], "yes") for n, row in enumerate(rows_of(sheet))},
        )
    )
    result: Any = agreement(report, marks)
    assert result["rows"] == 3
    assert result["supported"]["strict"] == {
        "n": 3, "agreement": 1.0, "kappa": 1.0,
        "both": 1, "person_only": 0, "metric_only": 0, "neither": 2,
    }  # fmt: skip
    assert result["supported"]["lenient"]["both"] == 2
    assert result["answers"]["strict"] == {
        "n": 3, "agreement": 0.333333, "kappa": 0.0,
        "both": 1, "person_only": 2, "metric_only": 0, "neither": 0,
    }  # fmt: skip


def test_a_quote_that_isnt_there_supports_nothing() -> None:
    wrong = Quoted("a.txt", "It adopted the bill.", Place("a.txt", 26, 47))
    report = report_of([replace(answered("x"), statements=(Said("x", (wrong,)), Said("z")))])
    sheet = make_sheet(report)
    assert "not found there" in sheet
    assert "(none)" in sheet
    marks = read_sheet(filled(sheet, {0: ("no", "no"), 1: ("no", "no")}))
    result: Any = agreement(report, marks)
    assert result["supported"]["strict"]["neither"] == 2
    assert result["supported"]["strict"]["kappa"] is None


def test_nothing_marked_is_no_nan() -> None:
    report = some()
    result: Any = agreement(report, read_sheet(make_sheet(report, n=3)))
    nothing = {"n": 0, "agreement": None, "kappa": None}
    assert nothing.items() <= result["supported"]["strict"].items()
    assert agreement(report, {})["rows"] == 0


def test_a_sheet_of_another_report_is_refused() -> None:
    marks = read_sheet(make_sheet(report_of([answered("other")])))
    with pytest.raises(SettingsError, match="isn't of this report"):
        agreement(some(), marks)
