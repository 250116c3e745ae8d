"""The commands together. Each has a file of its own, which imports what is slow when it runs."""

from __future__ import annotations

import os
import sys

import click

from ui.cli.commands.ask import ask
from ui.cli.commands.calibrate import calibrate
from ui.cli.commands.check import check
from ui.cli.commands.check_claim import check_claim
from ui.cli.commands.cite import cite
from ui.cli.commands.compare import compare
from ui.cli.commands.doctor import doctor
from ui.cli.commands.evals.group import eval_group
from ui.cli.commands.feedback import feedback
from ui.cli.commands.find import find
from ui.cli.commands.ingest import ingest
from ui.cli.commands.matrix import matrix
from ui.cli.commands.mcp import mcp
from ui.cli.commands.notes import notes
from ui.cli.commands.replay import replay
from ui.cli.commands.serve import serve
from ui.cli.commands.settings import settings
from ui.cli.commands.show import show
from ui.cli.commands.sources import sources

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}
"""Set before a model's library is imported: none of them may call home or chat on the terminal."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="sanad", message="%(prog)s %(version)s")
def cli() -> None:
    """Ask policy documents, and get answers in their own words.

    Every quote is verbatim and leads back to its place; without evidence there is no answer.
    """


for command in (
    ask,
    calibrate,
    check,
    check_claim,
    cite,
    compare,
    doctor,
    eval_group,
    feedback,
    find,
    ingest,
    matrix,
    mcp,
    notes,
    replay,
    serve,
    settings,
    show,
    sources,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line; errors meant for users are one line on stderr and exit code 1."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    from rag.errors import SanadError

    try:
        cli(prog_name="sanad")
    except SanadError as error:
        from ui.cli.harmless import harmless

        click.echo(harmless(f"sanad: {error}"), err=True)
        sys.exit(1)
