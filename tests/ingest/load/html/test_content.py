from __future__ import annotations

import re
from collections import Counter

import pytest

from ingest.load.html.reader import read_page
from tests.ingest.load.html.made import MAY_BE_KEPT, PROSE, texts, words
from tests.ingest.load.html.pages import PAGES, article_words, furniture_words, page


@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_the_article_is_kept_and_none_around_it(name: str) -> None:
    found, article = Counter(words(read_page(page(name)))), Counter(article_words(name))
    assert article - found == Counter()
    around = (found - article) & Counter(furniture_words(name))
    assert around.total() <= MAY_BE_KEPT.get(name, 0)


@pytest.mark.parametrize("name", [name for name in PAGES if furniture_words(name)])
def test_what_is_left_out_is_one_finding_with_a_count(name: str) -> None:
    found = [f for f in read_page(page(name)).findings if f.kind == "left out"]
    assert len(found) == 1
    assert re.fullmatch(r"navigation and page furniture: [1-9]\d* words", found[0].message)
    assert len(found[0].text) <= 200


@pytest.mark.parametrize(
    "section",
    [
        "<section id='social'><h2>Social policy</h2><p>Aid <a href=a>is paid</a> monthly.</p></section>",
        "<div id='comments'><h2>General comments</h2><p>None of the bodies replied.</p></div>",
        "<div class='share-of-costs'><p>The share of the state is a half.</p></div>",
        "<aside><h3>Box 1</h3><p>A pump costs 30,000 rupees.</p></aside>",
        "<h2>References</h2><ul><li><a href=a>One</a><li><a href=b>Two</a><li><a href=c>Four</a></ul>",
        "<table><tr><th>Act<th>Text<tr><td><a href=a>One</a><td><a href=b>read</a> <a href=c>it</a></table>",
        "<form><p>Whoever fills in this form must do so in ink.</p></form>",
        "<footer><p>Section footers may hold a note on the method.</p></footer>",
        "<p class='related'>See <a href=a>the Act</a> and <a href=b>its rules</a> on this.</p>",
    ],
)
def test_names_alone_make_nothing_furniture(section: str) -> None:
    plain = re.sub(r"<[^>]*>", " ", section).split()
    for html in (
        f"<main><h1>Title</h1><p>{PROSE}</p>{section}<p>{PROSE}</p></main>",
        f"<article><h1>Title</h1><p>{PROSE}</p>{section}<p>{PROSE}</p></article>",
    ):
        kept = " ".join(texts(html)).replace(" | ", " ").split()
        assert Counter(plain) - Counter(kept) == Counter()


def test_a_title_in_the_header_and_notes_in_the_footer_are_kept() -> None:
    html = (
        "<header><nav><a href=a>Home</a></nav><h1>The title</h1></header><main>"
        f"<p>{PROSE}<sup><a href='#n1'>1</a></sup></p></main>"
        "<footer><ol><li id=n1>A note.</li></ol></footer>"
    )
    assert texts(html) == ["The title", PROSE, "A note."]
    assert texts(html.replace("main>", "div>")) == ["The title", PROSE, "A note."]


def test_a_title_page_with_links_is_no_menu() -> None:
    html = (
        "<div><h1><a name=top>Rules of the Board</a></h1><h3><a href=b>Board of Wells</a></h3>"
        "<h3><a href=c>A clerk</a></h3><p><a href='mailto:x'>x@wells.example</a></p></div>"
        f"<h2>One</h2><p>{PROSE}</p>"
    )
    assert texts(html)[:3] == ["Rules of the Board", "Board of Wells", "A clerk"]


def test_the_header_of_a_card_is_text() -> None:
    html = f"<p>{PROSE}</p><div class=card><div class=card-header>Who to call</div>{PROSE}</div>"
    assert texts(html) == [PROSE, "Who to call", PROSE]


MENU = "<a href=a>Home</a> <a href=b>About</a> <a href=c>Contact</a>"


@pytest.mark.parametrize(
    "name",
    [
        "footer",
        "footer-note",
        "banner",
        "nav-box",
        "sidebar-note",
        "promo",
        "widget",
    ],
)
@pytest.mark.parametrize("holder", ["<div id=content>", "<div class='post-body'>", "<section>"])
def test_a_box_inside_the_text_is_text_whatever_it_is_called(name: str, holder: str) -> None:
    box = f"<div class={name}>Ask <a href=a>the clerk</a> before the first of May.</div>"
    html = (
        f"<div class=header><ul>{MENU}</ul></div>{holder}<h1>Levy</h1><p>{PROSE}</p>{box}"
        f"<p>{PROSE}</p>{box}</{holder[1:4] if 'div' in holder else 'section'}></div>"
        "<div class=footer>© 2024 Board. <a href=p>Privacy</a></div>"
    )
    ask = "Ask the clerk before the first of May."
    assert texts(html) == ["Levy", PROSE, ask, PROSE, ask]


@pytest.mark.parametrize(
    "html",
    [
        f"<nav><h1>Levy</h1><p>{PROSE}</p></nav>",
        f"<div role=banner><h1>Levy</h1><p>{PROSE}</p></div>",
        f"<div class=site-header><h1>Levy</h1><p>{PROSE}</p></div>",
        f"<body><noscript><h1>Levy</h1><p>{PROSE}</p><p>{PROSE}</p></noscript>",
        f"<body><main><h1>Levy</h1><p>{PROSE}</p></main><div><p>{PROSE}</p></div>",
        f"<article><header><h1>Levy</h1><p>{PROSE}</p></header></article>",
    ],
)
def test_what_holds_the_pages_text_is_never_furniture(html: str) -> None:
    found = texts(html)
    assert found[0] == "Levy"
    assert len(found) == 1 + html.count(PROSE)


def test_text_around_small_tables_is_kept() -> None:
    table = "<div class=wrap><table><tr><td>Ceiling</td><td>900 rupees</td></tr></table></div>"
    html = f"<p>{PROSE}</p>Before it.{table}After it.<p>Last.</p>"
    assert texts(html) == [PROSE, "Before it.", "Ceiling | 900 rupees", "After it.", "Last."]


def test_a_page_that_gives_next_to_no_text_says_why() -> None:
    links = "".join(f"<li><a href={n}>Circular {n} of the board</a></li>" for n in range(40))
    notes = read_page(f"<nav><ul>{links}</ul></nav><p>Loading</p>").notes
    assert len(notes) == 1
    assert notes[0].startswith("almost all of the page (200 of 201 words) was taken for menus")
    made = read_page("<div id=root></div><script src=app.js></script><p>Wait</p>").notes
    assert made == (
        "next to no text: a script may make the rest; save the page as PDF from a browser",
    )
    assert read_page(f"<p>{PROSE}</p><p>{PROSE}</p><script>1</script>").notes == ()
    assert read_page("<p>Circular 5 is withdrawn.</p>").notes == ()
    box = f"<div hidden><p>{PROSE}</p></div>"
    notes = read_page(f"<p>{'One two three. ' * 4}</p>{box}{box}").notes
    assert [note.partition(" (")[0] for note in notes] == ["most of the page"]
