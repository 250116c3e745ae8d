"""Workers on Ray, here or on a cluster, that read files and run the model for `ingest.pipeline`.

Plain tasks, each run at most once by Ray: what a dead worker left undone is asked for once more
by us, and a file that ends two workers is given up alone. What is asked for at a time is
bounded by the threads that wait for it, so that nothing piles up anywhere. Results come back in
the order of the plain path, and no text's vector depends on those beside it: the store is the
same. Ray Data and LlamaIndex's pipeline on it (`llama-index-ingestion-ray`) would cut, order
and retry by rules of their own, and give back nodes with one vector each.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import secrets
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, TypeVar

import psutil

from ingest import ray_tasks
from ingest.ray_tasks import Setup
from ingest.worker_process import Tell
from rag.errors import LoadError, SanadError, WorkersError
from rag.models.embedder import Embedder
from rag.models.loading import first_line
from rag.settings import Settings
from rag.store.passage_vectors import Key, PassageParts, embed_passages
from rag.store.word_vector_cache import Vector
from rag.types import Document

HERE = "local"
ADDRESS = re.compile(r"[\w.-]+:\d{1,5}|\[[0-9a-fA-F:.]+\]:\d{1,5}")
MOST = 64
"""Workers that are used at a time: the one that writes keeps up with no more."""
SLICE = 128
"""Passages of a task: a few seconds of one processor."""
WORDS = 2048
TRIES = 2
CONNECT_S = 10.0
LOOK_S = 0.5
"""Between two looks whether anybody still waits."""
OBJECTS = 500_000_000
"""Bytes of shared memory for what comes back, where Ray is started here; more goes to disk."""
ALONE = {
    "RAY_AUTH_MODE": "token",
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # what keeps it on 127.0.0.1, on Linux too
}
"""Nobody else of this machine or network gets at a Ray that we started."""
FOLDER = "sanad-ray-"
SHORT = None if os.name == "nt" else "/tmp"  # nosec B108 # noqa: S108 - made for us alone below it
"""Where Ray's folder is made: the path of a socket in it is bounded to some 100 bytes."""

Made = TypeVar("Made")


@contextlib.contextmanager
def ray_workers(
    address: str, settings: Settings, load_model: Callable[[], Embedder]
) -> Iterator[RayWorkers]:
    """Start Ray on this machine (`HERE`), or join a cluster, for as long as it's needed.

    ``load_model`` is called only for what two workers died of. Raises `WorkersError` where
    there is no Ray, or none at the address.
    """
    wanted = Setup.here(settings)
    with _connected(address) as ray:
        processors = int(ray.cluster_resources().get("CPU", 1))
        workers = RayWorkers(ray, wanted, load_model, at_once=max(1, min(processors, MOST)))
        try:
            yield workers
        finally:
            workers.close()


def check_address(address: str) -> None:
    """Raise `WorkersError` for what can't be the address of a cluster."""
    if address != HERE and not ADDRESS.fullmatch(address):
        raise WorkersError(
            f"{address!r} is no address of a Ray cluster; write HOST:PORT, or nothing to start "
            "one here (a folder stands before --ray)"
        )


class RayWorkers:
    """Waits for tasks on Ray, a thread for each. `ingest.pipeline.Elsewhere` says what is meant."""

    def __init__(
        self, ray: ModuleType, wanted: Setup, load_model: Callable[[], Embedder], *, at_once: int
    ) -> None:
        """``ray`` is the library, connected."""
        self.at_once = at_once
        self._ray, self._wanted, self._load_model = ray, wanted, load_model
        once = ray.remote(num_cpus=1, max_retries=0)
        self._reads = once(ray_tasks.read).options(num_returns="streaming")
        self._embeds, self._vectors = once(ray_tasks.embed), once(ray_tasks.vectors)
        self._waiting = ThreadPoolExecutor(2 * at_once, "ray")
        self._closed = threading.Event()

    def close(self) -> None:
        """Have nobody wait for them any longer."""
        self._closed.set()
        self._waiting.shutdown(cancel_futures=True)

    def read(self, path: Path, file: str, tell: Tell) -> Document:
        """Read a file, as `ingest.reader.Reader.read` does."""

        def once() -> Document:
            coming = self._reads.remote(self._wanted, str(path.resolve()), file)
            while True:
                self._wait(coming)
                found = self._ray.get(next(coming))
                if isinstance(found, Document):
                    return found
                tell(*found)

        try:
            return self._tried(once)
        except _WorkerDied as error:
            raise LoadError(
                f"{TRIES} workers ended while they read it ({first_line(error)}); "
                "run it again without --ray, or open it and save it anew"
            ) from error

    def embed(
        self, passages: Sequence[Key], progress: Callable[[int, int], None]
    ) -> dict[Key, PassageParts]:
        """Run passages through the model, a slice of them at each worker."""
        found: dict[Key, PassageParts] = {}
        for made in self._spread(
            self._embeds, passages, SLICE, lambda some: embed_passages(some, self._load_model())
        ):
            found |= made.result()
            progress(len(found), len(passages))
        return found

    def vectors(self, texts: Sequence[str], /) -> list[Vector]:
        """Give the vector of each text."""
        slices = self._spread(
            self._vectors, texts, WORDS, lambda some: self._load_model().vectors(some)
        )
        return [vector for made in slices for vector in made.result()]

    def _spread(
        self,
        task: _Task,
        things: Sequence[Any],
        most: int,
        here: Callable[[Sequence[Any]], Made],
    ) -> list[Future[Made]]:
        """Have a task done for a slice at a time; ``here`` does what two workers died of."""

        def done(some: Sequence[Any]) -> Made:
            def once() -> Made:
                coming = task.remote(self._wanted, some)
                self._wait(coming)
                made: Made = self._ray.get(coming)
                return made

            try:
                return self._tried(once)
            except _WorkerDied:
                return here(some)

        slices = (things[first : first + most] for first in range(0, len(things), most))
        return [self._waiting.submit(done, some) for some in slices]

    def _tried(self, ask: Callable[[], Made]) -> Made:
        """Ask, and once more if the worker dies of something else than our own errors."""
        errors = self._ray.exceptions
        gone = (
            errors.WorkerCrashedError,
            errors.NodeDiedError,
            errors.ObjectLostError,
            errors.OutOfMemoryError,
        )
        for left in reversed(range(TRIES)):
            try:
                return ask()
            except gone as error:
                if not left:
                    raise _WorkerDied(first_line(error)) from error
            except errors.RayTaskError as error:
                if isinstance(error.cause, SanadError):
                    raise error.cause from None
                raise WorkersError(
                    f"a worker of Ray can't do its work ({first_line(error.cause)}); every machine "
                    "of the cluster needs the same Sanad and its libraries"
                ) from error
            except errors.RayError as error:
                raise WorkersError(
                    f"Ray failed ({first_line(error)}); run `sanad ingest --ray` again, "
                    "or without --ray"
                ) from error
        raise AssertionError

    def _wait(self, coming: object) -> None:
        """Wait for something to come back, for as long as anybody waits for it."""
        while not self._ray.wait([coming], timeout=LOOK_S)[0]:
            if self._closed.is_set():
                raise CancelledError


class _Task(Protocol):
    def remote(self, *given: object) -> object:
        """Have it done; give what stands for the result."""


class _WorkerDied(Exception):
    """Workers ended, as often as it was tried."""


def _knock(address: str) -> None:
    """Raise `WorkersError` where nobody listens: Ray would try for two minutes."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_S).close()
    except (OSError, OverflowError) as error:
        raise WorkersError(
            f"no Ray at {address} ({first_line(error)}); give the address of the cluster's head"
        ) from error


def _remove_left() -> None:
    """Remove the folders of those that were killed."""
    for left in Path(SHORT or tempfile.gettempdir()).glob(f"{FOLDER}*-*"):
        pid = left.name.removeprefix(FOLDER).partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _connected(address: str) -> Iterator[ModuleType]:
    check_address(address)
    with contextlib.ExitStack() as until:
        options: dict[str, Any] = {"address": address}
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        if address != HERE:
            _knock(address)
        else:
            os.environ |= ALONE | {"RAY_AUTH_TOKEN": secrets.token_hex(32)}
            _remove_left()
            made = tempfile.TemporaryDirectory(
                prefix=f"{FOLDER}{os.getpid()}-", dir=SHORT, ignore_cleanup_errors=True
            )
            options |= {"_temp_dir": until.enter_context(made), "object_store_memory": OBJECTS}
            options |= {"include_dashboard": False}
        try:
            import ray
            from ray._private import worker
        except ImportError as error:
            raise WorkersError(
                "there is no Ray here: install it with `pip install 'sanad[ray]'`"
            ) from error
        worker._worker_logs_enabled = False  # noqa: SLF001 - it would tell of dead workers on stdout
        try:
            # Workers look for modules in the folder where it's called: ours are to be found, and
            # nobody else's.
            with contextlib.chdir(Path(__file__).parent.parent):
                ray.init(**options, log_to_driver=False, logging_level=logging.CRITICAL)
        except (ConnectionError, OSError, RuntimeError, ValueError) as error:
            what = "Ray can't be started" if address == HERE else f"no Ray at {address}"
            raise WorkersError(f"{what} ({first_line(error)})") from error
        until.callback(ray.shutdown)
        yield ray
