"""Word drafts, made by python-docx and by pandoc, read and written back with comments."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypandoc
import pytest
from docx.shared import Cm
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.checking.draft import check_draft
from rag.errors import LoadError
from rag.library import Library
from ui.draft.comments import with_comments
from ui.draft.read import read_draft
from ui.draft.word import read_word
from ui.draft.words import comment_lines, is_worth_a_comment

DRAFT = """# A memo & more

It says that “military should be the *last* punch against militancy” (PIPS 2017, p. 4).
So it goes.[^1] It says “Governance should be fixed, one said” too.

> As of now, there are 8,400 people in Schedule 4.

[^1]: PIPS 2017, p. 2: “Little was known about the achievement of that policy.”
"""


def pandoc_docx(folder: Path, markdown: str = DRAFT) -> Path:
    path = folder / "draft.docx"
    pypandoc.convert_text(markdown, "docx", "markdown", outputfile=str(path))
    return path


def commented(path: Path, library: Library) -> bytes:
    word = read_draft(path).word
    assert word is not None
    review = check_draft(word.draft, library)
    told = [(one, comment_lines(one)) for one in review.findings if is_worth_a_comment(one)]
    return with_comments(word, told)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_a_word_draft_is_read_with_its_notes(tmp_path: Path) -> None:
    word = read_draft(pandoc_docx(tmp_path)).word
    assert word is not None
    draft = word.draft
    kinds = [(part.kind, draft.text[part.start : part.end][:20]) for part in draft.parts]
    assert kinds == [
        ("heading", "A memo & more"),
        ("paragraph", "It says that “milita"),
        ("quote", "As of now, there are"),
        ("note", "PIPS 2017, p.\u00a02: “Li"),
    ]
    (mark,) = draft.marks
    assert draft.text[: mark.at].endswith("So it goes.")
    for run in word.runs:
        assert word.xml[run.first_byte :].startswith(b"<w:r")
        assert word.xml[: run.last_byte].endswith((b"</w:r>", b"/>"))


def test_comments_hang_on_the_words(tmp_path: Path, library: Library) -> None:
    made = commented(pandoc_docx(tmp_path), library)
    (tmp_path / "made.docx").write_bytes(made)
    back = pypandoc.convert_file(
        str(tmp_path / "made.docx"), "native", extra_args=["--track-changes=all"]
    )
    assert back.count('"comment-start"') == back.count('"comment-end"') >= 3
    opened = docx.Document(str(tmp_path / "made.docx"))
    texts = [comment.text for comment in opened.comments]
    assert any("It says “last”, the source “final”." in text for text in texts)
    assert any("It says “8,400”, the source “8,300”." in text for text in texts)
    assert any("Wrong page" in text and "Cite p. 3" in text for text in texts)
    assert {comment.author for comment in opened.comments} == {"Sanad"}


def test_all_else_is_left_as_it_was(tmp_path: Path, library: Library) -> None:
    path = pandoc_docx(tmp_path)
    before, after = parts(path.read_bytes()), parts(commented(path, library))
    main, rels, types = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {main, rels, types, "word/comments.xml"}
    assert set(after) - set(before) <= {"word/comments.xml"}
    text = pypandoc.convert_file(str(path), "markdown")
    (tmp_path / "made.docx").write_bytes(commented(path, library))
    assert pypandoc.convert_file(str(tmp_path / "made.docx"), "markdown") == text


def test_a_draft_without_comments_gets_its_first(tmp_path: Path, library: Library) -> None:
    document = docx.Document()
    document.add_heading("A memo")
    paragraph = document.add_paragraph("It says “military should be the ")
    paragraph.add_run("last").bold = True
    paragraph.add_run(" punch against militancy” & more.")
    quote = document.add_paragraph("As of now, there are 8,500 people in Schedule 4.")
    quote.paragraph_format.left_indent = Cm(1)
    document.save(str(tmp_path / "draft.docx"))
    made = commented(tmp_path / "draft.docx", library)
    added = set(parts(made)) - set(parts((tmp_path / "draft.docx").read_bytes()))
    assert added == {"word/comments.xml"}
    texts = [comment.text for comment in docx.Document(io.BytesIO(made)).comments]
    assert len(texts) == 2
    assert "“last”" in texts[0]
    assert "“8,500”" in texts[1]


def test_comments_that_are_there_stay(tmp_path: Path, library: Library) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("It says “there are 8,500 people in Schedule 4” now.")
    document.add_comment(paragraph.runs, text="Is it so?", author="Doe")
    document.save(str(tmp_path / "draft.docx"))
    made = docx.Document(io.BytesIO(commented(tmp_path / "draft.docx", library)))
    assert {comment.author for comment in made.comments} == {"Doe", "Sanad"}
    assert len({comment.comment_id for comment in made.comments}) == len(list(made.comments))


def test_hostile_words_are_escaped(tmp_path: Path, library: Library) -> None:
    document = docx.Document()
    document.add_paragraph("It says “</w:t><w:p> there are & no goats ]]> in the <b>old</b> mill”.")
    document.save(str(tmp_path / "draft.docx"))
    (comment,) = docx.Document(io.BytesIO(commented(tmp_path / "draft.docx", library))).comments
    assert "</w:t><w:p> there are & no goats ]]>" in comment.text


def test_entities_are_refused(tmp_path: Path) -> None:
    path = pandoc_docx(tmp_path)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, data in parts(path.read_bytes()).items():
            if name == "word/document.xml":
                data = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
            file.writestr(name, data)
    with pytest.raises(LoadError, match="entities"):
        read_word(made.getvalue())


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_damaged_files_raise_nothing_else(data: st.DataObject) -> None:
    document = docx.Document()
    document.add_paragraph("It says “there are 8,500 people”.")
    buffer = io.BytesIO()
    document.save(buffer)
    good = parts(buffer.getvalue())
    xml = bytearray(good["word/document.xml"])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(xml) - 1))
        xml[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, part in good.items():
            file.writestr(name, bytes(xml) if name == "word/document.xml" else part)
    try:
        word = read_word(made.getvalue())
        with_comments(word, [])
    except LoadError:
        pass
