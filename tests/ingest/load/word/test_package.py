"""Hostile and broken Word files: a `LoadError`, never anything else, and nothing grows."""

from __future__ import annotations

import io
import random
import struct
import time
import tracemalloc
import zipfile

import pytest

from ingest.load.package import MAX_ENTRIES, MAX_PART, OLE
from ingest.load.word.reader import load_word
from rag.errors import LoadError
from tests.ingest.load.word.made import (
    ROOT_RELATIONS,
    p,
    package,
    part,
    r,
    read,
    style,
    styled,
    table,
    tc,
    texts,
    word,
)

TEXT = part("document", f"<w:body>{p('Text.')}</w:body>")


def refused(data: bytes) -> str:
    """The message with which a file is refused."""
    with pytest.raises(LoadError) as caught:
        load_word(data, None)
    return str(caught.value)


def whole() -> bytes:
    """A file with some of everything."""
    styles = style("heading 1") + style("Below", "<w:rPr><w:vanish/></w:rPr>", based_on="heading1")
    notes = f'<w:footnote w:id="1">{p("The note.")}</w:footnote>'
    section = '<w:sectPr><w:pgNumType w:fmt="lowerRoman" w:start="3"/></w:sectPr>'
    body = (
        p("Scope", styled("heading 1"))
        + p(r("Text") + r('<w:footnoteReference w:id="1"/>') + r('<w:br w:type="page"/>'), section)
        + p(r("Hidden") + r('<w:sym w:char="2264"/>'), styled("Below"))
        + table(["a", tc(p("b"), '<w:vMerge w:val="restart"/>')], ["c", "d"])
        + p("item", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr>')
        + f"<w:ins>{p('Kept')}</w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    )
    core = "<dc:title>Levy</dc:title><dcterms:created>2019-05-02T10:00:00Z</dcterms:created>"
    return word(body, core=core, styles=styles, footnotes=notes, header=p("Head"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(99), "password"),
        (OLE + bytes(2000), r"old Word file"),
        (b"{\\rtf1 Text.}", "not a Word document"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"PK", "damaged"),
        (package({"mimetype": "application/epub+zip"}), "not a Word document"),
        (package({"_rels/.rels": ROOT_RELATIONS}), "not a Word document"),
        (package({"word/document.xml": "<html/>"}), "not a Word document"),
        (package({"word/document.xml": ""}), "damaged"),
        (package({"word/document.xml": TEXT[:-9]}), "damaged"),
        (package({"word/document.xml": TEXT.replace("UTF-8", "EBCDIC-X")}), "damaged"),
        (package({"word/document.xml": TEXT.replace("UTF-8", "cp932")}), "damaged"),
    ],
)
def test_what_is_no_word_file_is_refused_with_a_reason(data: bytes, message: str) -> None:
    assert message in refused(data)


def test_parts_that_are_missing_are_done_without() -> None:
    assert texts(read(package({"word/document.xml": TEXT}))) == ["Text."]
    backslashes = package({"Word\\Document.xml": TEXT})
    assert texts(read(backslashes)) == ["Text."]


def test_a_relation_to_the_outside_is_not_followed() -> None:
    outside = ROOT_RELATIONS.replace(
        'Target="word/document.xml"', 'TargetMode="External" Target="http://example.org/x.xml"'
    )
    climbing = ROOT_RELATIONS.replace("word/document.xml", "../../../../etc/passwd")
    for relations in (outside, climbing):
        data = package({"_rels/.rels": relations, "word/document.xml": TEXT})
        assert texts(read(data)) == ["Text."]


LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize(
    ("doctype", "inside"),
    [
        (LAUGHS + "]>", "&j;"),
        ('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        ('<!DOCTYPE w SYSTEM "http://example.org/a.dtd">', "Text."),
        ('<!DOCTYPE w [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>', "Text."),
    ],
)
@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_declared(doctype: str, inside: str, name: str, encoding: str) -> None:
    attack = TEXT.replace("Text.", inside).replace("?>", f"?>{doctype}")
    attack = attack.replace("UTF-8", encoding)
    with zipfile.ZipFile(io.BytesIO(word(p("Text."), styles=""))) as file:
        parts: dict[str, str | bytes] = {n: file.read(n) for n in file.namelist()}
    started = time.process_time()
    assert "entities" in refused(package(parts | {name: attack.encode(encoding)}))
    assert time.process_time() - started < 2


def test_zip_bombs_are_refused_before_they_grow() -> None:
    blank = bytes(MAX_PART // 4)
    tight = package({"word/document.xml": blank})
    tracemalloc.start()
    assert "packed more tightly" in refused(tight)
    assert tracemalloc.get_traced_memory()[1] < MAX_PART // 10
    tracemalloc.stop()


def declared(data: bytes, size: int) -> bytes:
    """The same zip, its entries claiming another size."""
    at = -1
    changed = bytearray(data)
    while (at := changed.find(b"PK\x01\x02", at + 1)) >= 0:
        struct.pack_into("<I", changed, at + 24, size)
    return bytes(changed)


def test_sizes_that_are_declared_are_bounded_and_not_believed() -> None:
    data = package({"word/document.xml": TEXT * 3})
    assert "more than" in refused(declared(data, MAX_PART + 1))
    assert "would unpack" in refused(declared(data, 600_000_000))
    assert "damaged" in refused(declared(data, 10))


def test_too_many_entries_are_refused() -> None:
    entry = b"PK\x01\x02" + bytes(42)
    assert "parts" in refused(b"PK\x03\x04" + entry * (MAX_ENTRIES + 1))


def test_an_unread_part_may_be_a_bomb_or_rubbish() -> None:
    inner = package({"bomb": bytes(20_000_000)})
    parts: dict[str, str | bytes] = {
        "word/document.xml": TEXT,
        "word/embeddings/a.zip": inner,
        "word/vbaProject.bin": inner,
    }
    assert texts(read(package(parts))) == ["Text."]


def test_other_ways_of_packing_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("word/document.xml", TEXT)
    assert "damaged" in refused(made.getvalue())


def nested(depth: int, start: str, end: str, inside: str = "<w:p/>") -> bytes:
    return word(start * depth + inside + end * depth)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
        ("<w:p><w:r><w:ruby><w:rubyBase>", "</w:rubyBase></w:ruby></w:r></w:p>"),
        ("<w:r>", "</w:r>"),
    ],
)
def test_deep_nesting_is_read_or_refused_and_never_overflows(start: str, end: str) -> None:
    levels = start.count("<")
    wrapped = (start, end) if start.startswith("<w:p") or levels > 1 else (f"<w:p>{start}", "")
    deep = word(p("") + wrapped[0] + start * 9_999 + end * 10_000 + "</w:p>" * (levels == 1))
    assert "nested more than" in refused(deep)
    depth = 180 // levels
    shallow = word(
        p("Read.")
        + ("<w:p>" * (levels == 1))
        + start * depth
        + end * depth
        + "</w:p>" * (levels == 1)
    )
    assert texts(read(shallow)) == ["Read."]


def test_a_table_of_countless_cells_is_refused_within_bounds() -> None:
    row = "<w:tr>" + "<w:tc/>" * 1_600_000 + "</w:tr>"
    assert "too large" in refused(word(f"<w:tbl>{row}</w:tbl>" + noise()))


def noise() -> str:
    """Text that no zip makes small, so that the bound on ratios isn't the one that holds."""
    generator = random.Random(5)
    return p("".join(generator.choices("abcdefghijklmnopqrstuvwxyz ", k=200_000)))


@pytest.mark.parametrize(
    "body",
    [
        table([""] * 60_000),
        table([tc(p("x") * 60_000), "y"]),
        p("x", "<w:rPr><w:del/></w:rPr>") * 60_000,
        p(r('<w:footnoteReference w:id="1"/>') * 60_000),
        p(r("<w:lastRenderedPageBreak/>") * 60_000),
        p(r("x" * 1_000_000)),
        p((r("a") + r("<w:lastRenderedPageBreak/>")) * 60_000),
        p((r("a") + r("<w:br/>")) * 60_000),
        p(r('<w:fldChar w:fldCharType="begin"/>') * 60_000 + r("x")),
        p("<w:r>" + "<w:t>x</w:t>" * 100_000 + "</w:r>") + p("", "<w:sectPr/>") * 20_000,
    ],
)
def test_time_grows_no_faster_than_the_file(body: str) -> None:
    data = word(body + noise(), footnotes=f'<w:footnote w:id="1">{p("n")}</w:footnote>')
    started = time.process_time()
    read(data)
    assert time.process_time() - started < 30  # what grew with the square took 70 and more


def mutated(data: bytes, generator: random.Random) -> bytes:
    """The bytes cut short, or with a few of them changed, doubled or dropped."""
    changed = bytearray(data)
    if generator.random() < 0.2:
        return bytes(changed[: generator.randrange(len(changed))])
    for _ in range(generator.randint(1, 8)):
        at = generator.randrange(len(changed))
        sort = generator.random()
        if sort < 0.7:
            changed[at] ^= 1 << generator.randrange(8)
        elif sort < 0.85:
            changed[at:at] = changed[at : at + generator.randint(1, 40)]
        else:
            del changed[at : at + generator.randint(1, 40)]
    return bytes(changed)


def outcome(data: bytes) -> str:
    try:
        load_word(data, None)
    except LoadError as error:
        return str(error)
    return ""


def test_a_mutated_file_is_read_or_refused() -> None:
    generator, data = random.Random(1), whole()
    outcomes = [outcome(mutated(data, generator)) for _ in range(1_000)]
    assert 10 < outcomes.count("") < 950  # nearly every change shows in a part's checksum


def test_mutated_xml_in_a_sound_file_is_read_or_refused() -> None:
    generator = random.Random(2)
    with zipfile.ZipFile(io.BytesIO(whole())) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    outcomes = []
    for _ in range(1_000):
        name = generator.choice(sorted(parts))
        text = parts[name]
        assert isinstance(text, bytes)
        outcomes.append(outcome(package(parts | {name: mutated(text, generator)})))
    assert 50 < outcomes.count("") < 950


VALUE = ("-1", "0", "9" * 5_000, "99999999999", "x", "", "&#x202E;", "1.5", "٣", "0x10", "F0B7")


def test_absurd_values_are_read_or_refused() -> None:
    generator = random.Random(3)
    with zipfile.ZipFile(io.BytesIO(whole())) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    for _ in range(500):
        name = generator.choice(["word/document.xml", "word/styles.xml", "word/footnotes.xml"])
        text = parts[name]
        assert isinstance(text, bytes)
        pieces = text.decode().split('="')
        at = generator.randrange(1, len(pieces))
        pieces[at] = generator.choice(VALUE) + '"' + pieces[at].partition('"')[2]
        outcome(package(parts | {name: '="'.join(pieces)}))
