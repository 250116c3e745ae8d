"""Tests for signs, raised figures, struck-out words, form fields and equations."""

from __future__ import annotations

import pytest

from tests.ingest.load.word.made import p, r, read, style, styled, texts, word

UP, DOWN = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
STRUCK = "<w:strike/>"


def sym(font: str, code: str) -> str:
    return r(f'<w:sym w:font="{font}" w:char="{code}"/>')


def in_font(font: str, text: str) -> str:
    return r(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


def field(inside: str, result: str = "") -> str:
    begin = f'<w:fldChar w:fldCharType="begin"><w:ffData>{inside}</w:ffData></w:fldChar>'
    shown = f'<w:fldChar w:fldCharType="separate"/>{result}' if result else ""
    code = "<w:instrText> FORM </w:instrText>"
    return r(f'{begin}{code}{shown}<w:fldChar w:fldCharType="end"/>')


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (r("at most ") + sym("Symbol", "F0A3") + r(" 9 ") + sym("Symbol", "B0") + r("F"), "≤ 9 °F"),
        (sym("Wingdings", "F0FE") + r(" Yes ") + sym("Wingdings", "F0A8") + r(" No"), "☑ Yes ☐ No"),
        (sym("Wingdings 2", "F052") + sym("Wingdings 2", "F0A3"), "☑□"),
        (sym("Wingdings", "F0E0") + sym("Webdings", "F061") + sym("Symbol", "F0AE"), "→✔→"),
        (in_font("Symbol", "\uf061\uf0b4\uf062") + r(" is 3"), "α×β is 3"),
        (in_font("Symbol", "D") + r("t"), "Δt"),
        (in_font("House Icons", "\uf041") + r(" map"), "\ufffd map"),
        (sym("MS Gothic", "2611") + r(" agreed"), "☑ agreed"),
    ],
)
def test_a_sign_of_a_symbol_font_is_what_it_looks_like(inside: str, expected: str) -> None:
    assert texts(read(word(p(inside))))[0].endswith(expected)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (r("7 × 10") + r("-9", UP) + r(" g"), "7 × 10⁻⁹ g"),
        (r("N") + r("2", DOWN) + r("O at 3 m") + r("3", UP), "N₂O at 3 m³"),
        (r("on the 21") + r("st", UP) + r(" day"), "on the 21st day"),
        (r("2") + r("3", UP) + r("/") + r("4", DOWN) + r(" acres"), "2¾ acres"),
        (r("5", UP) + r("\u2044") + r("12", DOWN) + r(" of it"), "⁵⁄₁₂ of it"),
        (r("10") + r("4", '<w:position w:val="6"/><w:sz w:val="14"/>'), "10⁴"),
        (r("Form 27", '<w:position w:val="2"/>'), "Form 27"),
        (r("Section 12 of the Act", UP), "Section 12 of the Act"),
        (r("9", UP + '<w:rStyle w:val="none"/>') + r("x"), "⁹x"),
        (r("4", '<w:vertAlign w:val="baseline"/>'), "4"),
    ],
)
def test_raised_and_lowered_figures_keep_their_place(inside: str, expected: str) -> None:
    assert texts(read(word(p(inside)))) == [expected]


def test_a_style_may_raise_strike_and_set_in_symbols() -> None:
    styles = (
        style("Power", f"<w:rPr>{UP}</w:rPr>", sort="character")
        + style("Old", "<w:rPr><w:dstrike/></w:rPr>", sort="character")
        + style("Repealed", f"<w:rPr>{STRUCK}</w:rPr>")
        + style("Greek", '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>', sort="character")
    )
    named = '<w:rStyle w:val="{}"/>'.format
    body = (
        p(r("10") + r("5", named("Power")) + r(" ") + r("m", named("Greek")))
        + p("No boat may leave.", styled("Repealed"))
        + p(r("Pay ") + r("ten ", named("Old")) + r("six.", '<w:strike w:val="0"/>'))
        + p(r("It holds.", '<w:strike w:val="0"/>'), styled("Repealed"))
    )
    raw = read(word(body, styles=styles))
    assert texts(raw) == ["10⁵ μ", "Pay six.", "It holds."]
    assert [(one.message, one.text) for one in raw.findings] == [
        ("left out: 5 words that are struck out", "No boat may leave. ten")
    ]


def test_a_note_of_struck_words_goes_with_them() -> None:
    body = p(r("Kept. ") + r('<w:t>Gone.</w:t><w:footnoteReference w:id="1"/>', STRUCK))
    notes = f'<w:footnote w:id="1">{p("Of what is gone.")}</w:footnote>'
    assert texts(read(word(body, footnotes=notes))) == ["Kept."]


def test_old_form_fields_show_their_state() -> None:
    box = "<w:checkBox><w:sizeAuto/>{}</w:checkBox>".format
    choices = '<w:listEntry w:val="Male"/><w:listEntry w:val="Female"/>'
    body = p(
        field(box('<w:default w:val="0"/><w:checked/>'))
        + r(" a ")
        + field(box('<w:default w:val="1"/><w:checked w:val="0"/>'))
        + r(" b ")
        + field(box('<w:default w:val="1"/>'))
        + r(" c ")
        + field(f'<w:ddList><w:result w:val="1"/>{choices}</w:ddList>')
        + r(" ")
        + field('<w:ddList><w:result w:val="7"/></w:ddList>', "<w:t>kept</w:t>")
    )
    assert texts(read(word(body))) == ["☑ a ☐ b ☑ c Female kept"]


def test_figures_of_an_equation_are_raised_and_put_together() -> None:
    def m(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    power = f"<m:sSup><m:sSupPr/><m:e>{m('10')}</m:e><m:sup>{m('-6')}</m:sup></m:sSup>"
    half = f"<m:f><m:fPr/><m:num>{m('1')}</m:num><m:den>{m('2')}</m:den></m:f>"
    index = f"<m:sSub><m:e>{m('x')}</m:e><m:sub>{m('i')}</m:sub></m:sSub>"
    inside = f"<m:oMath>{m('k=2')}{half}{m('×')}{power}{m('+')}{index}</m:oMath>"
    assert texts(read(word(p(inside)))) == ["k=2½×10⁻⁶+ x i"]
