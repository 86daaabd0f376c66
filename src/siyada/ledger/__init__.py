"""The record of what was answered, and the tree that proves it."""

from siyada.ledger.attempts import AttemptLog
from siyada.ledger.log import AnswerLog

__all__ = ["AnswerLog", "AttemptLog"]
