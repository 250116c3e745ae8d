"""Words are counted once a document, and added up to the same, whatever came and went."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from rag.store.live_search import Contents
from rag.store.store import Store
from rag.store.word_counts import Counted, CountedWords, Lexicons
from rag.text.spelling import Lexicon, build_lexicon
from tests.rag.fakes import made_document

TEXTS = {
    "one": "The Levy on wells was raised. In Ulm the levy stays, says IWA.\n",
    "two": "THE LEVY OF THE TOWN\n\nNobody pays a levy in Ulm or in Bonn; IWA does.\n",
    "three": "Wells are dug by the town of Bonn. The Board of Bonn looks on.\n",
}
GERMAN = "Der Rat hat den Plan mit der Mehrheit der Stimmen und für das Jahr beschlossen. " * 4


def put(
    store: Store, folder: Path, texts: Mapping[str, str], removed: tuple[str, ...] = ()
) -> None:
    made = [made_document(folder, text, name) for name, text in texts.items()]
    with store.writing():
        store.replace(made, removed=removed)


def counted(store: Store) -> Lexicon:
    return build_lexicon(text for _, text in store.texts())


def test_what_is_added_up_is_what_the_texts_say(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    put(store, tmp_path, TEXTS)
    found, fresh = store.lexicon(), counted(store)
    assert found == fresh
    assert list(found.counts) == list(fresh.counts)
    put(store, tmp_path, {"two": "Nobody in Mainz pays.\n"}, removed=("one",))
    assert store.lexicon() == counted(store)
    assert "ulm" not in store.lexicon().counts


def test_many_are_counted_by_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.store.word_counts.WHOLE", 1)
    store = Store(tmp_path / "store")
    put(store, tmp_path, TEXTS)
    assert store.lexicon() == counted(store)
    put(store, tmp_path, {"two": "Nobody in Mainz pays.\n"}, removed=("one",))
    looked_up: list[str] = []
    get = store._lexicons.kept.get

    def noted(names: list[str]) -> dict[str, Counted]:
        looked_up.extend(names)
        return get(names)

    monkeypatch.setattr(store._lexicons.kept, "get", noted)
    found = store.lexicon()
    assert found == counted(store)
    assert list(found.counts) == sorted(found.counts)
    assert len(looked_up) == 3  # what came, and the two that went
    again = Store(store.path).lexicon()
    assert (list(again.counts), again) == (list(found.counts), found)


def test_another_process_adds_only_what_came_since_they_were_added_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WHOLE", "BEHIND"):
        monkeypatch.setattr(f"rag.store.word_counts.{name}", 1)
    store = Store(tmp_path / "store")
    put(store, tmp_path, TEXTS)
    found = store.lexicon()
    looked_up: list[str] = []
    get = CountedWords.get

    def noted(kept: CountedWords, names: list[str]) -> dict[str, Counted]:
        looked_up.extend(names)
        return get(kept, names)

    monkeypatch.setattr(CountedWords, "get", noted)
    assert Store(store.path).lexicon() == found
    assert not looked_up
    put(store, tmp_path, {"two": "Nobody in Mainz pays.\n"}, removed=("one",))
    assert Store(store.path).lexicon() == counted(store)
    assert len(looked_up) == 3  # what came, and the two that went
    with sqlite3.connect(store.path / "wordcounts.sqlite3") as connection:
        connection.execute("UPDATE added SET sums = ?", [b"no sums"])
    assert Store(store.path).lexicon() == counted(store)


def test_without_the_file_all_is_counted_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.store.word_counts.WHOLE", 1)
    store = Store(tmp_path / "store")
    put(store, tmp_path, TEXTS)
    store.lexicon()
    with sqlite3.connect(store.path / "wordcounts.sqlite3") as connection:
        connection.execute("DELETE FROM counted")
    put(store, tmp_path, {}, removed=("one",))
    assert store.lexicon() == counted(store)
    store.close()
    store._lexicons.kept.path.write_bytes(b"no database at all, and long enough to be read" * 50)
    assert Store(store.path).lexicon() == counted(store)


def test_languages_are_told_of_what_is_there(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    put(store, tmp_path, {**TEXTS, "rat": GERMAN})
    assert store.languages() == {"rat": "German"}
    put(store, tmp_path, {}, removed=("rat",))
    assert store.languages() == {}


def test_rows_of_what_is_gone_leave_once_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.store.word_counts.SPARE", 1)
    kept = CountedWords(tmp_path / "counts.sqlite3")
    names = [f"generation {n}" for n in range(4)]
    kept.add("default", {name: Counted.of("Wells are dug.") for name in names})
    kept.add("other", {"elsewhere": Counted.of("Wells are dug.")})
    kept.forget_but("default", names[:2])
    assert len(kept.get(names)) == 4
    kept.forget_but("default", names[:1])
    assert list(kept.get([*names, "elsewhere"])) == ["elsewhere", names[0]]


def test_a_damaged_text_is_not_counted(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    put(store, tmp_path, TEXTS)
    with sqlite3.connect(store.path / "catalogue.sqlite3") as connection:
        connection.execute("UPDATE documents SET text = 'gone' WHERE id = 'one'")
    entries = store.catalogue.entries("default")
    empty = CountedWords(tmp_path / "empty.sqlite3")
    lexicon, _ = Lexicons(store.catalogue, empty).of("default", Contents.of(entries))
    assert lexicon == build_lexicon([TEXTS["three"], TEXTS["two"]])
