"""Reading the image of a page by Tesseract, if it's installed."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

PROGRAM = "tesseract"
TIMEOUT_S = 60
WANTED = ("eng", "urd")
UNSURE, SURE = 70.0, 85.0
"""Percent. Of 75 pages blurred, coarse, turned or noisy, those of a mean confidence below the
first had .68 of their words right or fewer (.82 at most), those between .76 to .94, those above
.86 or more, all but one .93."""
COLUMNS = 12
DESCENDING = frozenset("gjpqy,;()[]{}/Q_|")


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word on a page's image. The box is in pixels; ``line`` numbers the printed line."""

    text: str
    line: tuple[int, ...]
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float


class OcrFailed(Exception):
    """Tesseract gave no text for this image; the message says why."""


def ocr_available() -> bool:
    """Say whether Tesseract is on the PATH."""
    return shutil.which(PROGRAM) is not None


@cache
def _languages(program: str) -> str:
    """Give the languages to read in: those of `WANTED` that are installed, joined by ``+``."""
    done = _run([program, "--list-langs"], b"")
    installed = set(done.decode("utf-8", "replace").split())
    return "+".join(name for name in WANTED if name in installed) or "eng"


def read_image(pixels: bytes, width: int, height: int, dpi: int) -> list[SeenWord]:
    """Read a grey image: its bytes, row by row. Raises `OcrFailed`.

    The words come in Tesseract's reading order.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise OcrFailed("Tesseract isn't installed")
    image = b"P5\n%d %d\n255\n" % (width, height) + pixels
    command = [program, "stdin", "stdout", "--dpi", str(dpi), "-l", _languages(program), "tsv"]
    return list(_words(_run(command, image).decode("utf-8", "replace")))


def _run(command: Sequence[str], data: bytes) -> bytes:
    # One thread: several are slower for single pages, and pages may be read side by side.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # nosec B603 # noqa: S603 - its own path, no shell
            command, input=data, capture_output=True, timeout=TIMEOUT_S, env=environment, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise OcrFailed(f"Tesseract took over {TIMEOUT_S} s") from error
    except subprocess.CalledProcessError as error:
        raise OcrFailed(f"Tesseract failed with code {error.returncode}") from error
    except OSError as error:
        raise OcrFailed(f"Tesseract can't be started ({error.strerror})") from error
    return done.stdout


def _words(table: str) -> Iterable[SeenWord]:
    for row in csv.reader(table.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) != COLUMNS or row[0] != "5" or not row[11].strip():
            continue
        try:
            _, *line = (int(number) for number in row[1:5])
            left, top, width, height = (int(number) for number in row[6:10])
            confidence = float(row[10])
        except ValueError:
            continue
        text = "".join(row[11].split())
        yield SeenWord(text, tuple(line), left, top, left + width, top + height, confidence)


def baseline(words: Sequence[SeenWord]) -> float:
    """Give the height on which the words of one line stand, in pixels."""
    standing = [word.y1 for word in words if not DESCENDING & set(word.text)]
    if standing:
        return median(standing)
    return median(word.y1 - 0.2 * (word.y1 - word.y0) for word in words)


def confidence(words: Sequence[SeenWord]) -> float:
    """Give the mean confidence of words, in percent, weighted by their letters."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / max(letters, 1)
