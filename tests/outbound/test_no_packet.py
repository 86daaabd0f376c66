"""The whole program in a network namespace without a route: the kernel counts what was tried."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NAMESPACE = ("unshare", "--user", "--map-root-user", "--net")
PAGE = "# Acte de naissance\n\nLe délai de délivrance de l'acte de naissance est de deux jours ouvrables.\n"
ASKED = "Quel est le délai de délivrance de l'acte de naissance ?"

# Asks the running service once it answers, as a browser on the same machine would, and ends it.
SERVICE = """
import json, subprocess, sys, time, urllib.request
service = subprocess.Popen([sys.executable, "-m", "siyada", "serve", "--port", "8781", "--data", sys.argv[1]])
body = json.dumps({"question": sys.argv[2]}).encode()
request = urllib.request.Request(
    "http://127.0.0.1:8781/api/ask", body, {"Content-Type": "application/json", "Origin": "http://127.0.0.1:8781"}
)
for _ in range(300):
    try:
        answer = urllib.request.urlopen(request, timeout=30).read().decode()
        break
    except OSError:
        time.sleep(0.1)
service.terminate()
service.wait()
print(answer)
"""


def namespaced(script: str, *arguments: str) -> list[str]:
    """The lines that a shell script prints in a fresh namespace, the kernel's counters last."""
    counted = f'set -e\n{script}\ngrep -E "^(Ip|Tcp|Udp):" /proc/net/snmp\n'
    done = subprocess.run(
        [*NAMESPACE, "sh", "-c", counted, "sh", sys.executable, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def attempts(lines: list[str]) -> dict[str, int]:
    """What was tried: packets and connections sent, destinations without a route, datagrams (questions to a DNS)."""
    counted: dict[str, int] = {}
    for names, values in zip(lines[-6::2], lines[-5::2], strict=True):
        protocol, *fields = names.split()
        counted |= {f"{protocol}{field}": int(value) for field, value in zip(fields, values.split()[1:], strict=True)}
    wanted = ("Ip:OutRequests", "Ip:OutNoRoutes", "Tcp:ActiveOpens", "Udp:OutDatagrams")
    return {name: counted[name] for name in wanted}


@pytest.fixture(scope="module", autouse=True)
def _namespaces() -> None:
    if (
        shutil.which("unshare") is None
        or subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("this machine gives no network namespaces")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A document to ask about."""
    path = tmp_path / "naissance.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket().connect(('192.0.2.1', 443))",
        "import socket; socket.getaddrinfo('example.org', 443)",
    ],
)
def test_an_attempt_would_be_counted(code: str) -> None:
    """The counters that the tests below read see a connection and a question to the name service."""
    assert attempts(namespaced('"$1" -c "$2" || true', code))["Ip:OutNoRoutes"] > 0


def test_a_question_tries_no_packet(page: Path, tmp_path: Path) -> None:
    """Ingesting and asking on the command line: an answer, and not one packet, not even to this machine."""
    lines = namespaced(
        '"$1" -m siyada ingest guide "$2" --data "$3" >&2\n"$1" -m siyada ask "$4" --json --data "$3"',
        str(page),
        str(tmp_path / "data"),
        ASKED,
    )

    answer = json.loads("\n".join(lines[:-6]))
    assert not answer["abstained"]
    assert set(attempts(lines).values()) == {0}


def test_the_service_tries_no_packet_beyond_the_machine(page: Path, tmp_path: Path) -> None:
    """A full question over HTTP: whatever left was for this machine, and no name was asked for."""
    lines = namespaced(
        'ip link set lo up\n"$1" -m siyada ingest guide "$2" --data "$3" >&2\n"$1" -c "$5" "$3" "$4"',
        str(page),
        str(tmp_path / "data"),
        ASKED,
        SERVICE,
    )

    answer = json.loads(next(line for line in lines if line.startswith("{")))
    counted = attempts(lines)
    assert not answer["abstained"]
    assert counted["Tcp:ActiveOpens"] > 0
    assert (counted["Ip:OutNoRoutes"], counted["Udp:OutDatagrams"]) == (0, 0)
