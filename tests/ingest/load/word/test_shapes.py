from __future__ import annotations

import pytest

from tests.ingest.load.word.made import (
    p,
    r,
    read,
    style,
    styled,
    table,
    tc,
    texts,
    word,
)

BOX = "<w:txbxContent>{}</w:txbxContent>"


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    inner = BOX.format(p("In the box."))
    both = (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:wsp><wps:txbx>'
        f"{inner}</wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    old = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    raw = read(word(p(r("Before ") + r(both) + r("after.")) + p(r(old)) + p("Last.")))
    assert texts(raw) == ["Before after.", "In the box.", "In the box.", "Last."]


WHITE = '<w:color w:val="FFFFFF"/>'


DARK = '<w:shd w:val="clear" w:fill="003366"/>'


@pytest.mark.parametrize(
    "body",
    [
        p(r("Seen", WHITE + DARK)),
        p(r("Seen", WHITE + '<w:shd w:val="solid" w:color="003366" w:fill="auto"/>')),
        p(r("Seen", WHITE + '<w:highlight w:val="darkBlue"/>')),
        p(r("Seen", WHITE), DARK),
        p(r("Seen", WHITE), styled("Dark")),
        table([tc(p(r("Seen", WHITE)), DARK)]),
        table([tc(p(r("Seen", WHITE)))], properties='<w:tblStyle w:val="Grid"/>'),
        p(r("Seen", '<w:color w:val="auto"/>')),
        p(r("Seen", '<w:sz w:val="5"/>')),
        p(
            r(
                "<w:drawing><wp:anchor><wps:wsp><wps:spPr><a:solidFill><a:srgbClr "
                'val="003366"/></a:solidFill></wps:spPr><wps:txbx>'
                f"{BOX.format(p(r('Seen', WHITE)))}</wps:txbx></wps:wsp></wp:anchor></w:drawing>"
            )
        ),
        p(
            r(
                '<w:drawing><wp:anchor behindDoc="1"><wp:extent cx="7000000" cy="9000000"/>'
                "</wp:anchor></w:drawing>"
            )
        )
        + p(r("Seen", WHITE)),
    ],
)
def test_white_on_a_colour_is_seen(body: str) -> None:
    styles = style("Dark", f"<w:pPr>{DARK}</w:pPr>") + style(
        "Grid", f"<w:tblStylePr><w:tcPr>{DARK}</w:tcPr></w:tblStylePr>", sort="table"
    )
    raw = read(word(body, styles=styles))
    assert texts(raw) == ["Seen"]
    assert raw.findings == ()


@pytest.mark.parametrize(
    "own", ["", "<a:noFill/>", '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>']
)
def test_white_in_a_white_box_is_not_seen(own: str) -> None:
    line = '<a:ln><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'
    box = (
        f"<w:drawing><wp:anchor><wps:wsp><wps:spPr>{own}{line}</wps:spPr><wps:txbx>"
        f"{BOX.format(p(r('Unseen', WHITE)))}</wps:txbx></wps:wsp></wp:anchor></w:drawing>"
    )
    raw = read(word(p(r(box)) + p("Seen")))
    assert texts(raw) == ["Seen"]
    assert [finding.text for finding in raw.findings] == ["Unseen"]


def test_each_box_has_the_colour_of_its_own_shape() -> None:
    def shape_of(own: str, text: str) -> str:
        inside = BOX.format(p(r(text, WHITE)))
        return f"<wps:wsp><wps:spPr>{own}</wps:spPr><wps:txbx>{inside}</wps:txbx></wps:wsp>"

    dark = '<a:solidFill><a:srgbClr val="003366"/></a:solidFill>'
    boxes = shape_of("<a:noFill/>", "Unseen") + shape_of(dark, "Seen")
    old = (
        '<w:pict><v:rect fillcolor="#003366"><v:textbox>'
        f"{BOX.format(p(r('Also seen', WHITE)))}</v:textbox></v:rect></w:pict>"
    )
    raw = read(word(p(r(f"<w:drawing><wp:inline>{boxes}</wp:inline></w:drawing>") + r(old))))
    assert texts(raw) == ["Seen", "Also seen"]
    assert [finding.text for finding in raw.findings] == ["Unseen"]


def test_white_on_a_page_of_some_colour_is_read() -> None:
    raw = read(word(p(r("Seen", WHITE)), before='<w:background w:color="003366"/>'))
    assert texts(raw) == ["Seen"]
