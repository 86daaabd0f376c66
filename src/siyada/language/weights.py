"""Files of weights: arrays in numpy's own format and a JSON document beside them, read without copying.

A model `name` is `name.json` and one `name.<array>.npy` for each array.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"


def load_facts(name: str, folder: Path = DATA) -> dict[str, Any]:
    """The JSON document of a model."""
    facts: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return facts


def load_array(name: str, array: str, folder: Path = DATA) -> NDArray[Any]:
    """One array of a model, mapped into memory: pages are read when they are first needed."""
    mapped: NDArray[Any] = np.load(folder / f"{name}.{array}.npy", mmap_mode="r", allow_pickle=False)
    return np.asarray(mapped)


def save_model(folder: Path, name: str, facts: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
    """Write a model; the same facts and arrays give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    for array, values in arrays.items():
        np.save(folder / f"{name}.{array}.npy", values, allow_pickle=False)


__all__ = ["DATA", "load_array", "load_facts", "save_model"]
