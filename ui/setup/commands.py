"""The commands of `start.py`: its own few, those of a developer, and all of `sanad`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

from ui.setup.environment import ROOT, VENV, install, python_in
from ui.setup.pip_run import SetupFailed, say

SANAD = ("-P", "-c", "from ui.cli import main; main()")
READ_FIRST = ("ask", "serve")
"""Commands of `sanad` that read new documents first, as long as nobody asks for their help."""
_ABOUT = ("--help", "-h", "--schema")
DEVELOP = {
    "test": "all checks, and the tests but for the slow ones",
    "test-all": "all checks and all tests",
    "check": "formatting, lint, types and the import rules",
    "format": "format the code and mend what lint can mend",
    "evals": "measure the answers on our own questions; compare with the baseline",
    "bench": "time ingest, index, search and answer",
    "freeze": "record what the program says of everything of ours; compare with the last time",
    "docs": "write the reference anew, and docs/ as a site in build/site",
    "constraints": "pin the versions again after a change of pyproject.toml",
    "wheels": "ask the package index for wheels of all pins, for every system",
    "licences": "write the licences of all packages, and the list of parts (SBOM)",
}
_RUNTIME = ("evals", "bench")
"""Those of them that need no more than what Sanad runs on."""
LEFT_BEHIND = (
    ".venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis"
)
HELP = """\
python start.py                    set up, read new documents, open the page
python start.py COMMAND [OPTION...]  as `sanad COMMAND`: ask "...", ingest, doctor, serve, find ...
                                   (all of them: python start.py --help)
python start.py setup              only create .venv and install Sanad in it
python start.py clean              remove .venv, caches and built packages; the index stays

Paths are taken from the folder of start.py. Where a message says `sanad ...`, that is
`python start.py ...`.

For who changes Sanad:
"""
QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Nothing that we run asks another host for anything."""


def run(arguments: Sequence[str]) -> int:
    """Do a command; give the exit code. Where it can, the command takes this process's place."""
    name, *rest = arguments or ("serve",)
    try:
        os.chdir(ROOT)
        if name == "help":
            told = "".join(f"  {one:<12} {what}\n" for one, what in DEVELOP.items())
            sys.stdout.write(HELP + told)
            return 0
        if name == "clean":
            return _clean()
        if develops(name, rest):
            install("" if name in _RUNTIME else "dev")
            return _hand_over(["-m", "tests.tasks", name, *rest])
        install()
        if name == "setup":
            return 0
        return _hand_over([*SANAD, *_for_sanad(name, rest)])
    except SetupFailed as failure:
        say(f"start.py: {failure}")
        return 1
    except OSError as error:
        say(f"start.py: {error.filename or ROOT}: {error.strerror}; is the folder yours to write?")
        return 1


def develops(name: str, rest: Sequence[str]) -> bool:
    """Say whether a command is one for who changes Sanad: `check` is, but `check DRAFT` isn't."""
    return name in DEVELOP and not (name == "check" and rest)


def _for_sanad(name: str, rest: Sequence[str]) -> list[str]:
    options = list(rest[: rest.index("--")] if "--" in rest else rest)
    there = (ROOT / "corpus").is_dir() or "SANAD_CORPUS" in os.environ or "--corpus" in options
    asked = {"--ingest", *_ABOUT}.intersection(options)
    # Without documents the page opens all the same, and says how to add some.
    first = name in READ_FIRST and not asked and (there or (ROOT / "sanad.toml").exists())
    return [name, *(["--ingest"] if first else []), *rest]


def _hand_over(arguments: Sequence[str]) -> int:
    environ = os.environ | {name: os.environ.get(name, value) for name, value in QUIET.items()}
    # Bytecode is written when a module is first imported; without it, each start would take some
    # 20 seconds longer.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    python = str(python_in(VENV))
    sys.stdout.flush()
    if sys.platform == "win32":  # where execve gives the terminal back at once
        return _waited_for([python, *arguments], environ)
    return os.execve(python, [python, *arguments], environ)  # nosec B606 # noqa: S606 - our own


def _waited_for(command: Sequence[str], environ: Mapping[str, str]) -> int:
    process = subprocess.Popen(command, env=environ)  # nosec B603 # our own Python
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # it was told as well, and tidies up
            continue


def _clean() -> int:
    for name in LEFT_BEHIND.split():
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for room in ("rag", "ingest", "ui", "evals", "tests"):
        for cache in list((ROOT / room).rglob("__pycache__")):
            shutil.rmtree(cache, ignore_errors=True)
    return 0
