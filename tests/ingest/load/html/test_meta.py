from __future__ import annotations

import pytest

from ingest.load.html.reader import read_page
from tests.ingest.load.html.made import PROSE
from tests.ingest.load.html.pages import page


def test_metadata_of_a_news_article() -> None:
    said = read_page(page("news article")).properties
    assert said.csl == {
        "title": "Council raises the well levy",
        "author": [{"family": "Qureshi", "given": "Amna"}],
        "issued": {"date-parts": [[2021, 3, 4]]},
        "publisher": "Valley Post Media",
        "container-title": "Valley Post",
        "language": "en",
        "URL": "https://valleypost.example/levy",
    }
    assert (said.origins["title"], said.origins["author"]) == ("HTML meta", "JSON-LD")
    assert read_page(page("research brief")).properties.csl["author"] == [
        {"family": "Shah", "given": "Noor"},
        {"family": "Malik", "given": "Omar"},
    ]


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("<meta name=dc.date content=2019-11>", "issued", {"date-parts": [[2019, 11]]}),
        ("<meta name=dc.date content='3 March 2020'>", "issued", {"date-parts": [[2020, 3, 3]]}),
        ("<meta name=dc.date content='May 4, 2020'>", "issued", {"date-parts": [[2020, 5, 4]]}),
        ("<meta name=dc.date content=2019-13-45>", "issued", None),
        ("<meta name=dc.date content='last year'>", "issued", None),
        ("<meta property='article:modified_time' content=2020-01-01>", "issued", None),
        ("<meta name=dc.date content='4/5/2020'>", "issued", None),
        ("<meta name=dc.date content='3 de mayo de 2020'>", "issued", {"date-parts": [[2020, 5, 3]]}),
        ("<time datetime=2020-05-03T10:00>3.5.</time>", "issued", {"date-parts": [[2020, 5, 3]]}),
        ("<time datetime=2020-05-03>3.5.</time><time datetime=2020-05-04>4.5.</time>", "issued", None),
        ("<time itemprop=startDate datetime=2020-05-03>3.5.</time>", "issued", None),
        ("<meta name=author content=admin>", "author", None),
        ("<meta name=author content='Wells, Board of'>", "author", [{"literal": "Wells, Board of"}]),
        ("<title>Untitled document</title>", "title", None),
        ("<title>Microsoft Word - x.doc</title>", "title", None),
        ("<link rel=canonical href='javascript:x'>", "URL", None),
        ("<link rel=canonical href='/relative'>", "URL", None),
        ("<link rel=canonical href='http://[bad'>", "URL", None),
        ("<script type='application/ld+json'>{'bad</script>", "author", None),
        ("<script type='application/ld+json'>" + "[" * 99_999 + "</script>", "author", None),
        ('<script type="application/ld+json">{"@type":"Report","author":{"name":7}}</script>', "author", None),
    ],
)  # fmt: skip
def test_metadata(head: str, field: str, value: object) -> None:
    html = f"<html><head>{head}</head><body><p>{PROSE}</p></body></html>"
    assert read_page(html).properties.csl.get(field) == value


def test_metadata_is_bounded() -> None:
    authors = "".join(f"<meta name=author content='Writer {n}'>" for n in range(5000))
    said = read_page(f"<title>{'long ' * 9999}</title>{authors}<p>{PROSE}</p>").properties.csl
    assert len(str(said["title"])) <= 500
    assert isinstance(said["author"], list)
    assert len(said["author"]) == 50
