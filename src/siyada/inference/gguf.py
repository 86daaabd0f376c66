"""What a GGUF file says of itself: `read_gguf`. Reads the head of the file only, and trusts none of its numbers.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little-endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from siyada.errors import ModelError

MAGIC = b"GGUF"
_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9
# A head beyond these bounds is damage or an attack: the largest vocabularies have some 300,000 words.
_MAX_ENTRIES, _MAX_ITEMS, _MAX_STRING_BYTES = 10_000, 4_000_000, 4_000_000
# Longer arrays are the vocabulary; nobody reads it here.
_KEPT_ITEMS = 64

Value = int | float | bool | str | list["Value"]


@dataclass(frozen=True, slots=True)
class GgufFacts:
    """The head of a GGUF file."""

    architecture: str
    name: str
    context: int
    """Tokens the model was trained for; 0 where the file does not say."""
    template: str
    """The chat template (Jinja); empty where there is none, as in a model that was never taught to talk."""
    licence: str
    languages: tuple[str, ...]
    tensors: int
    size_label: str


def read_gguf(path: Path) -> GgufFacts:
    """The facts of the file. Raises ModelError where it is no GGUF, is damaged, or cannot be read."""
    try:
        with path.open("rb") as stream:
            return _facts(*_Head(stream).read())
    except OSError as error:
        raise ModelError(
            "The model file {path} cannot be read: {reason}.",
            hint="Set SIYADA_MODELS to the path of a GGUF file that this user may read.",
            path=path,
            reason=error.strerror,
        ) from error
    except (struct.error, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ModelError(
            "{path} is no whole GGUF file: {reason}.",
            hint="Copy or download it again and compare its SHA-256.",
            path=path,
            reason=error,
        ) from error


def _facts(tensors: int, values: dict[str, Value]) -> GgufFacts:
    architecture = _text(values, "general.architecture")
    context = values.get(f"{architecture}.context_length", 0)
    languages = values.get("general.languages", [])
    return GgufFacts(
        architecture=architecture,
        name=_text(values, "general.name"),
        context=context if isinstance(context, int) else 0,
        template=_text(values, "tokenizer.chat_template"),
        licence=_text(values, "general.license"),
        languages=tuple(str(language) for language in languages) if isinstance(languages, list) else (),
        tensors=tensors,
        size_label=_text(values, "general.size_label"),
    )


def _text(values: dict[str, Value], key: str) -> str:
    value = values.get(key, "")
    return value if isinstance(value, str) else ""


class _Head:
    """Reads the head from a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self) -> tuple[int, dict[str, Value]]:
        """The number of tensors, and the metadata."""
        if self._bytes(4) != MAGIC:
            raise ValueError("it does not begin with GGUF")
        version, tensors, entries = self._scalar("<I"), self._scalar("<Q"), self._scalar("<Q")
        if version not in (2, 3):
            message = f"version {version} of the format is not read"
            raise ValueError(message)
        values: dict[str, Value] = {}
        for _ in range(_bounded(int(entries), _MAX_ENTRIES)):
            key = self._string()
            values[key] = self._value(int(self._scalar("<I")))
        return int(tensors), values

    def _value(self, kind: int, depth: int = 0) -> Value:
        if kind == _STRING:
            return self._string()
        if kind == _ARRAY:
            return self._array(depth)
        if kind not in _SCALARS:
            message = f"unknown type {kind}"
            raise ValueError(message)
        return self._scalar(_SCALARS[kind])

    def _array(self, depth: int) -> list[Value]:
        kind, count = int(self._scalar("<I")), _bounded(int(self._scalar("<Q")), _MAX_ITEMS)
        if depth > 4:
            raise ValueError("arrays inside arrays")
        if kind in _SCALARS and count > _KEPT_ITEMS:
            self._bytes(struct.calcsize(_SCALARS[kind]) * count)
            return []
        items: list[Value] = []
        for _ in range(count):
            item = self._value(kind, depth + 1)
            if len(items) < _KEPT_ITEMS:
                items.append(item)
        return items

    def _string(self) -> str:
        return self._bytes(_bounded(int(self._scalar("<Q")), _MAX_STRING_BYTES)).decode("utf-8", "replace")

    def _scalar(self, form: str) -> int | float | bool:
        value: int | float | bool = struct.unpack(form, self._bytes(struct.calcsize(form)))[0]
        return value

    def _bytes(self, count: int) -> bytes:
        data = self._stream.read(count)
        if len(data) < count:
            raise ValueError("it ends too early")
        return data


def _bounded(count: int, limit: int) -> int:
    if count > limit:
        message = f"a count of {count}"
        raise ValueError(message)
    return count


__all__ = ["GgufFacts", "read_gguf"]
