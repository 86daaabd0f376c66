"""The log of answers: each is kept with what made it, and can be fetched again by its id."""

from __future__ import annotations

import json
from typing import cast

from sqlalchemy import insert, select

from siyada.errors import UserError
from siyada.storage import Database
from siyada.storage.tables import answers
from siyada.types import Answer
from siyada.wire import AnswerRecord, answer_record


class AnswerLog:
    """Keeps answers in the record of truth. Lives as long as its database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, answer: Answer) -> None:
        """Store an answer; returns once it is durable. Raises StorageError."""
        record = answer_record(answer)
        row = {
            "id": answer.id,
            "created": answer.created,
            "collections": json.dumps(record["collections"], ensure_ascii=False),
            "variety": record["variety"],
            "abstained": answer.abstained,
            "content": json.dumps(record, ensure_ascii=False),
        }
        with self._database.write() as connection:
            connection.execute(insert(answers).values(row))

    def fetch(self, answer_id: str) -> AnswerRecord:
        """The stored answer. Raises UserError where there is none of that id."""
        with self._database.read() as connection:
            content = connection.scalar(select(answers.c.content).where(answers.c.id == answer_id))
        if content is None:
            raise UserError(
                "There is no answer {id}.", hint="Check the id: it stands at the end of the answer.", id=answer_id
            )
        return cast("AnswerRecord", json.loads(content) if isinstance(content, str) else content)
