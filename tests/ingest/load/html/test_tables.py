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
