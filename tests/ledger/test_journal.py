from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from siyada.errors import VerificationError
from siyada.ledger.checkpoint import Checkpoint, parse_checkpoint, verify_same_history
from siyada.ledger.entries import EntryKind, parse_entry
from siyada.ledger.journal import Journal
from siyada.ledger.keyring import open_keyring
from siyada.ledger.note import parse_note
from siyada.ledger.receipt import format_receipt
from siyada.ledger.verifier import check_export, check_receipt, verify_export
from siyada.storage import Database, open_database

ASKED = "Le dossier médical de la requérante"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        yield database


@pytest.fixture
def journal(database: Database, tmp_path: Path) -> Journal:
    """An empty journal with keys of its own."""
    return Journal(database, open_keyring(tmp_path / "keys"))


def append(database: Database, journal: Journal, *contents: str, person: str = "p") -> None:
    """One entry for each content, each durable before the next."""
    for content in contents:
        with database.write() as connection:
            journal.append(connection, EntryKind.ANSWER, content.encode(), person)


def head(journal: Journal) -> Checkpoint:
    """The newest checkpoint."""
    return parse_checkpoint(parse_note(journal.checkpoint()).text)


def export(journal: Journal, path: Path) -> Path:
    """The exported ledger."""
    path.write_bytes(b"".join(journal.export()))
    return path


def test_every_entry_has_a_receipt_that_verifies(database: Database, journal: Journal) -> None:
    """Old and new entries prove themselves under the newest checkpoint, with their content."""
    append(database, journal, *(f"réponse {number}" for number in range(9)))

    for number in range(9):
        checked = check_receipt(format_receipt(journal.receipt(number)))
        assert checked.findings == ()
        assert checked.receipt is not None
        assert checked.receipt.opening is not None
        assert checked.receipt.opening.content.decode() == f"réponse {number}"


def test_an_export_verifies_and_a_changed_one_does_not(database: Database, journal: Journal, tmp_path: Path) -> None:
    """The whole ledger is one file; an entry taken out of it is missed."""
    append(database, journal, "un", "deux", "trois")
    path = export(journal, tmp_path / "ledger.jsonl")
    verify_export(path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:1] + lines[2:]))

    assert check_export(path).findings


def test_a_transaction_that_is_undone_leaves_no_entry(database: Database, journal: Journal) -> None:
    """What was not committed is neither in the tree nor in the head."""
    append(database, journal, "un")
    before = journal.checkpoint()
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        _append_and_fail(journal, connection)

    assert journal.checkpoint() == before
    append(database, journal, "deux")
    assert head(journal).size == 2


def _append_and_fail(journal: Journal, connection: object) -> None:
    journal.append(connection, EntryKind.ANSWER, b"never", "p")  # type: ignore[arg-type]  # a connection
    raise ZeroDivisionError


def test_to_erase_is_to_forget_and_to_keep_the_proof(database: Database, journal: Journal, tmp_path: Path) -> None:
    """The content is gone from every file of the database; the entry, the tree and the fact of the erasure stay."""
    append(database, journal, ASKED, person="requérante")
    append(database, journal, "autre", person="voisin")

    assert journal.erase("requérante") == 1

    receipt = check_receipt(format_receipt(journal.receipt(0)))
    assert (receipt.findings, receipt.receipt and receipt.receipt.opening) == ((), None)
    verify_export(export(journal, tmp_path / "ledger.jsonl"))
    with database.read() as connection:
        with pytest.raises(VerificationError, match="erased"):
            journal.content(connection, 0)
        assert journal.content(connection, 1) == b"autre"
    kinds = [parse_entry(line[9:-2]).kind for line in journal.export() if line.startswith(b'{"entry":')]
    assert kinds[-1] is EntryKind.ERASURE


def test_contents_never_stand_in_the_clear(database: Database, journal: Journal, tmp_path: Path) -> None:
    """Neither the database nor its log holds a word of what was asked, before or after the erasure."""
    append(database, journal, ASKED)
    journal.erase("p")

    for path in tmp_path.rglob("*"):
        assert not path.is_file() or ASKED.encode() not in path.read_bytes()


def test_a_tree_that_was_tampered_with_is_noticed(database: Database, journal: Journal) -> None:
    """A tile that someone shortened stops the next append: the ledger fails closed."""
    append(database, journal, "un", "deux", "trois")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE ledger_tiles SET hashes = substr(hashes, 1, 32)")

    with pytest.raises(VerificationError):
        append(database, journal, "quatre")


def test_two_heads_of_one_log_tell_a_rollback(database: Database, journal: Journal, tmp_path: Path) -> None:
    """A log that was put back to an old copy and went on differently is betrayed by the two checkpoints."""
    append(database, journal, "un", "deux")
    seen = head(journal)
    with open_database(f"sqlite:///{tmp_path / 'copy.db'}") as copy:
        other = Journal(copy, open_keyring(tmp_path / "keys"))
        append(copy, other, "un", "autrement")

        with pytest.raises(VerificationError):
            verify_same_history(seen, head(other))


def test_the_keys_are_made_once_and_kept_private(tmp_path: Path) -> None:
    """A second opening finds the same keys, and no one else may read their files."""
    first, second = open_keyring(tmp_path), open_keyring(tmp_path)

    assert str(first.signer.key) == str(second.signer.key)
    assert first.master == second.master
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


APPENDS_FOREVER = """
import sys
from pathlib import Path
from siyada.ledger.entries import EntryKind
from siyada.ledger.journal import Journal
from siyada.ledger.keyring import open_keyring
from siyada.storage import open_database

folder = Path(sys.argv[1])
with open_database(f"sqlite:///{folder / 'siyada.db'}") as database:
    journal = Journal(database, open_keyring(folder / "keys"))
    while True:
        with database.write() as connection:
            number = journal.append(connection, EntryKind.ANSWER, b"content", "p")
        print(number, flush=True)
"""


@pytest.mark.parametrize("pause_s", [0.3, 0.55, 0.8])
def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path, pause_s: float) -> None:
    """Killed at any moment, every acknowledged entry is there, the tree is whole, and it goes on."""
    child = subprocess.Popen([sys.executable, "-c", APPENDS_FOREVER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(pause_s)
    os.kill(child.pid, signal.SIGKILL)
    acknowledged = [int(line) for line in (first + child.stdout.read()).splitlines()]
    child.wait()
    child.stdout.close()

    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        journal = Journal(database, open_keyring(tmp_path / "keys"))
        append(database, journal, "after")
        assert head(journal).size >= acknowledged[-1] + 2
        verify_export(export(journal, tmp_path / "ledger.jsonl"))
        assert check_receipt(format_receipt(journal.receipt(acknowledged[-1]))).findings == ()
