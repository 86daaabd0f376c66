"""The engine's child process: started, awaited, restarted after a crash, ended."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx2

from siyada.errors import ModelError
from siyada.inference.model import too_slow
from siyada.outbound import Deadline, open_socket_client

CRASHES = 3
"""Crashes in a row after which the engine rests."""
REST_S = 30.0
_LEAVE_S = 3.0


@dataclass(slots=True)
class Running:
    """One life of the child process."""

    process: subprocess.Popen[str]
    folder: Path
    client: httpx2.Client
    loaded: threading.Event = field(default_factory=threading.Event)
    failure: str = ""
    """Why it did not load."""
    last_words: deque[str] = field(default_factory=lambda: deque(maxlen=20))

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def end(self) -> None:
        """Ends the process and forgets its folder. Idempotent."""
        with suppress(OSError):
            _pipe(self.process.stdin).close()
        try:
            self.process.wait(_LEAVE_S if self.loaded.is_set() else 0.1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.client.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class EngineProcess:
    """Keeps one child process ready, from the first time it is needed. Serves many threads; `close` ends it.

    Raises ModelError where the engine is not installed.
    """

    def __init__(self, name: str, wanted: Mapping[str, Any]) -> None:
        if importlib.util.find_spec("xllamacpp") is None:
            raise ModelError(
                "The engine that runs model files is not installed.", hint='Install it with: pip install "siyada[llm]"'
            )
        self._name = name
        self._wanted = dict(wanted)
        self._lock = threading.Lock()
        self._running: Running | None = None
        self._closed = False
        self._crashes = 0
        self._rests_until = 0.0

    def start(self) -> None:
        """Begin to load, without waiting. Raises ModelError."""
        with self._lock:
            self._ensure()

    def ready(self, deadline: Deadline) -> Running:
        """The process once its model is loaded. Raises ModelError."""
        with self._lock:
            running = self._ensure()
        if not running.loaded.wait(deadline.clamp(None)):
            raise too_slow(self._name)
        if running.failure:
            raise ModelError(
                "The model {name} does not load: {reason}.",
                hint="Copy the file again, compare its SHA-256, or choose a model that fits into memory.",
                name=self._name,
                reason=running.failure,
            )
        return running

    def succeeded(self) -> None:
        """An answer was completed: earlier crashes are forgotten."""
        self._crashes = 0

    def discard(self, running: Running) -> None:
        """End a process that hangs or is dying; the next question starts another."""
        running.process.kill()
        running.process.wait()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._closed = True
            if self._running is not None:
                self._running.end()

    def _ensure(self) -> Running:
        if self._closed:
            raise ModelError("The model {name} is closed.", name=self._name)
        if self._running is not None:
            if self._running.alive:
                return self._running
            self._bury(self._running)
        if time.monotonic() < self._rests_until:
            raise ModelError(
                "The engine of {name} crashed {count} times in a row and rests for {seconds} seconds.",
                hint="Choose a smaller model, or look whether the machine has memory left.",
                name=self._name,
                count=CRASHES,
                seconds=round(REST_S),
            )
        self._running = self._spawn()
        return self._running

    def _bury(self, running: Running) -> None:
        running.end()
        self._running = None
        self._crashes += 1
        if self._crashes >= CRASHES:
            self._crashes = 0
            self._rests_until = time.monotonic() + REST_S

    def _spawn(self) -> Running:
        # mkdtemp makes a folder that only this user may enter.
        folder = Path(tempfile.mkdtemp(prefix="siyada-"))
        # The engine takes a name for a socket by this ending.
        socket = folder / "engine.sock"
        process = subprocess.Popen(
            [sys.executable, "-m", "siyada.inference.engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            # An interrupt on the terminal is for the parent, which then ends the child.
            start_new_session=True,
        )
        with suppress(BrokenPipeError):
            _pipe(process.stdin).write(json.dumps({**self._wanted, "socket": str(socket)}) + "\n")
            _pipe(process.stdin).flush()
        running = Running(process, folder, open_socket_client(socket))
        for listener in (_hear_report, _hear_words):
            threading.Thread(target=listener, args=(running,), daemon=True).start()
        return running


def _hear_report(running: Running) -> None:
    """The one line that says whether the model is loaded; silence is the child's death."""
    with _pipe(running.process.stdout) as report:
        try:
            said = json.loads(report.readline() or "{}")
        except ValueError:
            said = {}
        if "listens" not in said:
            running.process.wait()
            running.failure = " ".join(said.get("error", "").split()) or _death(running)
        running.loaded.set()


def _hear_words(running: Running) -> None:
    """Drains standard error, so that the child never blocks on it."""
    with _pipe(running.process.stderr) as words:
        running.last_words.extend(line.strip() for line in words if line.strip())


def _death(running: Running) -> str:
    words = running.last_words[-1] if running.last_words else "the engine ended"
    return f"{words} ({running.process.returncode})"


def _pipe(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise AssertionError("opened with pipes")
    return stream


__all__ = ["CRASHES", "EngineProcess", "Running"]
