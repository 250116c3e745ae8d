from __future__ import annotations

from pathlib import Path

from ingest.split import MAX_PASSAGE, split
from tests.ingest.made import document


def test_abbreviations_and_quotes_do_not_end_a_sentence(tmp_path: Path) -> None:
    text = 'Dr. Khan met the U.S. envoy on 3.5 acres. "No. 7 is dry," he said. Is it? Yes.'
    found = document(tmp_path, text.encode())
    assert [found.text[s.start : s.end] for s in found.sentences] == [
        "Dr. Khan met the U.S. envoy on 3.5 acres.",
        '"No. 7 is dry," he said.',
        "Is it?",
        "Yes.",
    ]


def test_headings_are_no_sentences_and_in_no_passage(tmp_path: Path) -> None:
    found = document(tmp_path, b"# Wells\n\nOne well is dry.\n", "made.md")
    assert [found.text[s.start : s.end] for s in found.sentences] == ["One well is dry."]
    assert [passage.text for passage in split(found)] == ["One well is dry."]


def test_a_passage_never_crosses_a_heading(tmp_path: Path) -> None:
    found = document(tmp_path, b"# A\n\nShort.\n\n# B\n\nAlso short.\n", "made.md")
    assert [(p.text, p.heading_path) for p in split(found)] == [
        ("Short.", ("A",)),
        ("Also short.", ("B",)),
    ]


def test_short_neighbours_share_a_passage(tmp_path: Path) -> None:
    found = document(tmp_path, b"# A\n\n- One.\n- Two.\n- Three.\n", "made.md")
    assert len(split(found)) == 1


def test_a_long_paragraph_is_cut_between_sentences(tmp_path: Path) -> None:
    sentence = "The board of the upper valley looked at the wells once more in that year. "
    found = document(tmp_path, (sentence * 60).encode())
    passages = split(found)
    assert len(passages) > 3
    assert all(p.text.endswith("year.") and len(p.text) <= MAX_PASSAGE for p in passages)


def test_a_text_without_any_stop_is_still_cut(tmp_path: Path) -> None:
    for text in ("well " * 3000, "w" * 5000, "پانی " * 2000):
        passages = split(document(tmp_path, text.encode()))
        assert max(len(p.text) for p in passages) <= MAX_PASSAGE


def test_a_row_of_a_table_is_one_sentence_whatever_stops_it_has(tmp_path: Path) -> None:
    rows = "| Item | Unit. |\n|---|---|\n| Ferries | No. of. | 14 |\n| Fares | Mil. dol. | 2.5 |"
    made = document(tmp_path, f"# Ferries\n\nThey run. They pay.\n\n{rows}\n".encode(), "made.md")
    found = [made.text[span.start : span.end] for span in made.sentences]
    assert found[:2] == ["They run.", "They pay."]
    assert [row for row in found if "Ferries" in row or "Fares" in row] == [
        "Ferries | No. of. | 14",
        "Fares | Mil. dol. | 2.5",
    ]
