from __future__ import annotations

import multiprocessing
import os
import time

import pytest

from siyada.documents.workers import read_apart
from siyada.errors import DocumentError, SiyadaError


def work(item: str) -> str:
    """What a reader may do to its process."""
    match item:
        case "crash":
            os.kill(os.getpid(), 9)
        case "hang":
            time.sleep(60)
        case "swell":
            return str(len(bytearray(10**11)))
        case "raise":
            raise ValueError(item)
        case "refuse":
            raise DocumentError("The file is empty.")
    return item.upper()


def read(items: list[str], *, workers: int = 2, timeout_s: float = 60) -> list[tuple[str, str]]:
    """Items with what became of them, as text."""
    return [(item, str(result)) for item, result in read_apart(items, work, workers=workers, timeout_s=timeout_s)]


def test_results_come_in_the_order_of_the_items() -> None:
    """Several workers and batches give what one would give."""
    items = [f"item {number}" for number in range(150)]

    assert read(items) == [(item, item.upper()) for item in items]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("crash", "Its reader crashed (exit -9)."),
        ("swell", "It needs more memory than one document may have."),
        ("raise", "It could not be read: ValueError: raise."),
        ("refuse", "The file is empty."),
    ],
)
def test_a_bad_item_takes_only_itself_down(item: str, reason: str) -> None:
    """Whatever an item does to its reader, it is reported and all the others are read."""
    assert read(["a", item, "b", "c"], workers=1) == [("a", "A"), (item, reason), ("b", "B"), ("c", "C")]


def test_an_item_that_hangs_is_given_up() -> None:
    """An item that takes longer than it may is reported, and the rest is read by another worker."""
    began = time.monotonic()

    assert read(["a", "hang", "b"], workers=1, timeout_s=2) == [
        ("a", "A"),
        ("hang", "It took longer than 2 s to read."),
        ("b", "B"),
    ]
    assert time.monotonic() - began < 40


def test_closing_ends_the_processes() -> None:
    """Who stops listening leaves no process behind."""
    results = read_apart([f"item {number}" for number in range(200)], work, workers=2, timeout_s=60)
    next(results)
    results.close()  # type: ignore[attr-defined]  # a generator

    assert multiprocessing.active_children() == []


def nothing(_: str) -> None:
    """A reader that finds nothing new."""


def test_a_result_may_be_nothing() -> None:
    """None is a result like any other, not a message of the pool."""
    assert list(read_apart(["a", "b"], nothing, workers=1, timeout_s=60)) == [("a", None), ("b", None)]


def test_nothing_to_read_starts_nothing() -> None:
    """No items, no results."""
    empty: list[str] = []

    assert list(read_apart(empty, work, workers=2, timeout_s=60)) == []


def test_errors_cross_whole() -> None:
    """An error of ours keeps its kind and its places on its way from the worker."""
    ((_, result),) = read_apart(["refuse"], work, workers=1, timeout_s=60)

    assert isinstance(result, SiyadaError)
    assert type(result) is DocumentError
