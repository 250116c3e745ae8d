from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from rag.errors import LoadError
from rag.library import Library
from tests.ui.web.harbour import RAISED, tides
from ui.cli.group import cli
from ui.page_image import page_with_words

__all__ = ["tides"]


def picture(made: bytes) -> Image.Image:
    return Image.open(io.BytesIO(made)).convert("RGB")


def is_marked(page: Image.Image, box: tuple[float, float, float, float], across: float) -> bool:
    scale = page.width / across
    red, _, blue = page.getpixel((int(box[0] * scale) + 1, int(box[1] * scale) + 1))  # type: ignore[misc]
    return bool(red - blue > 60)


def test_words_are_marked_on_their_page_alone(tides: Library) -> None:
    of = tides.store.document("tides.pdf")
    assert of
    start = of.text.index(RAISED)
    end = start + len(RAISED)
    (box,) = of.source_map.boxes(start, end)
    corner = (box.x0, box.y0, box.x1, box.y1)
    number, made = page_with_words(of, start, end, tides, width=600)
    assert number == 6
    assert picture(made).width == 600
    assert is_marked(picture(made), corner, 595.28)
    number, plain = page_with_words(of, start, end, tides, page=5, width=600)
    assert number == 5
    assert not is_marked(picture(plain), corner, 595.28)
    with pytest.raises(LoadError, match="no page 11"):
        page_with_words(of, 0, 0, tides, page=11)


def test_it_is_written_in_the_terminal(tides: Library, tmp_path: Path) -> None:
    target = tmp_path / "page.jpg"
    paths = ["--store", os.fspath(tides.store.path), "--corpus", str(tides.settings.corpus)]
    given = ["show", "tides.pdf", "--page-image", str(target), "--page", "2", "--width", "400"]
    done = CliRunner().invoke(cli, [*given, *paths])
    assert done.exit_code == 0
    assert "page 2 of tides.pdf" in done.stderr
    assert picture(target.read_bytes()).width == 400
    given[1] = "fees.html"
    assert isinstance(CliRunner().invoke(cli, [*given, *paths]).exception, LoadError)
