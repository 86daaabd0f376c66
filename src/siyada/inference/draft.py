"""Reads a model's answer while it is still being written: each sentence as soon as its JSON is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from siyada.errors import ModelError
from siyada.inference.prompt import JOINER

# Servers without constrained output wrap JSON in a Markdown fence.
_FENCE = "```"
# The root, its list of sentences, one sentence.
_SENTENCE_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote as the model gives it: the number of a passage, and words said to stand there."""

    passage: int
    quote: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft."""

    text: str
    quotes: tuple[Cited, ...]


class DraftReader:
    """Fed with pieces, gives sentences. `declined` once the model said that the passages hold no answer."""

    def __init__(self) -> None:
        self.declined = False
        self._text = ""
        self._at = 0
        self._began = 0
        self._open: list[str] = []
        self._in_string = False
        self._escaped = False
        self._whole = False
        self._given = 0

    def feed(self, piece: str) -> Iterator[Sentence]:
        """The sentences that this piece completes. Raises ModelError for what is not of the shape."""
        self._text += piece
        if not self._open and not self._whole and not self._find_root():
            return
        while self._at < len(self._text) and not self._whole and not self.declined:
            character = self._text[self._at]
            self._at += 1
            yield from self._step(character)

    def close(self) -> None:
        """To be called when the model has ended. Raises ModelError where its answer has not."""
        if not self._whole and not self.declined:
            raise _out_of_shape("it is not whole")

    def _find_root(self) -> bool:
        """Whether the object has begun; before it only a fence may stand."""
        text = self._text.lstrip()
        if text.startswith(_FENCE):
            _, ended, text = text.partition("\n")
            text = text.lstrip()
            if not ended:
                return False
        if text.startswith("{"):
            self._text = text
            return True
        if text and not _FENCE.startswith(text):
            raise _out_of_shape("it is no JSON object")
        return False

    def _step(self, character: str) -> Iterator[Sentence]:
        if self._in_string:
            self._in_string = self._escaped or character != '"'
            self._escaped = character == "\\" and not self._escaped
        elif character == '"':
            self._in_string = True
        elif character in "{[":
            self._opens(character)
        elif character in "}]":
            yield from self._closes(character)

    def _opens(self, character: str) -> None:
        self._open.append(character)
        if len(self._open) == _SENTENCE_DEPTH - 1:
            # What stands before the list: whether there is an answer at all.
            head = _object(self._text[: self._at] + ("]}" if character == "[" else "}}"))
            self.declined = head.get("answerable") is False
        if len(self._open) == _SENTENCE_DEPTH:
            self._began = self._at - 1

    def _closes(self, character: str) -> Iterator[Sentence]:
        if not self._open or self._open.pop() != {"}": "{", "]": "["}[character]:
            raise _out_of_shape("its brackets do not match")
        if len(self._open) == _SENTENCE_DEPTH - 1:
            self._given += 1
            yield _sentence(_object(self._text[self._began : self._at]))
        if not self._open:
            self._whole = True
            self._finish(_object(self._text[: self._at]))

    def _finish(self, root: dict[str, Any]) -> None:
        sentences = root.get("sentences")
        if not isinstance(sentences, list) or len(sentences) != self._given:
            raise _out_of_shape("it has no list of sentences")
        self.declined = root.get("answerable") is False


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _out_of_shape("it is no JSON") from error
    if not isinstance(value, dict):
        raise _out_of_shape("a sentence is no object")
    return value


def _sentence(value: dict[str, Any]) -> Sentence:
    quotes = value.get("quotes")
    if not isinstance(quotes, list):
        raise _out_of_shape("a sentence has no quotes")
    return Sentence(_string(value.get("sentence")), tuple(_cited(quote) for quote in quotes))


def _cited(value: object) -> Cited:
    if not isinstance(value, dict) or type(value.get("passage")) is not int:
        raise _out_of_shape("a quote names no passage")
    return Cited(value["passage"], _string(value.get("quote")))


def _string(value: object) -> str:
    # A half of a surrogate pair is no character: nothing could store it.
    if not isinstance(value, str) or any("\ud800" <= character <= "\udfff" for character in value):
        raise _out_of_shape("a text is none")
    return value.replace(JOINER, "").strip()


def _out_of_shape(reason: str) -> ModelError:
    return ModelError(
        "The model's answer has not the shape that was asked for: {reason}.",
        hint="Use a model that is trained to follow instructions.",
        reason=reason,
    )


__all__ = ["Cited", "DraftReader", "Sentence"]
