"""Whether the packages with common names that make up Sanad are Sanad's.

The wheel puts `rag`, `ingest`, `ui`, `evals` and `sanad` into an environment, where another
package, or a folder that programs are started from, may have one of these names too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.machinery import PathFinder
from importlib.metadata import Distribution, distributions
from pathlib import Path

NAMES = ("rag", "ingest", "ui", "evals", "sanad")
_REMEDY = "install Sanad into an environment of its own (python start.py, uv tool, pipx)"


def shadowing(
    paths: Iterable[str] | None = None, *, installed: Iterable[Distribution] | None = None
) -> list[str]:
    """Say which of our names another package takes, on a search path, and what to do."""
    places = list(sys.path if paths is None else paths)
    home = Path(__file__).resolve().parents[2]
    found = []
    for name in NAMES:
        spec = PathFinder.find_spec(name, places)
        where = spec and (spec.origin or next(iter(spec.submodule_search_locations or ()), None))
        if where and home not in Path(where).resolve().parents:
            found.append(f"{where} is found in place of Sanad's {name}; move it, or {_REMEDY}")
    for one in distributions() if installed is None else installed:
        files = {str(file).replace("\\", "/") for file in one.files or ()}
        taken = [n for n in NAMES if {f"{n}/__init__.py", f"{n}.py"} & files]
        if taken and one.name != "sanad":
            found.append(f"the package {one.name} also brings {', '.join(taken)}; {_REMEDY}")
    return found
