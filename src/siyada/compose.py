"""Builds the parts of a house from its settings and closes them in reverse. The only place where parts meet."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from siyada import __version__
from siyada.assistant import Assistant, Composer
from siyada.citations import CitationCheck, FigureReader, locate_quote
from siyada.documents.library import Library
from siyada.errors import UserError
from siyada.inference.extractive import Extractive
from siyada.language import analyse, identify, normalise, skeleton, split_sentences, variants
from siyada.ledger.attempts import AttemptLog
from siyada.ledger.journal import Journal
from siyada.ledger.keyring import open_keyring
from siyada.ledger.log import AnswerLog
from siyada.retrieval import LexicalIndex, load_thesaurus
from siyada.settings import Settings
from siyada.storage import Database, open_database
from siyada.types import Quote, Span, Variety

if TYPE_CHECKING:
    from siyada import outbound
    from siyada.documents.ingestion import Step

DATABASE = "siyada.db"
INDEX = "index"
KEYS = "keys"


@dataclass(frozen=True, slots=True)
class House:
    """One running Siyada: its parts, joined. Lives as long as its `open_house` block."""

    settings: Settings
    database: Database
    library: Library
    index: LexicalIndex
    answers: AnswerLog
    journal: Journal
    assistant: Assistant

    def follow(self, *, wait: bool = True) -> None:
        """Bring the index up to what the library holds. Cheap where nothing changed."""
        if self.index.sequence != self.library.sequence:
            self.index.follow(self.library.changes_since, wait=wait)

    def ingest(self, collection: str, sources: Sequence[str]) -> Generator[Step, None, None]:
        """Add what stands at paths and addresses; a step for each document once it is durable. Follow afterwards."""
        from siyada.intake import take_in  # noqa: PLC0415  # 0.2 s that a question does not need

        gate = _outbound(self.settings, self.database)
        yield from take_in(self.library, self.settings, gate, collection, sources)

    def stored_text(self, quote: Quote) -> str | None:
        """The text of the version that a quote names; None where it is not stored."""
        version = self.library.stored(quote)
        return version.text if version else None

    def known_collections(self, names: Sequence[str]) -> tuple[str, ...]:
        """The names, each of which must be a collection. Raises UserError."""
        there = self.library.collections() if names else {}
        for name in names:
            if name not in there:
                raise UserError(
                    "There is no collection {name!r}.",
                    hint="List the collections with: siyada documents list",
                    name=name,
                )
        return tuple(names)


@contextmanager
def open_house(settings: Settings, *, follow: bool = True) -> Iterator[House]:
    """A house over `settings.data`, its index brought up to date unless `follow` is false."""
    with ExitStack() as stack:
        database = stack.enter_context(open_database(_state_url(settings)))
        library = Library(database)
        folder = settings.data / INDEX
        index = LexicalIndex(
            folder,
            analyse=analyse,
            concepts=load_thesaurus(analyse, skeleton, folder),
            vary=variants,
            references=references,
            load=library.passages,
        )
        journal = Journal(database, open_keyring(settings.data / KEYS))
        answers = AnswerLog(database, journal)
        house = House(
            settings=settings,
            database=database,
            library=library,
            index=index,
            answers=answers,
            journal=journal,
            assistant=Assistant(
                identify=identify,
                search=index,
                composers=_composers(settings, database, stack),
                check=CitationCheck(library.stored, normalise, analyse, identify, figure_reader()),
                log=answers,
                versions={"siyada": __version__},
            ),
        )
        if follow:
            house.follow(wait=False)
        yield house


@cache
def figure_reader() -> FigureReader:
    """The one reader of figures."""
    return FigureReader(normalise)


def references(text: str) -> list[str]:
    """The articles and laws that a text names, as keys of the index ("article:16", "law:09-08")."""
    # Varieties differ in the ordinals they write; the script decides which of them can occur.
    variety = Variety.ARABIC if any("\u0600" <= character <= "\u06ff" for character in text) else Variety.FRENCH
    found = figure_reader().references(text, variety)
    return list(dict.fromkeys(f"{figure.kind}:{figure.value}" for figure in found))


def _state_url(settings: Settings) -> str:
    return settings.database_url or f"sqlite:///{settings.data.absolute() / DATABASE}"


def _composers(settings: Settings, database: Database, stack: ExitStack) -> list[Composer]:
    """The model that the settings name, and the extractive composer behind it: it never fails to answer."""
    extractive = Extractive(analyse, split_sentences)
    if not settings.models:
        return [extractive]
    from siyada.inference.opening import ModelSource, open_composer  # noqa: PLC0415  # only where there is a model

    source = ModelSource(settings.models, settings.model_name, settings.model_key, settings.model_threads)
    opened = open_composer(source, outbound=_outbound(settings, database, source.server), locate=_locate)
    generative = stack.enter_context(opened)
    # The engine loads while the rest of the house opens and the first question is searched.
    generative.prepare()
    return [generative, extractive]


def _outbound(settings: Settings, database: Database, server: str = "") -> outbound.Outbound:
    """The gate, with the destinations that the operator named."""
    from siyada.outbound import Outbound, read_policy  # noqa: PLC0415  # 0.1 s that a question does not need

    return Outbound(read_policy(settings.outbound, server), AttemptLog(database).record)


def _locate(quote: str, text: str) -> Span | None:
    """Where a quote stands in a text, wherever that is."""
    return locate_quote(quote, text, Span(0, 0), normalise)
