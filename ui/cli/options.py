"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

corpus_option = click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    help="Folder with the documents [SANAD_CORPUS, else ./corpus].",
)
store_option = click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Folder of the index [SANAD_STORE, else one for each corpus below ./.sanad].",
)


def overrides(corpus: Path | None, store: Path | None) -> dict[str, Path]:
    """Give the settings that were named on the command line."""
    return {k: v for k, v in (("corpus", corpus), ("store", store)) if v is not None}
