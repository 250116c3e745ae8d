from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import ModelDown
from rag.llm.prompts import MAX_SENTENCE, MAX_SENTENCES
from rag.llm.reply_parsing import Written, sentences, whole

TWO = {
    "sentences": [
        {"keys": ["abc"], "text": "The levy rose by a third."},
        {"text": "It was “resented”, said Dr. Khan.", "keys": ["abc", "q2x"]},
    ]
}


@given(st.integers(1, 40))
def test_a_reply_in_pieces_of_any_size_gives_its_sentences(size: int) -> None:
    text = json.dumps(TWO, ensure_ascii=False, indent=1)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert list(sentences(pieces)) == [
        Written("The levy rose by a third.", ("abc",)),
        Written("It was “resented”, said Dr. Khan.", ("abc", "q2x")),
    ]


def test_a_sentence_comes_before_the_reply_is_whole() -> None:
    def pieces() -> object:
        yield '{"sentences": [{"keys": ["abc"], "text": "One is here."}'
        raise AssertionError("more was read than needed")

    assert next(sentences(pieces())).text == "One is here."  # type: ignore[arg-type]


@pytest.mark.parametrize("lead", ["```json\n", "Here it is: ", "<think>Hm {a: b}</think>\n"])
def test_what_stands_before_and_behind_is_passed_over(lead: str) -> None:
    assert len(list(sentences([lead, json.dumps(TWO), "\n``` I hope this helps {"]))) == 2


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "The levy rose by a third [abc].",
        "<html><body>502 Bad gateway</body></html>",
        '{"answer": "The levy rose."}',
        '{"sentences": "The levy rose."}',
        '{"sentences": ["The levy rose."]}',
        '{"sentences": [{"text": "The levy rose."}]}',
        '{"sentences": [{"keys": "abc", "text": "The levy rose."}]}',
        '{"sentences": [{"keys": [7], "text": "The levy rose."}]}',
        '{"sentences": [{"keys": ["abc"], "text": 7}]}',
        '{"sentences": [{"keys": ["abc"], "text": "The levy ro',
        '{"sentences": [{"keys": ["abc"]' + "[" * 100_000,
        "{" * 50_000,
    ],
)
def test_nothing_is_made_of_another_form(reply: str) -> None:
    with pytest.raises(ModelDown):
        list(sentences([reply]))


def test_a_model_that_repeats_itself_is_left() -> None:
    def pieces() -> object:
        yield '{"sentences": ['
        for _ in range(3):
            yield '{"keys": ["abc"], "text": "Again and again."},'
        raise AssertionError("it was listened to for too long")

    assert [one.text for one in sentences(pieces())] == ["Again and again."]  # type: ignore[arg-type]


def test_no_more_is_read_than_was_asked_for() -> None:
    items = [{"keys": ["abc"], "text": f"Sentence {n} is here."} for n in range(50)]
    assert len(list(sentences([json.dumps({"sentences": items})]))) == MAX_SENTENCES


def test_an_item_of_several_sentences_is_taken_apart_and_its_cut_end_left_out() -> None:
    text = ("The levy rose. " * 40)[: MAX_SENTENCE - 4]
    item = {"keys": ["abc"], "text": f"It was resented. {text}"[:MAX_SENTENCE]}
    found = [one.text for one in sentences([json.dumps({"sentences": [item]})])]
    assert found == ["It was resented.", "The levy rose."]


def test_what_is_not_seen_is_taken_out() -> None:
    item = {"keys": ["abc"], "text": "The\u202e levy\u0000 ro\u200bse\U000e0041\n by a third."}
    (one,) = sentences([json.dumps({"sentences": [item]})])
    assert one.text == "The levy rose by a third."


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (lambda: list(sentences([text])), lambda: whole([text])):
        try:
            reader()
        except ModelDown:
            continue


def test_an_item_of_many_sentences_counts_as_many() -> None:
    many = " ".join(f"Levy {n} rose." for n in range(300))
    reply = json.dumps({"sentences": [{"keys": ["abc"], "text": many}] * 2})
    assert len(list(sentences([reply]))) == MAX_SENTENCES
