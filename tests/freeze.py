"""Records what the program says today, so that a change that should change nothing can prove it.

    python -m tests.freeze RECORD [--store FOLDER] [--compare OLD] [--only START]

Everything of ours is asked: the cases of evals/cases (each question, each again within the
paragraph that answers it, and everything on its topic), the sentences of claims.yaml (each
checked against its source, the first of each group against the corpus and looked up word by
word), the follow-ups (what was asked in full, and the answer), and the rewritten sentences of
the tests (the verdict, and why one would be withheld). One JSON line each, sorted by its id.

``--store`` names an index. It's made where it isn't there, and used as it is where it is, through
a copy: so a record made before a change and one made after it read the same index, and one that
is older than the change is seen to open. ``--compare`` prints what differs from an older record,
and exits with 1 where something does.

It runs in one thread and in a fixed order, with numbers in float32. What the embedder remembers of
earlier questions decides which words share a batch, and a batch may move a vector's last bits;
scores are rounded, so that these seldom show.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from evals.suites.cases import Case, gold_of, read_cases
from evals.suites.followups import Conversation, read_conversations
from evals.suites.pairs import read_groups, rows_of
from ingest.sync import sync
from rag.answering.all_passages import everything
from rag.ask import ask, ask_events
from rag.checking.check_claim import check_claim
from rag.checking.find_quote import find
from rag.conversation.contextualize import in_full
from rag.conversation.history import Turn, turn_of
from rag.errors import SanadError
from rag.library import Library
from rag.models.loading import embedder_identity
from rag.settings import load_settings
from rag.types import Check, Document, Done, Passage, Query, Retrieved, Scope, hash_text
from rag.verification.withholding import reason_to_withhold
from tests.conftest import CORPUS, ROOT
from tests.llm.paraphrases import rewritten
from tests.rag.verification.withheld import entries
from ui.schema import Json, answer_json, checked_json, everything_json, finds_json

CASES = ROOT / "evals" / "cases"
DECIMALS = 6
SHOWN = 6
"""Fields of an item, and lines of a field, that a comparison prints."""

Row = tuple[str, Callable[[], Json]]
"""An item's id, and what says what the program makes of it."""


def main() -> None:
    """Write a record; compare it with an older one."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("record", type=Path, help="file to write")
    parser.add_argument("--store", type=Path, default=Path("build/freeze/store"), help="the index")
    parser.add_argument("--compare", type=Path, help="an older record")
    parser.add_argument("--only", default="", help="items whose id begins so")
    given = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    record(given.record, given.store, given.only)
    if given.compare is not None:
        sys.exit(1 if compare(given.compare, given.record, given.only) else 0)


def record(path: Path, store: Path, only: str = "") -> None:
    """Ask everything of ours and write the record."""
    if not (store / "catalogue.sqlite3").exists():
        _ingest(store)
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(store, Path(folder) / "store")
        library = Library(load_settings(corpus=CORPUS, store=copy, dtype="float32"))
        said = {name: _said(tell) for name, tell in _rows(library) if name.startswith(only)}
        library.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as stream:
        for name in sorted(said):
            line = json.dumps({"id": name, **said[name]}, ensure_ascii=False)
            stream.write(f"{line}\n")
    sys.stdout.write(f"{len(said)} items in {path}\n")


def _ingest(store: Path) -> None:
    settings = load_settings(corpus=CORPUS, store=store, dtype="float32")
    library = Library(settings)
    sync(CORPUS, library.store, embedder_identity(settings), lambda: library.embedder)
    library.close()


def _said(tell: Callable[[], Json]) -> Json:
    try:
        return tell()
    except SanadError as error:
        return {"error": str(error)}


def _rows(library: Library) -> Iterator[Row]:
    documents = library.documents()
    for name in ("develop", "report"):
        for case in read_cases(CASES / f"{name}.yaml"):
            yield from _case_rows(f"case {name} {case.id}", case, library, documents)
    yield from _claim_rows(library, documents)
    for conversation in read_conversations(CASES / "followups.yaml"):
        yield from _conversation_rows(conversation, library)
    yield from _rewritten_rows(library)


def _case_rows(
    name: str, case: Case, library: Library, documents: Sequence[Document]
) -> Iterator[Row]:
    query = Query(case.question, Scope(documents=case.documents))
    yield name, partial(_answered, query, library)
    yield f"topic {name}", lambda: everything_json(everything(query, library))
    files = {document.file: document for document in documents}
    for number, places in enumerate(gold_of(case, documents), start=1):
        document = files[places[0].document]
        block = document.block_at(places[0].start)
        if block is not None:
            scope = Scope(ranges=((document.id, block.start, block.end),))
            given = Query(case.question, scope)
            yield f"given {name} {number}", partial(_answered, given, library)


def _answered(query: Query, library: Library) -> Json:
    """Give an answer as its schema has it, with what was retrieved for it."""
    retrieved: list[Json] = []
    for event in ask_events(query, library):
        if isinstance(event, Retrieved):
            retrieved = [
                {"passage": hit.passage.id, "score": round(hit.score, DECIMALS)}
                for hit in event.hits
            ]
        elif isinstance(event, Done):
            score = round(event.answer.score, DECIMALS)
            return {**answer_json(event.answer), "score": score, "retrieved": retrieved}
    raise AssertionError("no answer came")


def _claim_rows(library: Library, documents: Sequence[Document]) -> Iterator[Row]:
    groups = read_groups(CASES / "claims.yaml")
    for row in rows_of(groups, documents):
        yield f"claim {row.id}", partial(_checked, row.statement, row.passage, library)
    for group in groups:
        statement = (*group.paraphrases, group.source)[0]
        claim, words = Query(statement), Query(group.source[:300])
        yield f"check {group.id}", partial(_compared, claim, library)
        yield f"find {group.id}", partial(_found, words, library)
        yield f"find {group.id} nearly", partial(_found, claim, library)


def _compared(claim: Query, library: Library) -> Json:
    return checked_json(check_claim(claim, library))


def _found(words: Query, library: Library) -> Json:
    return finds_json(find(words, library))


def _checked(text: str, passage: Passage, library: Library) -> Json:
    return _check_json(library.verifier.check(text, [passage]))


def _check_json(check: Check) -> Json:
    return {**asdict(check), "score": round(check.score, DECIMALS)}


def _conversation_rows(conversation: Conversation, library: Library) -> Iterator[Row]:
    """Give the follow-ups, each after those before it: their rows have to be told in order."""
    turns: list[Turn] = []

    def first() -> Json:
        answer = ask(Query(conversation.question), library)
        turns.append(turn_of(answer))
        return answer_json(answer)

    def next_one(typed: str) -> Json:
        made = in_full(typed, turns, library)
        answer = ask(Query(made.question), library)
        turns.append(turn_of(answer, followed=made.changed))
        return {**answer_json(answer), "reason_of_question": made.reason, "changed": made.changed}

    name = f"follow-up {conversation.id}"
    yield f"{name} 0", first
    for number, turn in enumerate(conversation.turns, start=1):
        yield f"{name} {number}", partial(next_one, turn.typed)


def _rewritten_rows(library: Library) -> Iterator[Row]:
    """Give the sentences that the tests have about quotes, each beside the one that it's about."""
    sentences = [
        (f"paraphrase {number}", one.quote, text)
        for number, one in enumerate(rewritten(), start=1)
        for text in (*one.faithful, *(wrong.text for wrong in one.false))
    ]
    sentences += [
        (f"withheld {number}", str(one["quote"]), text)
        for number, one in enumerate(entries(), start=1)
        for text in (*one["faithful"], *(wrong["text"] for wrong in one["false"]))
    ]
    for name, quote, text in sentences:
        yield f"{name}: {text}", partial(_shown, quote, text, library)


def _shown(quote: str, text: str, library: Library) -> Json:
    """Give the verdict on a sentence beside its quote, and why it would be withheld."""
    passage = Passage("alone", hash_text(quote), 0, len(quote), quote)
    check = library.verifier.check(text, [passage])
    why = reason_to_withhold(text, check, [quote], "", strict=False)
    return {**_check_json(check), "withheld": why}


def compare(old: Path, new: Path, only: str = "") -> int:
    """Print the items that differ and in what; give how many."""
    before, now = _read(old, only), _read(new, only)
    changed = 0
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            changed += 1
            sys.stdout.write(f"\n{name}\n" + "".join(_apart(before.get(name), now.get(name))))
    sys.stdout.write(f"\n{changed} of {len(before.keys() | now.keys())} items differ\n")
    return changed


def _read(path: Path, only: str) -> dict[str, Json]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {row["id"]: row for row in rows if row["id"].startswith(only)}


def _apart(before: Json | None, now: Json | None) -> Iterator[str]:
    if before is None or now is None:
        yield "  only in the older one\n" if now is None else "  only in the newer one\n"
        return
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    for name in names[:SHOWN]:
        lines = difflib.unified_diff(_lines(before.get(name)), _lines(now.get(name)), n=0)
        shown = [line for line in lines if line[:2] not in ("--", "++", "@@")]
        yield f"  {name}\n" + "".join(f"    {line}\n" for line in shown[:SHOWN])


def _lines(value: object) -> list[str]:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).split("\n")


if __name__ == "__main__":
    main()
