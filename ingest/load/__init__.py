"""Reading files: one package a kind of file, each giving a `Raw`."""

from ingest.load.ocr import ocr_available
from ingest.load.raw import INVISIBLE, TOKEN, Raw, RawBlock, RawLine, RawPage, Reading
from ingest.load.registry import FORMATS, load

__all__ = [
    "FORMATS",
    "INVISIBLE",
    "TOKEN",
    "Raw",
    "RawBlock",
    "RawLine",
    "RawPage",
    "Reading",
    "load",
    "ocr_available",
]
