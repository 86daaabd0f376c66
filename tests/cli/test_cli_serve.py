"""Tests of `siyada serve`, as a person runs it."""

from __future__ import annotations

import json
import re
import signal
import socket
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from service_houses import BIRTH_QUESTION, open_town
from service_processes import free_port, running

from siyada.cli.serve import address_of, listen
from siyada.errors import UserError


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_until_it_is_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    """The address is printed once it answers; either signal ends it cleanly and at once."""
    with open_town(tmp_path):
        pass
    with running("serve", "--data", str(tmp_path), "--port", str(free_port())) as (program, address):
        body = json.dumps({"question": BIRTH_QUESTION}).encode()
        request = Request(f"{address}api/ask", body, {"Content-Type": "application/json"})  # noqa: S310  # our own address
        with urlopen(request, timeout=30) as response:  # noqa: S310  # idem
            answer = json.load(response)
        began = time.monotonic()
        program.send_signal(number)
        _, said = program.communicate(timeout=30)

    assert not answer["abstained"]
    assert program.returncode == 0
    assert time.monotonic() - began < 10
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_told() -> None:
    """With what to do; not with a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"already listens at port {port}") as raised, listen("127.0.0.1", port):
            pass

    assert "--port" in raised.value.hint


def test_a_host_that_is_not_ours_is_told() -> None:
    """An address of another machine cannot be listened at."""
    with pytest.raises(UserError, match=r"It is not possible to listen at 192\.0\.2\.1"), listen("192.0.2.1", 0):
        pass


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", r"http://127\.0\.0\.1:\d+/"), ("0.0.0.0", r"http://localhost:\d+/")],  # noqa: S104  # shown
)
def test_the_address_can_be_opened_in_a_browser(host: str, shown: str) -> None:
    """Where it listens everywhere, it is named as this machine."""
    with listen(host, 0) as listener:
        assert re.fullmatch(shown, address_of(listener))
