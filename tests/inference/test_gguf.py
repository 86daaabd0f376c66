from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.errors import ModelError
from siyada.inference.gguf import read_gguf


def text(value: str) -> bytes:
    """A string as GGUF writes it."""
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def make_gguf(*entries: bytes, version: int = 3, tensors: int = 0) -> bytes:
    """The head of a file with these entries."""
    return b"GGUF" + struct.pack("<IQQ", version, tensors, len(entries)) + b"".join(entries)


WHOLE = make_gguf(
    text("general.architecture") + struct.pack("<I", 8) + text("llama"),
    text("general.name") + struct.pack("<I", 8) + text("Atlas ⴰⵟⵍⴰⵙ"),
    text("llama.context_length") + struct.pack("<II", 4, 4096),
    text("general.languages") + struct.pack("<IIQ", 9, 8, 2) + text("fr") + text("ar"),
    text("tokenizer.scores") + struct.pack("<IIQ", 9, 6, 1000) + bytes(4000),
    text("general.license") + struct.pack("<I", 8) + text("apache-2.0"),
    tensors=7,
)


def test_the_head_of_a_file_is_read(tmp_path: Path) -> None:
    """Architecture, name, context, languages and licence, past the vocabulary between them."""
    path = tmp_path / "model.gguf"
    path.write_bytes(WHOLE)

    facts = read_gguf(path)

    assert (facts.architecture, facts.name, facts.context) == ("llama", "Atlas ⴰⵟⵍⴰⵙ", 4096)
    assert (facts.languages, facts.licence, facts.tensors, facts.template) == (("fr", "ar"), "apache-2.0", 7, "")


@pytest.mark.model
def test_a_real_file_is_read(small_model: Path) -> None:
    """A file as makers publish it."""
    facts = read_gguf(small_model)

    assert (facts.architecture, facts.context, facts.languages) == ("llama", 8192, ("en",))
    assert "im_start" in facts.template


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "ends too early"),
        (b"%PDF-1.7 not a model", "does not begin with GGUF"),
        (make_gguf(version=9), "version 9"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 2**60), "a count of"),
        (make_gguf(struct.pack("<Q", 2**62)), "a count of"),
        (make_gguf(text("x") + struct.pack("<I", 77)), "unknown type 77"),
        (make_gguf(text("x") + struct.pack("<IIQ", 9, 9, 1) * 1 + struct.pack("<IQ", 9, 1) * 9), "arrays inside"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    """The person is told what is wrong and what to do, and nothing large is read on the file's word."""
    path = tmp_path / "model.gguf"
    path.write_bytes(data)

    with pytest.raises(ModelError, match=reason) as caught:
        read_gguf(path)
    assert "SHA-256" in caught.value.hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Neither a missing file nor a folder is a traceback."""
    for path in (tmp_path / "missing.gguf", tmp_path):
        with pytest.raises(ModelError, match="cannot be read"):
            read_gguf(path)


@given(st.integers(0, len(WHOLE)), st.binary(max_size=8))
def test_no_damage_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, at: int, noise: bytes) -> None:
    """Bytes cut out or overwritten anywhere: facts, or our error."""
    path = tmp_path_factory.getbasetemp() / "damaged.gguf"
    path.write_bytes(WHOLE[:at] + noise + WHOLE[at + 2 * len(noise) :])

    with suppress(ModelError):
        read_gguf(path)
