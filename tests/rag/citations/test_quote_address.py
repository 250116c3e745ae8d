from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.citations.permalink import open_address, text_fragment
from rag.citations.quote_address import (
    Address,
    Resolved,
    address_of,
    around,
    parse_address,
    resolve,
)
from rag.errors import CiteError
from rag.library import Library
from rag.settings import load_settings
from rag.types import Citation, Document, Source, SourceMap
from tests.rag.fakes import made_document

SENTENCES = (
    "The levy on wells was raised by a third in the dry year.",
    "Farmers of the lower valley refused to pay it.",
    "A commission of three judges heard both sides.",
    "Its report names the board’s own figures as the cause.",
    "No minister has answered the report’s questions so far.",
    "Schools in the hills stayed shut for most of that winter.",
)
ADDED = st.text(st.characters(codec="utf-8"), max_size=60)


def document(text: str) -> Document:
    return Document("paper", "paper.txt", text, "0" * 64, Source("paper"), SourceMap("utf-8", ()))


def citation(of: Document, quote: str, *, start: int | None = None) -> Citation:
    at = of.text.index(quote) if start is None else start
    end = at + len(quote)
    before, after = around(of.text, at, end)
    return Citation(
        "1", of.id, of.file, of.content_hash, "", at, end, quote, "Paper", of.source,
        before=before, after=after,
    )  # fmt: skip


def moved(quote: str, old: str, new: str) -> Resolved:
    """Where a quote of the old text is in the new one, by its address as text."""
    address = parse_address(str(address_of(citation(document(old), quote))))
    return resolve(address, document(new))


@given(st.text(min_size=1, max_size=200), st.text(max_size=40), st.text(max_size=40))
def test_an_address_reads_back(quote: str, before: str, after: str) -> None:
    address = Address("a.b-c_1", "0123456789ab", 3, 12, quote, before, after)
    clean = str(address).encode("utf-8", "replace").decode("utf-8")
    assert clean == str(address)
    assert not set(str(address)) & set(" '\"\\$`&|;<>()*?![]{}\n\t")
    if not any(0xD800 <= ord(one) < 0xE000 for one in quote + before + after):
        assert parse_address(str(address)) == address


def test_a_passage_id_is_an_address() -> None:
    text = "paper@0123456789ab:5-9"
    assert parse_address(text) == Address("paper", "0123456789ab", 5, 9)
    assert str(parse_address(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "paper", "paper@xyz:1-2", "paper@0123456789ab:9-5", "paper@0123456789ab:1-2#a,b",
     "../paper@0123456789ab:1-2", "paper@0123456789ab:1-2#" + "a" * 200_000],
)  # fmt: skip
def test_what_is_no_address_is_said(text: str) -> None:
    with pytest.raises(CiteError, match="is no address"):
        parse_address(text)


@given(
    st.permutations(SENTENCES),
    st.integers(0, len(SENTENCES) - 1),
    st.integers(0, len(SENTENCES)),
    ADDED,
)
def test_an_added_paragraph_keeps_every_address(
    sentences: list[str], which: int, where: int, added: str
) -> None:
    old = "\n\n".join(sentences)
    new = "\n\n".join([*sentences[:where], added, *sentences[where:]])
    found = moved(sentences[which], old, new)
    assert found.status == ("there" if new == old else "moved")
    assert found.span is not None
    assert new[found.span.start : found.span.end] == sentences[which]


@given(st.permutations(SENTENCES), st.integers(0, len(SENTENCES) - 1), ADDED)
def test_a_removed_sentence_is_gone(sentences: list[str], which: int, added: str) -> None:
    rest = [*sentences[:which], *sentences[which + 1 :], added]
    found = moved(sentences[which], " ".join(sentences), " ".join(rest))
    assert (found.status, found.span) == ("gone", None)


def test_a_sentence_like_the_removed_one_is_not_taken_for_it() -> None:
    rows = [f"In 201{n} the levy of district {n} was raised by {n} per cent." for n in range(5)]
    found = moved(rows[2], " ".join(rows), " ".join(rows[:2] + rows[3:]))
    assert found.status == "gone"
    assert found.nearest is not None


def test_a_changed_word_between_the_same_neighbours_is_shown() -> None:
    old = " ".join(SENTENCES)
    new = old.replace("three judges", "five judges")
    found = moved(SENTENCES[2], old, new)
    assert found.status == "changed"
    assert found.span is not None
    assert new[found.span.start : found.span.end].rstrip(".") == (
        "A commission of five judges heard both sides"
    )
    ((ours, theirs),) = found.differences
    assert SENTENCES[2][ours.start : ours.end] == "three"
    assert new[theirs.start : theirs.end] == "five"


def test_in_a_long_document_it_is_found_by_its_neighbours() -> None:
    filler = " ".join(f"Line {n} of the long annex says little." for n in range(5_000))
    old = f"{filler} {' '.join(SENTENCES)} {filler}"
    new = "A new line. " + old.replace("three judges", "five judges")
    found = moved(SENTENCES[2], old, new)
    assert found.status == "changed"
    assert found.span is not None
    assert new[found.span.start : found.span.end].startswith("A commission of five judges")
    ((_, theirs),) = found.differences
    assert new[theirs.start : theirs.end] == "five"
    assert moved(SENTENCES[2], old, new.replace("A commission of five", "")).span is None


def test_the_words_around_tell_which_of_the_same_is_meant() -> None:
    same = "The committee agreed."
    old = f"On water, much was said. {same} On schools, little was said. {same} Then it rose."
    at = old.rindex(same)
    address = address_of(citation(document(old), same, start=at))
    new = "A new opening of the whole. " * 5 + old
    found = resolve(address, document(new))
    assert found.span is not None
    assert found.span.start == new.rindex(same)


def test_other_white_space_and_quote_marks_are_the_same_words() -> None:
    old = "He called it “a well- kept secret” of the board. Nobody laughed."
    new = 'It is said:\n\nHe called it "a well-kept\nsecret" of the board. Nobody laughed.'
    found = moved("“a well- kept secret”", old, new)
    assert found.status == "moved"
    assert found.span is not None
    assert new[found.span.start : found.span.end] == '"a well-kept\nsecret"'


def test_part_of_a_word_is_not_the_word() -> None:
    assert moved("security", "On security.", "On insecurity and securityish.").span is None


def test_a_hand_made_range_shows_nothing_else() -> None:
    text = " ".join(SENTENCES)
    own = address_of(citation(document(text), SENTENCES[1]))
    wrong = Address(own.document_id, own.content_hash, 0, 5, "Wholly other words that nobody said")
    assert resolve(wrong, document(text)).status == "gone"
    beyond = Address(own.document_id, own.content_hash, 10, 10_000)
    assert resolve(beyond, document(text)).span is None


def test_a_bare_id_of_a_changed_text_claims_nothing() -> None:
    found = resolve(Address("paper", "0" * 12, 0, 5), document("Some words."))
    assert (found.status, found.span) == ("unknown", None)


def test_a_document_that_left_is_said() -> None:
    assert "no document paper" in resolve(Address("paper", "0" * 12, 0, 5), None).reason


def test_through_a_store_that_is_written_again(tmp_path: Path) -> None:
    library = Library(load_settings(corpus=tmp_path, store=tmp_path / "store"))
    text = "\n\n".join(SENTENCES)

    def put(text: str) -> None:
        made, passages, parts = made_document(tmp_path, text)
        with library.store.writing():
            library.store.replace([(made, passages, parts)])

    put(text)
    first = library.store.document("made")
    assert first is not None
    addresses = [str(address_of(citation(first, sentence))) for sentence in SENTENCES]
    put(f"A paragraph in front of it all.\n\n{text}\n\nAnd one behind.")
    for sentence, address in zip(SENTENCES, addresses, strict=True):
        opened = open_address(address, library)
        assert opened.citation is not None
        assert (opened.resolved.status, opened.citation.quote) == ("moved", sentence)
        again = open_address(str(address_of(opened.citation)), library)
        assert again.resolved.status == "there"
    put(text.replace(SENTENCES[2], ""))
    opened = open_address(addresses[2], library)
    assert (opened.resolved.status, opened.citation) == ("gone", None)
    assert open_address(addresses[3], library).resolved.status == "moved"
    library.close()


def test_a_web_page_is_linked_at_its_words() -> None:
    source = Source("paper", {"URL": "https://example.org/a?b=1#top"})
    text = " ".join(SENTENCES)
    made = Document("paper", "p.html", text, "0" * 64, source, SourceMap("utf-8", ()))
    link = text_fragment(citation(made, "the lower valley refused"))
    assert link == (
        "https://example.org/a?b=1#:~:text=the%20dry%20year.%20Farmers%20of-,"
        "the%20lower%20valley%20refused,-to%20pay%20it.%20A%20commission"
    )
    hostile = Source("paper", {"URL": "javascript:alert(1)"})
    bad = Document("paper", "p.html", text, "0" * 64, hostile, SourceMap("utf-8", ()))
    assert text_fragment(citation(bad, "the lower valley refused")) is None


def test_a_word_put_in_or_left_out_is_a_change() -> None:
    old = " ".join(SENTENCES)
    for new in (
        old.replace("heard both", "heard"),
        old.replace("three judges", "three old judges"),
    ):
        found = moved(SENTENCES[2], old, new)
        assert found.status == "changed"
        assert found.span is not None
        assert new[found.span.start : found.span.end].endswith("sides.")
