"""The one door to the language data: the lists, scales, forms and examples beside it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def words(reader: str, name: str) -> list[str]:
    """Give a list of single words, in its order; ``reader`` is the module that it is for."""
    return _read("word_lists.toml")[reader][name].split()


def phrases(reader: str, name: str) -> list[str]:
    """Give a list of words or phrases that commas part, in its order."""
    return " ".join(_read("word_lists.toml")[reader][name].split()).split(", ")


def scales() -> dict[str, dict[str, str]]:
    """Give by scale, and on each by step, the words and phrases that say so, parted by ``|``."""
    return {
        scale: {step: said.replace("\n", "") for step, said in steps.items()}
        for scale, steps in _read("scales.toml").items()
    }


def request_forms() -> dict[str, dict[str, str]]:
    """Give by kind of request, and in each by name, the forms in which it is put."""
    return _read("request_forms.toml")


def request_examples() -> dict[str, str]:
    """Give by kind of request how people put it, one example a line."""
    return {kind: said["examples"] for kind, said in _read("request_examples.toml").items()}


@cache
def _read(file: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(files("rag.english").joinpath(file).read_text("utf-8"))
