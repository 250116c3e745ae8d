"""Forms: what is ticked and filled in is text in its place, and nothing of them is run."""

from __future__ import annotations

import io

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, create_string_object
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.load.pdf.made import VALLEY, made, put, read, texts, wrapped


def form(canvas: Canvas) -> None:
    put(canvas, wrapped(VALLEY))
    fields = canvas.acroForm
    for y, (label, checked) in zip(
        (560, 530), {"I own a well": True, "I rent one": False}.items(), strict=True
    ):
        fields.checkbox(name=label, x=72, y=y - 3, size=12, checked=checked)
        put(canvas, [label], x=90, y=y)
    put(canvas, ["Name of the owner:"], y=500)
    fields.textfield(name="name", value="Sultana Bibi", x=170, y=495, width=200, height=18)
    put(canvas, ["Village:"], y=470)
    fields.choice(
        name="village",
        value="Upper Bridge",
        options=["Upper Bridge", "Mill"],
        x=170,
        y=465,
        width=120,
        height=18,
    )
    put(canvas, ["Remarks:"], y=440)
    fields.textfield(name="nothing", value="", x=170, y=435, width=200, height=18)
    put(canvas, ["Answer:"], y=410)
    for x, (value, selected) in zip((170, 230), {"yes": True, "no": False}.items(), strict=True):
        fields.radio(name="answer", value=value, selected=selected, x=x, y=407, size=12)
        put(canvas, [value], x=x + 16, y=410)


def test_what_is_ticked_and_filled_in_stands_beside_its_label() -> None:
    said = " ".join(texts(read(made(form)))).replace(" | ", " ")  # a form may be a table
    for line in (
        "☑ I own a well",
        "☐ I rent one",
        "Name of the owner: Sultana Bibi",
        "Village: Upper Bridge",
        "Remarks: Answer: ◉ yes ○ no",
    ):
        assert line in said


def test_a_text_of_many_lines_is_read_as_it_runs() -> None:
    value = "The pump was mended in May. It broke again in June.\nNobody came since."

    def draw(canvas: Canvas) -> None:
        put(canvas, wrapped(VALLEY))
        put(canvas, ["What happened:"], y=500)
        canvas.acroForm.textfield(
            name="tale", value=value, x=72, y=400, width=150, height=90, fieldFlags="multiline"
        )

    assert (
        "What happened: The pump was mended in May. It broke again in June. Nobody came since."
        in (" ".join(texts(read(made(draw)))))
    )


def test_a_printed_box_under_the_field_is_not_read_twice() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, wrapped(VALLEY))
        canvas.acroForm.checkbox(name="well", x=72, y=497, size=12, checked=True)
        put(canvas, ["\u2751"], x=74, y=500, font="ZapfDingbats")
        put(canvas, ["I own a well"], x=90, y=500)

    assert texts(read(made(draw)))[-1] == "☑ I own a well"


def test_hidden_fields_passwords_and_buttons_are_no_text() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, wrapped(VALLEY))
        put(canvas, ["The end."], y=500)
        fields = canvas.acroForm
        fields.textfield(name="a", value="swordfish", x=72, y=450, fieldFlags="password")
        fields.textfield(name="b", value="unseen", x=72, y=400, annotationFlags="hidden")

    assert texts(read(made(draw)))[-1] == "The end."


def script(code: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): create_string_object(code),
        }
    )


def test_scripts_of_a_form_are_not_run() -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(made(form))))
    change = script("this.getField('name').value = 'Changed';")
    writer.root_object[NameObject("/OpenAction")] = change
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): change})
    buffer = io.BytesIO()
    writer.write(buffer)
    assert "Sultana Bibi" in " ".join(texts(read(buffer.getvalue())))
