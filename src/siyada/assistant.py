"""The life of one answer, top to bottom.

    question ─► language ─► retrieval ─► inference ─► citations ─► log ─► answer
                identify    search       compose      check every  append
                                         a draft      sentence,
                                                      or abstain

Every part is given by `compose`; this module knows their protocols only.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from siyada.errors import ModelError, UserError
from siyada.types import Answer, Claim, Hit, Identify, Question, Variety, Verdict

QUESTION_LIMIT = 4_000
"""Characters of a question that are read; a longer text is a document, and is ingested."""
SEARCHED = 20
NEAREST = 5


class Search(Protocol):
    """Finds the passages nearest to a question."""

    def search(self, question: Question, *, limit: int = SEARCHED) -> Sequence[Hit]:
        """At most `limit` hits, best first."""


class Composer(Protocol):
    """Drafts an answer from hits; trusts nothing, promises nothing."""

    @property
    def name(self) -> str:
        """`extractive` or `generative`."""

    @property
    def model(self) -> str | None:
        """The model that writes, None where none does."""

    def compose(self, question: Question, hits: Sequence[Hit]) -> Iterator[Claim]:
        """Claims with the quotes they rest on, unchecked, in reading order; nothing where the hits do not answer."""


class Check(Protocol):
    """The numbered check of a claim against the stored text."""

    def __call__(self, claim: Claim) -> Claim:
        """The claim with its verdict, its findings, and its quotes as they stand in the stored text."""


class AnswerLog(Protocol):
    """Keeps every answer."""

    def append(self, answer: Answer) -> None:
        """Returns once the answer is durable."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a space lets people see."""

    show_unverified: bool = False

    def shows(self, claim: Claim) -> bool:
        """Whether the claim may be part of the answer."""
        return claim.verdict is Verdict.SUPPORTED or (self.show_unverified and claim.verdict is Verdict.UNVERIFIED)


@dataclass(slots=True)
class _Progress:
    """What one answer has gathered so far."""

    kept: list[Claim] = field(default_factory=list)
    dropped: list[Claim] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    timings_ms: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds what passes inside to the time of the step."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.timings_ms[name] = self.timings_ms.get(name, 0.0) + (time.perf_counter() - began) * 1_000


class Assistant:
    """Answers questions. One instance serves many threads and lives as long as its house."""

    def __init__(
        self,
        *,
        identify: Identify,
        search: Search,
        composers: Sequence[Composer],
        check: Check,
        log: AnswerLog,
        policy: Policy | None = None,
        versions: dict[str, str] | None = None,
    ) -> None:
        self._identify = identify
        self._search = search
        self._composers = tuple(composers)
        self._check = check
        self._log = log
        self._policy = policy or Policy()
        self._versions = versions or {}

    def ask(self, text: str, *, collections: Sequence[str] = (), answer_in: Variety | None = None) -> Answer:
        """The answer, checked and stored. Raises UserError for a question that is empty or too long."""
        *_, answer = self.stream(text, collections=collections, answer_in=answer_in)
        assert isinstance(answer, Answer)  # noqa: S101  # stream() ends with the answer
        return answer

    def stream(
        self, text: str, *, collections: Sequence[str] = (), answer_in: Variety | None = None
    ) -> Generator[Claim | Answer, None, None]:
        """Each claim that may be shown, as soon as it is checked; at the end the answer, once it is stored."""
        progress = _Progress()
        with progress.step("language"):
            question = self._understand(text, tuple(collections), answer_in)
        with progress.step("retrieval"):
            hits = self._search.search(question, limit=SEARCHED)
        for composer in self._composers:
            yield from self._compose(composer, question, hits, progress)
            if progress.kept:
                break
        with progress.step("storing"):
            answer = self._answer(question, hits, composer, progress)
            self._log.append(answer)
        yield answer

    def _understand(self, text: str, collections: tuple[str, ...], answer_in: Variety | None) -> Question:
        text = text.strip()
        if not text:
            raise UserError("The question is empty.", hint="Write what you want to know.")
        if len(text) > QUESTION_LIMIT:
            raise UserError(
                "The question has {length} characters; at most {limit} are read.",
                hint="Ask it in fewer words, or add the text as a document.",
                length=len(text),
                limit=QUESTION_LIMIT,
            )
        return Question(text, self._identify(text), collections, answer_in)

    def _compose(
        self, composer: Composer, question: Question, hits: Sequence[Hit], progress: _Progress
    ) -> Iterator[Claim]:
        drafts = iter(composer.compose(question, hits))
        while True:
            try:
                with progress.step("inference"):
                    draft = next(drafts, None)
            except ModelError as error:
                # The next composer speaks in its place: a model that is down must not leave a person without an answer.
                progress.failures.append(f"{composer.name}: {error}")
                return
            if draft is None:
                return
            with progress.step("citations"):
                claim = self._check(draft)
            if self._policy.shows(claim):
                progress.kept.append(claim)
                yield claim
            else:
                progress.dropped.append(claim)

    def _answer(self, question: Question, hits: Sequence[Hit], composer: Composer, progress: _Progress) -> Answer:
        return Answer(
            id=uuid.uuid4().hex,
            question=question,
            claims=tuple(progress.kept),
            nearest=_nearest(hits),
            composer=composer.name,
            model=composer.model,
            created=datetime.now(UTC).isoformat(timespec="milliseconds"),
            timings_ms=progress.timings_ms,
            dropped=tuple(progress.dropped),
            failures=tuple(progress.failures),
            versions=self._versions,
        )


def _nearest(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The best passage of each of the first documents: five passages of one document show less of what there is."""
    best: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        best.setdefault((hit.passage.collection, hit.passage.document), hit)
    return tuple(best.values())[:NEAREST]
