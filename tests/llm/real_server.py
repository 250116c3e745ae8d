"""A small real language model behind llama.cpp's own server, in a process of its own.

A crash or a hang of it can't take the tests down, and it ends when they do, however they
end: it watches the pipe that leads to it. The same request gets the same reply: one
thread (two sum in another order), no sampling, and nothing kept from an earlier prompt,
which changes the reply too. One thread also keeps its pace beside other work, at 45 tokens
a second; two give 75 on a quiet machine and fewer than 10 beside one busy process.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.llm.model import MODEL, problem_with_model

CONTEXT = 8192
"""Tokens of prompt and reply together: what the model was trained on."""
LONGEST = 1024
"""Tokens of a reply, for those who set no limit."""
START_S = 60
STOP_S = 5
NAME = "smollm2"


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Run the server and give its address, as in ``http://127.0.0.1:4321``; then end it.

    Its log goes to the folder. Raises `RuntimeError` when it doesn't start.
    """
    if problem := problem_with_model():
        raise RuntimeError(problem)
    address, log = folder / "address", folder / "log"
    command = [sys.executable, "-m", "tests.llm.real_server", str(MODEL), str(address)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=out)
    try:
        yield _started(process, address, log)
    finally:
        _end(process)


def _started(process: subprocess.Popen[bytes], address: Path, log: Path) -> str:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        if address.exists() and _healthy(url := address.read_text()):
            return url
        time.sleep(0.05)
    last = log.read_text(errors="replace")[-2000:]
    raise RuntimeError(f"the model's server didn't start; the end of its log:\n{last}")


def _healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False


def _end(process: subprocess.Popen[bytes], patience_s: float = STOP_S) -> None:
    process.terminate()
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_S)
    finally:
        if process.stdin:
            process.stdin.close()


def main(model: str, address: Path) -> None:
    """Serve a model and write the address to a file, until whoever started this is gone."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = model
    params.model_alias = {NAME}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.offline = True
    params.ui = False
    params.endpoint_slots = False
    params.n_ctx = CONTEXT
    params.n_predict = LONGEST
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.fit_params = False
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    params.sampling.temp = 0.0
    params.sampling.seed = 0
    params.cache_prompt = False
    params.cache_ram_mib = 0
    params.cache_idle_slots = False
    server = xllamacpp.Server(params)
    draft = address.with_suffix(".new")
    draft.write_text(server.listening_address)
    draft.replace(address)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
