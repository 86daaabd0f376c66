from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ASKED = "Combien coûte la copie d'acte de naissance ?"


def siyada(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a person runs it."""
    return subprocess.run(
        [sys.executable, "-m", "siyada", *arguments],
        env={**os.environ, "SIYADA_LANGUAGE": "fr"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A library with one document."""
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "acte.txt").write_text("La copie d'acte de naissance coûte deux dirhams.", encoding="utf-8")
    assert siyada("ingest", "guide", str(folder / "acte.txt"), "--data", str(folder / "library")).returncode == 0
    return str(folder / "library")


@pytest.fixture
def answer(data: str) -> str:
    """The id of an answer just given."""
    answered = json.loads(siyada("ask", ASKED, "--json", "--data", data).stdout)
    return str(answered["id"])


def test_a_receipt_verifies_on_its_own(data: str, answer: str, tmp_path: Path) -> None:
    """Written by one command, checked by another that sees no library; changed by a letter, it is refused."""
    receipt = tmp_path / "answer.receipt"
    assert siyada("answer", "receipt", answer, str(receipt), "--data", data).returncode == 0
    good = siyada("ledger", "verify", str(receipt))
    receipt.write_bytes(receipt.read_bytes().replace(b"index 0", b"index 1").replace(b"\nindex ", b"\nindex 1", 1))
    bad = siyada("ledger", "verify", str(receipt), "--json")

    assert (good.returncode, bad.returncode) == (0, 1)
    assert json.loads(bad.stdout)["errors"]


def test_the_export_verifies_against_the_published_key(data: str, answer: str, tmp_path: Path) -> None:
    """With the institution's key it passes; with another's it does not."""
    export, other = tmp_path / "ledger.jsonl", tmp_path / "other"
    written = json.loads(siyada("ledger", "export", str(export), "--json", "--data", data).stdout)
    stranger = json.loads(siyada("ledger", "checkpoint", "--json", "--data", str(other)).stdout)["key"]

    assert answer
    assert siyada("ledger", "verify", str(export), "--key", written["key"]).returncode == 0
    assert siyada("ledger", "verify", str(export), "--key", stranger).returncode == 1


def test_an_erased_answer_is_gone_and_its_receipt_still_verifies(data: str, answer: str, tmp_path: Path) -> None:
    """The question stands in no file of the library any more; what the citizen holds still proves itself."""
    receipt = tmp_path / "answer.receipt"
    siyada("answer", "receipt", answer, str(receipt), "--data", data)
    assert siyada("answer", "erase", answer, "--data", data).returncode == 0

    shown = siyada("answer", "show", answer, "--data", data)

    assert (shown.returncode, shown.stdout) == (1, "")
    assert "effacé" in shown.stderr
    assert siyada("ledger", "verify", str(receipt)).returncode == 0
    assert not [path for path in Path(data).rglob("*") if path.is_file() and ASKED.encode() in path.read_bytes()]


def test_the_verifier_loads_no_database(tmp_path: Path) -> None:
    """What checks a receipt imports nothing that stores."""
    (tmp_path / "not-a-receipt").write_text("c2sp.org/tlog-proof@v1\n", encoding="utf-8")
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from siyada.ledger.verifier import check_receipt\n"
        f"assert check_receipt(Path({str(tmp_path / 'not-a-receipt')!r}).read_bytes()).findings\n"
        "print([name for name in sys.modules if name.startswith(('sqlalchemy', 'sqlite3', 'siyada.storage'))])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_personal_data_is_listed_and_is_exit_1(tmp_path: Path) -> None:
    """The documented shape, each finding where it stands."""
    text = "Appelez le 06 12 34 56 78 avant midi."
    (tmp_path / "note.txt").write_text(text, encoding="utf-8")
    (tmp_path / "clean.txt").write_text("Le marché ouvre le mardi.", encoding="utf-8")
    found = siyada("privacy", "scan", str(tmp_path / "note.txt"), "--json")

    (finding,) = json.loads(found.stdout)["findings"]
    assert (found.returncode, finding["kind"]) == (1, "phone")
    assert text[finding["start"] : finding["end"]] == finding["text"] == "06 12 34 56 78"
    assert siyada("privacy", "scan", str(tmp_path / "clean.txt")).returncode == 0
