"""The record of what was answered."""

from siyada.ledger.log import AnswerLog

__all__ = ["AnswerLog"]
