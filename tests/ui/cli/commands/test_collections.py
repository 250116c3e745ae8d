"""The collections of a server, looked after from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.ui.cli.run import sanad


def test_a_collection_is_added_read_asked_listed_and_removed(tmp_path: Path) -> None:
    server, corpus = tmp_path / "server", tmp_path / "docs"
    corpus.mkdir()
    (corpus / "levy.md").write_text("# The levy\n\nThe levy on cement is 20 rupees a bag.\n")
    added = sanad("collections", "add", "levies", "--corpus", str(corpus), server=server)
    assert added.returncode == 0
    assert f"sanad --server {server} --collection levies ingest" in added.stdout
    read = sanad("--collection", "levies", "ingest", server=server)
    assert "1 documents" in read.stdout, read.stderr
    assert (server / "indexes" / "levies" / "catalogue.sqlite3").is_file()
    asked = sanad(
        "--server", str(server), "--collection", "levies", "ask", "--json", "How much is the levy?"
    )
    assert json.loads(asked.stdout)["status"] == "answered"
    (row,) = json.loads(sanad("collections", "list", "--json", server=server).stdout)["collections"]
    assert (row["name"], row["documents"], row["problem"]) == ("levies", "1", "")
    assert "levies" in sanad("collections", "list", server=server).stdout
    removed = sanad("collections", "remove", "levies", server=server)
    assert "stays" in removed.stdout
    assert "There is none yet" in sanad("collections", "list", server=server).stdout
    assert (server / "indexes" / "levies" / "catalogue.sqlite3").is_file()


def test_what_does_not_go_together_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    sanad("collections", "add", "levies", "--corpus", str(tmp_path / "docs"), server=tmp_path)
    both = sanad("--collection", "levies", "find", "x", "--store", "y", server=tmp_path)
    assert "leave --corpus and --store out" in both.stderr
    assert "needs --server" in sanad("--collection", "levies", "find", "x").stderr
    other = sanad("--collection", "levis", "find", "x", server=tmp_path)
    assert "did you mean 'levies'?" in other.stderr
    assert "has no list" in sanad("--collection", "a", "find", "x", server=tmp_path / "no").stderr
