from __future__ import annotations

from pathlib import Path

import pytest
from library_makers import make_question

from siyada.errors import UserError
from siyada.ledger import AnswerLog
from siyada.storage import open_database
from siyada.types import Answer
from siyada.wire import answer_record


def make_answer(answer_id: str) -> Answer:
    """An abstention."""
    return Answer(
        answer_id, make_question("Quel délai ? مرحبا"), (), (), "extractive", None, "2026-11-23T10:00:00.000+00:00",
        {"language": 0.1234567},
    )  # fmt: skip


def test_an_answer_is_fetched_as_it_was_stored(tmp_path: Path) -> None:
    """After the database was closed and opened again, the record is the same, letter for letter."""
    answer = make_answer("a" * 32)
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        AnswerLog(database).append(answer)

    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        assert AnswerLog(database).fetch("a" * 32) == answer_record(answer)


def test_an_unknown_answer_is_named(tmp_path: Path) -> None:
    """An id that was never given is the person's to check."""
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database, pytest.raises(UserError, match="nothing"):
        AnswerLog(database).fetch("nothing")
