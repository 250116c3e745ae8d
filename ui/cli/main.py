"""What the ``sanad`` script runs. It imports little: a running Sanad may answer in its place."""

from __future__ import annotations

import os
import sys

from ui.cli.running import answered

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
