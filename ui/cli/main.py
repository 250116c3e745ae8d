"""What the ``sanad`` script runs. It imports little: a running Sanad may answer in its place."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys

from ui.cli.running import COMMANDS, answered
from ui.cli.streams import failure_words, home, output_problem, prepare, said_of_escapes

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
    problem = prepare()
    if problem:
        _say(problem)
        sys.exit(1)
    code: object = 1
    try:
        try:
            code = _done()
        except SystemExit as left:
            code = left.code
        failed = output_problem()
    except OSError as error:
        failed = failure_words(error)
        output_problem()
        if failed is None:
            raise
    if failed:
        _say(failed)
    elif escapes := said_of_escapes():
        _say(escapes)
    sys.exit(1 if failed is not None else code)  # type: ignore[arg-type]


def _done() -> int:
    code = answered(sys.argv[1:])
    if code is not None:
        return code
    _keep_from_looking_for_garbage(sys.argv[1:])
    for name, value in (QUIET | home()).items():
        os.environ.setdefault(name, value)
    from rag.errors import SanadError
    from ui.cli.group import cli

    try:
        cli(prog_name="sanad")
    except SanadError as error:
        from ui.cli.harmless import harmless

        _say(harmless(str(error)))
        return 1
    return 0


def _keep_from_looking_for_garbage(argv: list[str]) -> None:
    """Spare Python the searches of the libraries' million objects, none of which can go yet.

    They were a third of a short command's processor time: one after each 700 new objects, and
    three at the end of the process.
    """
    if argv and argv[0] in COMMANDS:
        gc.disable()
    atexit.register(gc.freeze)


def _say(line: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"sanad: {line}\n")
        sys.stderr.flush()
