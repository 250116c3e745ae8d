"""What the ``sanad`` script runs. It imports little: a running Sanad may answer in its place."""

from __future__ import annotations

import atexit
import gc
import os
import sys

from ui.cli.running import COMMANDS, answered

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}
"""Set before a model's library is imported: none of them may call home or chat on the terminal."""


def main() -> None:
    """Run the command line; errors meant for users are one line on stderr and exit code 1."""
    code = answered(sys.argv[1:])
    if code is not None:
        sys.exit(code)
    _keep_from_looking_for_garbage(sys.argv[1:])
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    import click

    from rag.errors import SanadError
    from ui.cli.group import cli

    try:
        cli(prog_name="sanad")
    except SanadError as error:
        from ui.cli.harmless import harmless

        click.echo(harmless(f"sanad: {error}"), err=True)
        sys.exit(1)


def _keep_from_looking_for_garbage(argv: list[str]) -> None:
    """Spare Python the searches of the libraries' million objects, none of which can go yet.

    They were a third of a short command's processor time: one after each 700 new objects, and
    three at the end of the process.
    """
    if argv and argv[0] in COMMANDS:
        gc.disable()
    atexit.register(gc.freeze)
