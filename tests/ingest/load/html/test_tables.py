from __future__ import annotations

from tests.ingest.load.html.made import blocks
from tests.ingest.load.html.pages import page


def test_rows_and_spans() -> None:
    rows = [text for kind, _, text in blocks(page("tables")) if kind == "table"]
    assert rows == [
        "Goal | Target |  | Office",
        "Goal | 2025 | 2030 | Office",
        "Meters | 1,200 | 3,000 | Board of Wells",
        "Meters | half | all | Council Assembly",
        "Repair of pumps |  | every pump | Board & council",
        "Costs are shared.",
    ]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    found = blocks(page("old table layout"))
    assert "table" not in {kind for kind, _, _ in found}
    assert ("heading", 2, "Findings") in found
    assert ("paragraph", 0, "Nobody could say why.") in found


def test_lines_in_the_cells_of_a_row_are_rows_where_all_have_as_many() -> None:
    html = (
        "<table><tr><th>Head<th>2023<th>2024<tr><td>Roads<br>Rail<br>Sea<td>4.5<br>7<br>–1"
        "<td><p>5</p><p>12%</p><p>0</p><tr><td>North<br>Unit<td>Spent<br>in May<td>x<br>y"
        "<tr><td>a<br>b<td>1<td>2</table>"
    )
    assert [text for _, _, text in blocks(html)] == [
        *("Head | 2023 | 2024", "Roads | 4.5 | 5", "Rail | 7 | 12%", "Sea | –1 | 0"),
        *("North Unit | Spent in May | x y", "a b | 1 | 2"),
    ]
