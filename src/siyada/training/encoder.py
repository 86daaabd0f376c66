"""Trains the part of the encoder that is ours: vectors for the words and letters of Amazigh and of Darija in Latin.

    1  read and draw the pairs (`encoder_pairs`)
    2  encode what they mean with the sentence network: the places where their texts must land
    3  move the table of grams by gradient steps (`encoder_steps`)
    4  round it to bytes and write it beside the network's weights, with the card

Every step leaves its result in a working folder, so a run that was stopped goes on where it stood. Seeded; numpy only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siyada.retrieval.encoder import DATA, NAME, load_encoder, unit
from siyada.retrieval.grams import grams_of, words_of
from siyada.training.encoder_pairs import Pair, read_pairs
from siyada.training.encoder_steps import Table, step

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Tell = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

_CHUNK, _KEPT_EVERY = 5_000, 50
_GRAMS_READ = 400
_FORGOTTEN = 0.1
"""Share of a text's grams left out of a step, drawn anew each time: spelling slips do the same."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides the weights, beside the corpora."""

    seed: int = 1
    size: int = 1 << 16
    passes: int = 4
    batch: int = 1_024
    rate: float = 0.02


def train_encoder(corpora: Path, work: Path, folder: Path = DATA, *, plan: Plan | None = None, tell: Tell) -> None:
    """Train on the corpora (`pairs.tsv` and the lexicons) and write the table of grams and the card to `folder`.

    The network's weights must stand there (`encoder_network`). About ten minutes on one core, after about as many for
    step 2.
    """
    plan = plan or Plan()
    work.mkdir(parents=True, exist_ok=True)
    pairs = [pair for pair in read_pairs(corpora, Random(plan.seed)) if words_of(pair.text)]  # noqa: S311 - no secrets
    meanings = {text: row for row, text in enumerate(dict.fromkeys(text for pair in pairs for text in pair.meanings))}
    vectors = encode_meanings(list(meanings), work, tell)
    targets = unit(np.array([vectors[[meanings[text] for text in pair.meanings]].mean(axis=0) for pair in pairs]))
    groups = np.array([meanings[pair.meanings[0]] for pair in pairs])
    table = fit(_grams([pair.text for pair in pairs], plan.size), targets, groups, plan, work, tell)
    save_grams(folder, table.rows)
    save_card(folder, plan, pairs)


def encode_meanings(texts: Sequence[str], work: Path, tell: Tell) -> Floats:
    """The network's vectors of the texts; those already in the working folder are not made again."""
    encoder = load_encoder()
    chunks = []
    for start in range(0, len(texts), _CHUNK):
        tell("encode", start, len(texts))
        kept = work / f"meanings-{start}.npy"
        if not kept.exists():
            _save(kept, encoder.encode(texts[start : start + _CHUNK]).astype(np.float16))
        chunks.append(np.load(kept).astype(np.float32))
    return np.concatenate(chunks)


def fit(texts: Sequence[Integers], targets: Floats, groups: Integers, plan: Plan, work: Path, tell: Tell) -> Table:
    """The table after all steps; each batch is drawn from the seed and its number, so a stopped run goes on alike."""
    total = plan.passes * len(texts) // plan.batch
    table, done = _resume(work, plan, targets.shape[1])
    for number in range(done, total):
        rows = _batch(number, len(texts), plan)
        random = np.random.default_rng([plan.seed, 1, number])
        chosen = [_forget(texts[row], random) for row in rows]
        step(table, chosen, targets[rows], groups[rows], plan.rate * max(0.02, 1 - number / total))
        if number % _KEPT_EVERY == _KEPT_EVERY - 1:
            _save(work / "table.npy", np.column_stack([table.rows, table.squares]))
            (work / "done.json").write_text(json.dumps(number + 1), encoding="utf-8")
            tell("learn", number + 1, total)
    return table


def _batch(number: int, texts: int, plan: Plan) -> Integers:
    """The rows of a batch: each pass goes through a new order."""
    turn, place = divmod(number, texts // plan.batch)
    order = np.random.default_rng([plan.seed, 0, turn]).permutation(texts)
    return np.sort(order[place * plan.batch : (place + 1) * plan.batch])


def _forget(grams: Integers, random: np.random.Generator) -> Integers:
    kept = grams[random.random(len(grams)) > _FORGOTTEN]
    return kept if len(kept) else grams


def _resume(work: Path, plan: Plan, width: int) -> tuple[Table, int]:
    if not (work / "done.json").exists():
        return Table.draw(plan.size, width, plan.seed), 0
    kept = np.load(work / "table.npy")
    done = json.loads((work / "done.json").read_text(encoding="utf-8"))
    return Table(np.ascontiguousarray(kept[:, :-1]), np.ascontiguousarray(kept[:, -1])), int(done)


def _grams(texts: Sequence[str], size: int) -> list[Integers]:
    of_word = cache(lambda word: np.array(grams_of(word, size)))
    return [np.concatenate([of_word(word) for word in words_of(text)])[:_GRAMS_READ] for text in texts]


def save_grams(folder: Path, rows: Floats) -> None:
    """Write the table as bytes with one scale a row: a quarter of the size, cosines to the full table above 0.999."""
    scale = np.abs(rows).max(axis=1, keepdims=True) / 127 + np.float32(1e-9)
    np.save(folder / f"{NAME}.grams.npy", np.rint(rows / scale).astype(np.int8))
    np.save(folder / f"{NAME}.grams_scale.npy", scale[:, 0].astype(np.float32))


def save_card(folder: Path, plan: Plan, pairs: Sequence[Pair]) -> None:
    """Write what the weights are and what they learned from."""
    card: dict[str, Any] = {
        "name": "siyada-encoder-1",
        "licence": "Apache-2.0; corpora by their own licences, below",
        "network": {
            "source": "Universal Sentence Encoder Multilingual 3, Google, Apache-2.0, https://arxiv.org/abs/1907.04307",
            "changes": "pieces of Latin and Arabic script that our corpora use; 16-bit layers; 256 principal axes",
        },
        "grams": {
            "pairs": len(pairs),
            "seed": plan.seed,
            "rows": plan.size,
            "passes": plan.passes,
            "learned_from": _SOURCES,
        },
        "limits": "Darija in Latin letters is read through its Arabic spelling as well; Amazigh by its letters alone: "
        "what no text of the corpora says is guessed from parts of words. Figures: docs/encoder.md.",
    }
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / f"{NAME}.json").write_text(text + "\n", encoding="utf-8")


_SOURCES = {
    "Firefox localisation": "MPL-2.0",
    "MediaWiki messages": "CC BY 3.0",
    "Tatoeba": "CC BY 2.0 FR",
    "NLLB-Seed": "CC BY-SA 4.0",
    "DODa v1": "MIT",
    "DarijaDistance": "MIT",
    "NTREX-128": "CC BY-SA 4.0",
    "CLDR": "Unicode-3.0",
    "Wikipedia Android": "Apache-2.0",
    "Common Voice interface": "MPL-2.0",
    "HCP place names": "CC BY 4.0",
    "Awal": "CC BY 4.0",
    "droits-sociaux, saleml/darija": "MIT",
    "Siyada's thesaurus": "CC BY 4.0",
}


def _save(path: Path, array: NDArray[Any]) -> None:
    """Whole or not at all."""
    fresh = path.with_suffix(".part.npy")
    np.save(fresh, array)
    fresh.replace(path)


__all__ = ["Plan", "encode_meanings", "fit", "save_card", "save_grams", "train_encoder"]
