from __future__ import annotations

import json
from pathlib import Path

import pytest
from library_makers import make_question

from siyada.errors import UserError, VerificationError
from siyada.ledger.journal import Journal
from siyada.ledger.keyring import open_keyring
from siyada.ledger.log import AnswerLog
from siyada.ledger.receipt import format_receipt
from siyada.ledger.verifier import check_receipt
from siyada.storage import Database, open_database
from siyada.types import Answer
from siyada.wire import answer_record


def make_answer(answer_id: str) -> Answer:
    """An abstention."""
    return Answer(
        answer_id, make_question("Quel délai ? مرحبا"), (), (), "extractive", None, "2026-11-23T10:00:00.000+00:00",
        {"language": 0.1234567},
    )  # fmt: skip


def open_log(database: Database, folder: Path) -> AnswerLog:
    """The log of a database, with keys in a folder."""
    return AnswerLog(database, Journal(database, open_keyring(folder / "keys")))


def test_an_answer_is_fetched_as_it_was_stored(tmp_path: Path) -> None:
    """After the database was closed and opened again, the record is the same, letter for letter."""
    answer = make_answer("a" * 32)
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        open_log(database, tmp_path).append(answer)

    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        assert open_log(database, tmp_path).fetch("a" * 32) == answer_record(answer)


def test_an_answer_proves_itself(tmp_path: Path) -> None:
    """Its receipt verifies without the database and holds what was answered."""
    answer = make_answer("a" * 32)
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        log = open_log(database, tmp_path)
        log.append(answer)
        checked = check_receipt(format_receipt(log.receipt("a" * 32)))

    assert checked.findings == ()
    assert checked.receipt is not None
    assert checked.receipt.opening is not None
    assert json.loads(checked.receipt.opening.content) == answer_record(answer)


def test_an_erased_answer_is_gone_and_its_neighbour_stays(tmp_path: Path) -> None:
    """To forget one answer leaves every other as it was."""
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        log = open_log(database, tmp_path)
        log.append(make_answer("a" * 32))
        log.append(make_answer("b" * 32))
        log.erase("a" * 32)

        with pytest.raises(VerificationError, match="erased"):
            log.fetch("a" * 32)
        assert log.fetch("b" * 32)["id"] == "b" * 32


@pytest.mark.parametrize("act", ["fetch", "receipt", "erase"])
def test_an_unknown_answer_is_named(tmp_path: Path, act: str) -> None:
    """An id that was never given is the person's to check."""
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database, pytest.raises(UserError, match="nothing"):
        getattr(open_log(database, tmp_path), act)("nothing")
