from __future__ import annotations

import pytest

from rag.text.unsupported_language import unreadable


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("کنویں کا محصول کتنا بڑھا؟", "Arabic script"),
        ("다리는 어디에 있습니까?", "Hangul script"),
        ("税金はいくら上がりましたか", "script"),
        ("kunwen ka mehsool kitna barha hai?", "Roman Urdu"),
        ("levy kab lagayi gayi thi", "Roman Urdu"),
        ("Board ke mutabiq goats ko kahan charaya ja sakta hai", "Roman Urdu"),
    ],
)
def test_other_languages_are_told_with_the_remedy(question: str, words: str) -> None:
    reason = unreadable(question)
    assert reason is not None
    assert words in reason
    assert "SANAD_EMBEDDER" in reason


@pytest.mark.parametrize(
    "question",
    [
        "By how much was the levy raised?",
        "levy on wells",
        "Who is Ko Se Hoon?",
        "What does “sanad” (سند) mean?",
        "Wells, goats & 3 par-golf courses: who pays?",
        "Who was Mai Ke Li, and what did she say to the board?",
        "2014?",
        "???",
        "Quelle est la taxe ?",  # not told: its script is ours, and the search will tell
    ],
)
def test_english_passes(question: str) -> None:
    assert unreadable(question) is None
