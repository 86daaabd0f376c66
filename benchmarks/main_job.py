"""The main job on real input: ingest, search, ask, start.

Search stands beside SQLite's FTS5 (bm25, unicode61), the full-text search a user without Siyada has at hand, over the
same passages and the same questions in one run.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from siyada.compose import House, open_house
from siyada.documents import Prepared, cut_passages
from siyada.evaluation.answers import AskedQuestion, evaluate_answers, load_questions
from siyada.language import identify, parse_variety, split_sentences
from siyada.settings import load_settings
from siyada.types import DocumentId, Question, Reading, VersionId

BATCH = 1_000
COLD_STARTS = 7


def measure(data: Path, folder: Path, *, passages: int) -> dict[str, Any]:
    """All figures of the main job."""
    desk, laws = data / "documents" / "service-desk.jsonl", data / "documents" / "laws.jsonl"
    asked = load_questions(data / "questions" / "dev.jsonl", parse_variety)
    figures: dict[str, Any] = {
        "ingest_service_desk": _ingest("service-desk", desk, folder / "desk"),
        "ingest_laws": _ingest("laws", laws, folder / "laws"),
        "cold_start_ask_s": _cold_start(folder / "desk"),
    }
    with open_house(load_settings(data=folder / "desk")) as house:
        house.assistant.ask(asked[0].text)
        figures["answers"] = evaluate_answers(asked, house.assistant.ask, house.stored_text)
        figures["same_language"] = _same_language(house, asked)
    with open_house(load_settings(data=folder / "large")) as house:
        figures["large"] = _large(house, [desk, laws], asked, passages, folder / "fts.db")
    figures["max_rss_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    figures["max_rss_ingest_mb"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    return figures


def machine() -> dict[str, Any]:
    """Where it was measured."""
    return {"python": platform.python_version(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2)}


def _siyada(*arguments: str) -> tuple[float, str]:
    """Seconds and output of a command in a process of its own."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "siyada", *arguments], capture_output=True, text=True, check=True)
    return time.perf_counter() - began, done.stdout


def _ingest(collection: str, path: Path, folder: Path) -> dict[str, Any]:
    seconds, _ = _siyada("ingest", collection, str(path), "--data", str(folder), "--json")
    again, output = _siyada("ingest", collection, str(path), "--data", str(folder), "--json")
    documents = json.loads(output)["unchanged"]
    return {
        "documents": documents,
        "seconds": round(seconds, 2),
        "documents_per_s": round(documents / seconds),
        "unchanged_again_s": round(again, 2),
    }


def _cold_start(folder: Path) -> float:
    asked = ("ask", "Quel est le délai de réponse ?", "--data", str(folder), "--json")
    return round(statistics.median(_siyada(*asked)[0] for _ in range(COLD_STARTS)), 2)


def _same_language(house: House, asked: Sequence[AskedQuestion]) -> dict[str, float | None]:
    """at_5 of the questions that a document in their own language answers."""
    languages = {document.id: document.language for document in house.library.documents("service-desk")}
    figures: dict[str, float | None] = {}
    for language in ("fr", "ar"):
        same = [
            question
            for question in asked
            if question.variety == language
            and any(languages.get(DocumentId(name)) == language for name in question.relevant)
        ]
        measured = evaluate_answers(same, house.assistant.ask, house.stored_text)
        figures[f"{language}_at_5"] = measured["varieties"][language]["at_5"]
    return figures


def _large(
    house: House, paths: Sequence[Path], asked: Sequence[AskedQuestion], wanted: int, peer: Path
) -> dict[str, Any]:
    """A library of at least `wanted` passages, searched beside FTS5."""
    began = time.perf_counter()
    for batch in _batches(_records(paths), wanted):
        house.library.store("large", batch)
    stored = time.perf_counter() - began
    began = time.perf_counter()
    house.follow()
    indexed = time.perf_counter() - began
    texts = [passage.text for change in house.library.changes_since(0) for passage in change.added]
    questions = [Question(question.text, identify(question.text)) for question in asked]
    ours = _times(house.index.search, questions)
    theirs = _times(_fts5(peer, texts), [question.text for question in questions])
    return {
        "passages": len(texts),
        "store_s": round(stored, 1),
        "index_s": round(indexed, 1),
        "search": ours,
        "fts5": theirs,
        "p95_ratio_to_fts5": round(ours["p95_ms"] / theirs["p95_ms"], 3),
    }


def _records(paths: Sequence[Path]) -> Iterator[dict[str, str]]:
    """The records of the files, over and over, each round under ids and with a text of its own."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    for round_ in range(1_000):
        for line in lines:
            record = json.loads(line)
            yield record | {"id": f"{round_}/{record['id']}", "text": f"{record['text']} ({round_})"}


def _batches(records: Iterator[dict[str, str]], wanted: int) -> Iterator[list[Prepared]]:
    batch: list[Prepared] = []
    held = 0
    for record in records:
        reading = Reading(record["text"], record["title"], record["lang"])
        cuts = tuple(cut_passages(reading, split_sentences, identify))
        version = VersionId(hashlib.sha256(record["text"].encode()).hexdigest())
        batch.append(Prepared(DocumentId(record["id"]), version, "benchmark", reading, cuts))
        held += len(cuts)
        if len(batch) == BATCH or held >= wanted:
            yield batch
            batch = []
        if held >= wanted:
            return


def _times(search: Callable[[Any], object], questions: Sequence[Any]) -> dict[str, float]:
    spent = []
    for question in questions:
        began = time.perf_counter()
        search(question)
        spent.append((time.perf_counter() - began) * 1_000)
    spent.sort()
    return {"p50_ms": round(statistics.median(spent), 2), "p95_ms": round(spent[int(len(spent) * 0.95)], 2)}


def _fts5(path: Path, texts: Sequence[str]) -> Callable[[str], object]:
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE passages USING fts5(text)")
    connection.executemany("INSERT INTO passages VALUES (?)", ((text,) for text in texts))
    connection.commit()

    def search(question: str) -> object:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        query = "SELECT rowid, text FROM passages WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT 20"
        return connection.execute(query, (words,)).fetchall()

    return search
