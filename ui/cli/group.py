"""The commands together. Each has a file of its own, which imports what is slow when it runs."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.commands.accounts import accounts
from ui.cli.commands.ask import ask
from ui.cli.commands.audit import audit
from ui.cli.commands.backup import backup, restore
from ui.cli.commands.calibrate import calibrate
from ui.cli.commands.check import check
from ui.cli.commands.check_claim import check_claim
from ui.cli.commands.cite import cite
from ui.cli.commands.collections import collections
from ui.cli.commands.compare import compare
from ui.cli.commands.doctor import doctor
from ui.cli.commands.evals.group import eval_group
from ui.cli.commands.feedback import feedback
from ui.cli.commands.find import find
from ui.cli.commands.ingest import ingest
from ui.cli.commands.keys import keys
from ui.cli.commands.matrix import matrix
from ui.cli.commands.mcp import mcp
from ui.cli.commands.move_store import move_store
from ui.cli.commands.notes import notes
from ui.cli.commands.questions import questions
from ui.cli.commands.replay import replay
from ui.cli.commands.serve import serve
from ui.cli.commands.settings import settings
from ui.cli.commands.show import show
from ui.cli.commands.sources import sources
from ui.cli.commands.stop import stop
from ui.cli.commands.tables import COMMANDS as TABLES
from ui.cli.commands.watch import watch
from ui.cli.commands.zotero import zotero
from ui.cli.options import CHOSEN, PATH
from ui.server_folder import SERVER


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="sanad", message="%(prog)s %(version)s")
@click.option("--server", type=PATH, envvar=SERVER, help=f"Folder of a team's server [{SERVER}].")
@click.option("--collection", metavar="NAME", help="Work on this collection of that server.")
@click.pass_context
def cli(context: click.Context, server: Path | None, collection: str | None) -> None:
    """Ask policy documents, and get answers in their own words.

    Every quote is verbatim and leads back to its place; without evidence there is no answer.
    """
    if collection is None:
        return
    if server is None:
        raise click.UsageError(f"--collection needs --server FOLDER, or {SERVER}.")
    from ui.collections.listed import find
    from ui.server_folder import ServerFolder

    context.meta[CHOSEN] = dict(find(ServerFolder(server), collection).settings)


for command in (
    accounts,
    ask,
    audit,
    backup,
    calibrate,
    check,
    check_claim,
    cite,
    collections,
    compare,
    doctor,
    eval_group,
    feedback,
    find,
    ingest,
    keys,
    matrix,
    mcp,
    move_store,
    notes,
    questions,
    replay,
    restore,
    serve,
    settings,
    show,
    sources,
    stop,
    watch,
    zotero,
    *TABLES,
):
    cli.add_command(command)
