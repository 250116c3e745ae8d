"""Options that several `sanad eval` commands have."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.options import NEW

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)

corpus_option = click.option(
    "--corpus", type=FOLDER, help="Documents [corpus/ beside the cases, else SANAD_CORPUS]."
)
out_option = click.option("--out", type=NEW, help="Write the report as JSON.")
html_option = click.option("--html", type=NEW, help="Write the report as one page to read.")
sample_option = click.option(
    "--sample", type=click.IntRange(1), help="Take so many, spread evenly over the file."
)
