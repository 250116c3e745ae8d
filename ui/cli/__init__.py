"""The command line. `main` is what the ``sanad`` script runs."""

from ui.cli.main import main

__all__ = ["main"]
