"""The log of answers: each is an entry of the ledger, kept with what made it, and can be fetched again by its id."""

from __future__ import annotations

import json
from typing import cast

from sqlalchemy import Connection, Row, insert, select

from siyada.errors import UserError
from siyada.ledger.entries import EntryKind
from siyada.ledger.journal import Journal
from siyada.ledger.receipt import Receipt
from siyada.storage import Database
from siyada.storage.tables import answers
from siyada.types import Answer
from siyada.wire import AnswerRecord, answer_record


class AnswerLog:
    """Keeps answers in the record of truth. Lives as long as its database."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal

    def append(self, answer: Answer) -> None:
        """Store an answer and its entry; returns once both are durable. Raises StorageError, VerificationError."""
        record = answer_record(answer)
        content = json.dumps(record, ensure_ascii=False).encode()
        kind = EntryKind.ABSTENTION if answer.abstained else EntryKind.ANSWER
        with self._database.write() as connection:
            entry = self._journal.append(connection, kind, content, _asker(answer.id))
            row = {
                "id": answer.id,
                "created": answer.created,
                "collections": json.dumps(record["collections"], ensure_ascii=False),
                "variety": record["variety"],
                "abstained": answer.abstained,
                "entry": entry,
            }
            connection.execute(insert(answers).values(row))

    def fetch(self, answer_id: str) -> AnswerRecord:
        """The stored answer. Raises UserError where there is none of that id, VerificationError where it was erased."""
        with self._database.read() as connection:
            content = self._journal.content(connection, _found(connection, answer_id).entry)
        return cast("AnswerRecord", json.loads(content))

    def receipt(self, answer_id: str) -> Receipt:
        """What proves that the answer was given. Raises UserError, VerificationError."""
        with self._database.read() as connection:
            entry: int = _found(connection, answer_id).entry
        return self._journal.receipt(entry)

    def erase(self, answer_id: str) -> None:
        """Forget what was asked and answered; that something was stays proved. Raises UserError."""
        with self._database.read() as connection:
            _found(connection, answer_id)
        self._journal.erase(_asker(answer_id))


def _asker(answer_id: str) -> str:
    """Whose content it is: an anonymous asker is a person of their own with each question."""
    return f"anonymous {answer_id}"


def _found(connection: Connection, answer_id: str) -> Row[tuple[object, ...]]:
    row = connection.execute(select(answers).where(answers.c.id == answer_id)).one_or_none()
    if row is None:
        raise UserError(
            "There is no answer {id}.", hint="Check the id: it stands at the end of the answer.", id=answer_id
        )
    return row


__all__ = ["AnswerLog"]
