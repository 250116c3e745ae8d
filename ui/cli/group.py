"""The commands together. Each has a file of its own, which imports what is slow when it runs."""

from __future__ import annotations

import click

from ui.cli.commands.ask import ask
from ui.cli.commands.backup import backup, restore
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
from ui.cli.commands.stop import stop


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="sanad", message="%(prog)s %(version)s")
def cli() -> None:
    """Ask policy documents, and get answers in their own words.

    Every quote is verbatim and leads back to its place; without evidence there is no answer.
    """


for command in (
    ask,
    backup,
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
    restore,
    serve,
    settings,
    show,
    sources,
    stop,
):
    cli.add_command(command)
