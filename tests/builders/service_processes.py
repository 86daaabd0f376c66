"""The service in a process of its own, as a person starts it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program in a process of its own, and the address it prints once it answers."""
    program = subprocess.Popen(
        [sys.executable, "-c", "from siyada.cli import main; main()", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"SIYADA_LANGUAGE": "en"},
    )
    assert program.stdout
    try:
        said = next((line for line in program.stdout if "http://" in line), "")
        found = re.search(r"http://\S+", said)
        assert found, program.communicate(timeout=30)
        yield program, found[0]
    finally:
        if program.poll() is None:
            program.kill()
        program.communicate(timeout=30)
