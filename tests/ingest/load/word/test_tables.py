"""Tests for the columns of tables: merged cells, empty ones, lines that are rows."""

from __future__ import annotations

from tests.ingest.load.word.made import p, r, read, table, tc, texts, word

TOP, UNDER = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def wide(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def lines(*words: str) -> str:
    return tc("".join(map(p, words)))


def rows(*made: list[str]) -> list[str]:
    return [text.replace("  ", " ") for text in texts(read(word(table(*made))))]


def test_empty_cells_keep_figures_in_their_column() -> None:
    found = rows(["Head", "2019", "2020"], ["", "5", "6"], ["Ports", "", "7.9"], ["Rail", "3", ""])
    assert found == ["Head | 2019 | 2020", "| 5 | 6", "Ports | | 7.9", "Rail | 3"]


def test_cells_merged_down_are_said_again_at_any_column() -> None:
    found = rows(
        ["Province", "District", "Wells"],
        [tc("Sindh", TOP), tc("Thatta", TOP), "12"],
        [tc("", UNDER), tc("", UNDER), "14"],
        [tc("", UNDER), "Badin", "9"],
        [tc("", UNDER), tc("", UNDER), ""],
        ["Punjab", "Attock", tc("31", TOP)],
        ["", "Jhelum", tc("", UNDER)],
    )
    assert found[1:] == [
        *("Sindh | Thatta | 12", "Sindh | Thatta | 14", "Sindh | Badin | 9"),
        *("Punjab | Attock | 31", "| Jhelum | 31"),
    ]


def test_a_long_cell_merged_down_is_said_once() -> None:
    long = "The board shall look at each well in the district once a year. " * 3
    found = rows([tc(long, TOP), "a"], [tc("", UNDER), "b"])
    assert found[1] == "| b"


def test_cells_over_several_columns_leave_the_others_empty() -> None:
    found = rows(
        ["", tc("Men", wide(2)), tc("Women", wide(2))],
        ["", "2001", "2011", "2001", "2011"],
        ["Literate", "55", "", "32", "41"],
    )
    assert found[0] == "| Men | | Women"
    late = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{tc('60')}</w:tr>"
    body = table(["Rate", "2011"], ["Women", "41"]).replace("</w:tbl>", f"{late}</w:tbl>")
    assert texts(read(word(body)))[2] == "| 60"


def test_a_forms_boxes_follow_each_other() -> None:
    found = rows(
        [tc("Name", wide(4)), tc("Age", wide(3))],
        [tc("Place of birth", wide(2)), tc("Day", wide(3)), tc("Month", wide(2))],
        [tc("", wide(3)), tc("Photograph", wide(4))],
    )
    assert found == ["Name | Age", "Place of birth | Day | Month", "Photograph"]


def test_lines_of_a_row_are_rows_where_all_cells_have_as_many() -> None:
    found = rows(
        ["", "2023", "2024"],
        [lines("", "Income", "Tax", "Left"), lines("Rs", "900", "90", "810"),
         lines("Rs", "1,000", "12%", "(880)", "")],
    )  # fmt: skip
    assert found[1:] == [
        "| Rs | Rs",
        "Income | 900 | 1,000",
        "Tax | 90 | 12%",
        "Left | 810 | (880)",
    ]
    broken = r("<w:t>Roads</w:t><w:br/><w:t>Rail</w:t>")
    assert rows(["a", "b"], [tc(p(broken)), lines("4.5", "7")])[1:] == ["Roads | 4.5", "Rail | 7"]


def test_other_lines_of_a_row_are_one_row() -> None:
    uneven = [lines("Roads", "Rail", "Sea"), lines("4.5", "7")]
    words = [lines("Head of", "Unit"), lines("Spent", "in 2019")]
    long = [lines("It is due " * 9, "It is late " * 9), lines("4", "5")]
    assert [len(rows(["a", "b"], row)) for row in (uneven, words, long)] == [2, 2, 2]
