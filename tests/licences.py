"""The licences of all that Sanad brings, as a table, and the list of its parts (CycloneDX).

    python start.py licences

Writes build/licences.md and build/sbom.cdx.json. Fails on a copyleft licence that isn't one of
`KNOWN`, and on a package that doesn't say what it is under.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tasks import UV, pip, run, say

OUT = Path("build")
CYCLONEDX = "cyclonedx-bom==7.5.0"
COPYLEFT = re.compile(r"\b[AL]?GPL|\bMPL|Mozilla|GNU|EUPL|CC.BY.SA|Eclipse|CDDL", re.IGNORECASE)
KNOWN: Mapping[str, str] = {
    "certifi": "MPL-2.0: the list of certificate authorities, used as it is",
    "orjson": "MPL-2.0 and Apache-2.0 or MIT, used as it is",
    "pypandoc-binary": "MIT; brings pandoc (GPL), which runs as a process of its own",
    "tqdm": "MPL-2.0 and MIT, used as it is",
}
"""Copyleft in what we use, and why that binds nobody who uses Sanad: MPL binds who changes the
files, and we change none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A package that comes with Sanad."""

    name: str
    version: str
    licence: str

    @property
    def problem(self) -> str:
        """Say what has to be looked into; nothing if nothing does."""
        if not self.licence:
            return f"{self.name} doesn't say its licence"
        if COPYLEFT.search(self.licence) and self.name not in KNOWN:
            return f"{self.name} is under {self.licence}"
        return ""


def parts(root: str = "sanad") -> Iterator[Part]:
    """List what a package needs, as installed here, and what those need in turn."""
    waiting, seen = [(root, frozenset[str]())], set[tuple[str, frozenset[str]]]()
    named = set()
    while waiting:
        name, extras = one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # for another system
        if name != root and name not in named:
            named.add(name)
            yield Part(name, found.version, licence_of(found))
        for text in found.requires or ():
            need = Requirement(text)
            if any(not need.marker or need.marker.evaluate({"extra": e}) for e in extras | {""}):
                waiting.append((canonicalize_name(need.name), frozenset(need.extras)))


def licence_of(found: Distribution) -> str:
    """Read what a package says of its licence, in whichever of the three places it does."""
    about = found.metadata
    said = about["License-Expression"] or ""
    classified = about.get_all("Classifier") or ()
    named = [one.rpartition(" :: ")[2] for one in classified if one.startswith("License :: ")]
    written = " ".join((about["License"] or "").split())
    texts = [said, " and ".join(named), written if len(written) < 80 else written[:40] + "…"]
    return next((text for text in texts if text and text != "OSI Approved"), "") or _of_file(found)


def _of_file(found: Distribution) -> str:
    for file in found.files or ():
        if re.search(r"licen[cs]e|copying", file.name, re.IGNORECASE):
            return " ".join(file.read_text().split())[:40]
    return ""


def table(found: list[Part]) -> str:
    """Write the parts as Markdown."""
    rows = [f"| {one.name} | {one.version} | {KNOWN.get(one.name, one.licence)} |" for one in found]
    return "\n".join(["| package | version | licence |", "|---|---|---|", *rows, ""])


def _write_sbom(names: set[str]) -> None:
    pip(UV)
    made = OUT / "sbom.cdx.json"
    tool = ("tool", "run", "--from", CYCLONEDX, "cyclonedx-py", "environment", sys.executable)
    run("uv", *tool, "--pyproject", "pyproject.toml", "--of", "JSON", "-o", made)
    told = json.loads(made.read_text("utf-8"))
    kept = [one for one in told["components"] if canonicalize_name(one["name"]) in names]
    known = {one["bom-ref"] for one in kept} | {told["metadata"]["component"]["bom-ref"]}
    told["components"] = kept
    told["dependencies"] = [
        one | {"dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in known]}
        for one in told["dependencies"]
        if one["ref"] in known
    ]
    made.write_text(json.dumps(told, indent=1), "utf-8")


def main() -> int:
    """Write both; give 1 where a licence has to be looked into."""
    OUT.mkdir(exist_ok=True)
    found = sorted(parts(), key=lambda one: one.name)
    (OUT / "licences.md").write_text(table(found), "utf-8")
    _write_sbom({one.name for one in found})
    problems = [one.problem for one in found if one.problem]
    for line in problems:
        say(line)
    say(f"{len(found)} packages; see {OUT / 'licences.md'} and {OUT / 'sbom.cdx.json'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
