"""The one way in: sets Sanad up in this folder, reads the documents, opens the page.

    python start.py                       set up, read corpus/, open the page
    python start.py ask "What is ...?"    answer in the terminal
    python start.py help                  what else there is

Any Python will do: one that Sanad can't run on looks for another (3.11 to 3.13). What is
installed goes into .venv, as constraints.txt pins it; a second run starts at once.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 8):  # noqa: UP036 - it is run by whatever Python there is
    sys.exit("Sanad needs Python 3.11, 3.12 or 3.13: https://www.python.org/downloads/")

from ui.setup.python import fits_here, remedy, with_another


def main() -> int:
    """Run this with a Python that fits; give the exit code."""
    problem = fits_here()
    if not problem:
        from ui.setup.commands import run

        return run(sys.argv[1:])
    code = with_another([__file__, *sys.argv[1:]])
    if code is None:
        sys.stderr.write("start.py: " + problem + "\n" + remedy() + "\n")
        return 1
    return code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
