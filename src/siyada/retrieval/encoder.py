"""The encoder: texts of every variety as vectors of one space, where what means the same lies close.

Two parts see a text: the sentence network (`tower`), which reads French, Arabic, English, Spanish and Darija in Arabic
letters, and the letters of its words (`grams`), taught to land where the network puts the translation. How much each
is trusted is said by the reading of the text, which the composition root makes: Darija in Latin letters is read in
Arabic ones, Amazigh by its letters alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from siyada.retrieval.grams import Grams
from siyada.retrieval.pieces import Pieces
from siyada.retrieval.tower import Floats, Tower

DATA = Path(__file__).parent / "data"
NAME = "encoder"
_BATCH_PIECES = 512
"""Pieces of texts that are encoded together: few enough to stay in the processor's cache."""
_SHORTEST = np.float32(1e-12)
_LONGEST = 4_000
"""Characters of a text that are read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the network can read it, and the trust (0 to 1) in that; the rest goes to its letters."""

    text: str
    trust: float = 1.0


Read = Callable[[Sequence[str]], Sequence[Reading]]


def read_plainly(texts: Sequence[str]) -> list[Reading]:
    """Every text as it stands."""
    return [Reading(text) for text in texts]


class Encoder:
    """Turns texts into vectors of length 1. Never changes; serves many threads; weights are mapped, not copied."""

    def __init__(self, tower: Tower, pieces: Pieces, grams: Grams, turn: Floats, *, read: Read = read_plainly) -> None:
        self._tower = tower
        self._pieces = pieces
        self._grams = grams
        self._turn = turn
        self._read = read

    @property
    def size(self) -> int:
        """Numbers in a vector."""
        return int(self._turn.shape[1])

    def encode(self, texts: Sequence[str]) -> Floats:
        """A row of length 1 a text, in order. O(characters)."""
        texts = [text[:_LONGEST] for text in texts]
        readings = self._read(texts)
        trust = np.array([reading.trust for reading in readings], dtype=np.float32)[:, None]
        found = np.zeros((len(texts), self.size), dtype=np.float32)
        trusted = np.flatnonzero(trust).tolist()
        found[trusted] = self._by_network([readings[row].text for row in trusted])
        found *= trust
        spelt = np.flatnonzero(trust < 1).tolist()
        found[spelt] += (1 - trust[spelt]) * unit(self._grams.encode([texts[row] for row in spelt]))
        return unit(found)

    def _by_network(self, texts: Sequence[str]) -> Floats:
        """Texts of like length go together, so that a batch wastes little."""
        pieces = [self._pieces.read(text) for text in texts]
        found = np.empty((len(texts), self.size), dtype=np.float32)
        for rows in batches([len(each) for each in pieces]):
            found[rows] = unit(unit(self._tower.encode([pieces[row] for row in rows])) @ self._turn)
        return found


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Rows cut into runs of a few hundred pieces; a text longer than that stands alone."""
    cut: list[list[int]] = []
    room = 0
    for row, length in enumerate(lengths):
        if length > room:
            cut.append([])
            room = _BATCH_PIECES
        cut[-1].append(row)
        room -= length
    return cut


def unit(rows: Floats) -> Floats:
    """The rows at length 1; rows of zeros stay."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    return np.asarray(rows / np.maximum(lengths, _SHORTEST), dtype=np.float32)


def load_encoder(read: Read = read_plainly, folder: Path = DATA) -> Encoder:
    """The shipped encoder, its weights mapped into memory and shared between processes."""
    tower, pieces, grams, turn = _parts(folder)
    return Encoder(tower, pieces, grams, turn, read=read)


def load_card(folder: Path = DATA) -> dict[str, Any]:
    """What the weights are, what they learned from, and under which licences."""
    card: dict[str, Any] = json.loads((folder / f"{NAME}.json").read_text(encoding="utf-8"))
    return card


@cache
def _parts(folder: Path) -> tuple[Tower, Pieces, Grams, Floats]:
    arrays = {path.name.split(".")[1]: np.load(path, mmap_mode="r") for path in folder.glob(f"{NAME}.*.npy")}
    vocabulary = (folder / f"{NAME}.pieces.txt").read_text(encoding="utf-8").split("\n")
    pieces = Pieces(vocabulary, arrays["scores"].tolist())
    grams = Grams(arrays.pop("grams"), np.asarray(arrays.pop("grams_scale"), dtype=np.float32))
    return Tower(arrays), pieces, grams, np.asarray(arrays["turn"], dtype=np.float32)


__all__ = ["DATA", "Encoder", "Read", "Reading", "load_card", "load_encoder", "read_plainly", "unit"]
