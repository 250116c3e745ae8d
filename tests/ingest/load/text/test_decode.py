"""Encodings: what can be read is, what is guessed is said, and the file's bytes come back."""

from __future__ import annotations

import codecs
import random

import pytest

from ingest.load.text.decode import decode, decode_page
from rag.errors import LoadError

TEXTS = {
    "en": "The “state’s” naïve policy – revised. The board met and set a levy of £5 for each café.",
    "fr": "Le gouvernement a décidé de réviser la politique de sécurité après les élections.",
    "de": "Die Straße über den Fluß wird im nächsten Jahr für Fußgänger geöffnet, heißt es.",
    "pl": "Rząd ogłosił nową politykę bezpieczeństwa. Źródła wody są chronione, opłaty niższe.",
    "tr": "Hükümet yeni iç güvenlik politikasını açıkladı. Kurul su ücreti üzerinde anlaştı.",
    "ru": "Правительство объявило новую политику. Совет собрался весной и принял решение.",
    "ar": "أعلنت الحكومة سياسة جديدة للأمن الداخلي. اجتمع المجلس في الربيع واتفق على الرسوم.",
    "ur": "حکومت نے پاني کي نئي پاليسي کا اعلان کيا ہے. بورڈ کا اجلاس بہار ميں ہوا.",
    "el": "Η κυβέρνηση ανακοίνωσε νέα πολιτική ασφάλειας. Το συμβούλιο συνεδρίασε την άνοιξη.",
    "he": "הממשלה הודיעה על מדיניות חדשה לביטחון פנים. המועצה התכנסה באביב והסכימה על היטל.",
    "zh": "政府宣布了新的内部安全政策。委员会在春天开会，同意对该地区的每口井征收费用。",
    "tw": "政府宣布了新的內部安全政策。委員會在春天開會，同意對該地區的每口井徵收費用。",
    "ja": "政府は新しい国内治安政策を発表した。委員会は春に会合を開き、料金について合意した。",
    "ko": "정부는 새로운 국내 안보 정책을 발표했다. 위원회는 봄에 모여 우물 요금에 합의했다.",
}
NARROW = [
    ("en", "cp1252"),
    ("fr", "iso8859-1"),
    ("fr", "iso8859-15"),
    ("de", "cp1252"),
    ("pl", "cp1250"),
    ("pl", "iso8859-2"),
    ("tr", "cp1254"),
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("ru", "iso8859-5"),
    ("ar", "cp1256"),
    ("ar", "iso8859-6"),
    ("ur", "cp1256"),
    ("el", "cp1253"),
    ("he", "cp1255"),
    ("zh", "gb18030"),
    ("tw", "big5"),
    ("ja", "shift_jis"),
    ("ja", "euc_jp"),
    ("ko", "euc_kr"),
]


@pytest.mark.parametrize(("language", "encoding"), NARROW)
def test_common_encodings_are_guessed_and_noted(language: str, encoding: str) -> None:
    data = (TEXTS[language] + "\n").encode(encoding)
    text, codec, skip, notes = decode(data)
    assert text == TEXTS[language] + "\n"
    assert (text.encode(codec), skip) == (data, 0)
    assert notes[0].startswith("not UTF-8: read as ")
    assert notes[0].endswith(" (guessed)")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("language", ["en", "ur", "zh"])
def test_wide_encodings_are_read_without_a_mark(language: str, encoding: str) -> None:
    data = (TEXTS[language] + "\n").encode(encoding)
    text, codec, _, notes = decode(data)
    assert (text, codec) == (TEXTS[language] + "\n", encoding)
    assert "guessed" in notes[0]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")],
)
def test_a_mark_of_utf_32_isnt_taken_for_one_of_utf_16(mark: bytes, encoding: str) -> None:
    assert decode(mark + "Über uns.".encode(encoding)) == ("Über uns.", encoding, 4, ())


def test_a_long_text_is_judged_by_the_lines_that_arent_ascii() -> None:
    data = (b"plain words here\n" * 8000) + (TEXTS["ru"] + "\n").encode("koi8-r") * 900
    text, codec, _, _ = decode(data)
    assert (codec, text.encode(codec)) == ("koi8_r", data)
    assert text.endswith(TEXTS["ru"] + "\n")


def test_binary_data_is_refused_or_given_back() -> None:
    chance = random.Random(7)
    refused = 0
    for size in range(1, 300):
        data = chance.randbytes(size)
        try:
            text, codec, skip, _ = decode(data)
        except LoadError:
            refused += 1
            continue
        assert text.encode(codec) == data[skip:]
    assert refused > 250
    with pytest.raises(LoadError, match="binary"):
        decode(b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\0>\0\x01\0\0\0" * 40)


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="{}">',
        "<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset={}'>",
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_a_page_says_its_encoding(head: str) -> None:
    text = head.format("windows-1251") + TEXTS["ru"]
    assert decode_page(text.encode("cp1251")) == (text, "cp1251", ())


def test_labels_are_what_browsers_take_them_for() -> None:
    text = '<meta charset="iso-8859-1">the “levy”'
    assert decode_page(text.encode("cp1252"))[:2] == (text, "cp1252")
    text = "<meta charset=gb2312>" + TEXTS["zh"]
    assert decode_page(text.encode("gb18030"))[:2] == (text, "gb18030")
    assert decode_page(text.encode("gb18030"), "no such thing")[:2] == (text, "gb18030")


def test_a_page_that_is_utf_8_is_read_so_whatever_it_says() -> None:
    text = "<meta charset=iso-8859-1>" + TEXTS["ru"]
    found, codec, notes = decode_page(text.encode())
    assert (found, codec) == (text, "utf-8")
    assert "but is UTF-8" in notes[0]


def test_a_few_damaged_bytes_of_a_page_are_marked() -> None:
    data = ("<meta charset=utf-8>" + TEXTS["ru"] * 30).encode() + b"\xd0 end"
    text, codec, notes = decode_page(data)
    assert (codec, text.count("\ufffd")) == ("utf-8", 1)
    assert notes == ("damaged: 1 characters can't be read",)


def test_zero_bytes_in_a_page_are_dropped_and_a_binary_file_is_refused() -> None:
    text, _, notes = decode_page(b"<p>wa\0ter</p>" * 20 + b"<p>" + b"x" * 4000)
    assert text.startswith("<p>water</p>")
    assert "20 zero bytes" in notes[0]
    with pytest.raises(LoadError, match="binary"):
        decode_page(b"%PDF-1.7\n" + bytes(range(256)) * 20)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Глава 2. Плата за воду взимается раз в год, до первого мая.", "cp1251"),
        ("Глава 2. Плата за воду взимается раз в год, до первого мая.", "cp866"),
        ("Закон за таксите. Таксата е пет лева за година.", "cp1251"),
        ("Opłata za wodę wynosi pięć złotych, a płatna jest w maju każdego roku.", "cp1250"),
        ("Poplatek za vodu činí pět korun a splatný je v květnu.", "iso8859-2"),
        ("Die Gebühr beträgt fünf Euro für jeden Anschluß.", "cp1252"),
        ("The furnace runs at 900 °C ± 5.", "cp1252"),
        ("The levy is £5; the “first” part is due in May.", "cp1252"),
    ],
)
def test_a_short_text_of_an_old_encoding_is_told_by_its_letters(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    "data",
    [
        b"The levy is fi\0ve rupees, due in May.",
        "Die Gebühr\0 ist im Mai fällig; sie beträgt fünf Euro.".encode(),
        b"\0" + "پانی کا بل مئی میں آتا ہے۔ ".encode() * 20 + b"\0",
    ],
)
def test_a_stray_zero_byte_is_no_sign_of_utf_16(data: bytes) -> None:
    text, encoding, skip, notes = decode(data)
    assert (text.encode(), encoding, skip) == (data, "utf-8", 0)
    assert notes == (f"{data.count(0)} zero bytes in it were left out",)


def test_a_page_may_say_its_encoding_late() -> None:
    for before in (1_500, 20_000, 90_000):
        head = f"<html><head><script>{'x' * before}</script>".encode()
        for said in (b"<meta charset=windows-1251>", b"<meta content='text/html;charset=cp1251'>"):
            page = head + said + "<p>Плата</p>".encode("cp1251")
            assert decode_page(page)[:2][1] == "cp1251"
            assert "<p>Плата</p>" in decode_page(page)[0]
