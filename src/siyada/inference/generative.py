"""The generative composer: a model writes a short answer from the passages, a quote for every sentence.

    1. the passages that speak of the question are numbered, as many as the model's context holds
    2. the model writes JSON of a fixed shape: quotes, then the sentence they carry
    3. each sentence becomes a claim as soon as it is whole; its quotes are located in the passages
    4. what the model invents is located nowhere, and the check refuses it

It promises nothing: an answer out of shape is a ModelError, upon which another composer speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass

from siyada.errors import ModelError
from siyada.inference.draft import Cited, DraftReader, Sentence
from siyada.inference.model import Message, Model, Pieces, PromptTooLongError, Usage
from siyada.inference.profiles import GENERIC, Profile
from siyada.inference.prompt import answer_language, answer_schema, build_prompt
from siyada.outbound import Deadline
from siyada.types import Claim, Hit, Passage, Question, Quote, Span

Locate = Callable[[str, str], Span | None]
"""Where a quote (first) stands in a text (second), None where it does not."""
Spend = Callable[[Usage], None]
"""Hears what each answer took."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How much is shown to the model and asked of it."""

    passages: int = 6
    coverage: float = 0.5
    """Least share of the question that a passage must speak of to be shown; below it, documents do not answer."""
    sentences: int = 6
    max_tokens: int = 700
    timeout_s: float = 120.0


class Generative:
    """Drafts with a model. Holds no state of its own, so one instance serves many threads."""

    name = "generative"

    def __init__(
        self,
        model: Model,
        locate: Locate,
        *,
        profile: Profile = GENERIC,
        habits: Habits | None = None,
        spend: Spend | None = None,
    ) -> None:
        self._model = model
        self._locate = locate
        self._profile = profile
        self.habits = habits or Habits()
        self._spend = spend

    @property
    def model(self) -> str | None:
        """The model that writes."""
        return self._model.name

    def prepare(self) -> None:
        """Let the model load, without waiting for it: for a service that is about to be asked. Raises ModelError."""
        self._model.prepare()

    def compose(self, question: Question, hits: Sequence[Hit]) -> Generator[Claim, None, None]:
        """Claims as the model writes them; none where it says that the passages hold no answer.

        Closing the iterator stops the model. Raises ModelError.
        """
        deadline = Deadline.after(self.habits.timeout_s)
        # 1. Number the passages, as many as fit.
        covering = [hit.passage for hit in hits if hit.coverage >= self.habits.coverage]
        passages = self._fitting(question, covering[: self.habits.passages])
        while passages:
            try:
                yield from self._claims(question, passages, deadline)
            except PromptTooLongError:
                # The count was an estimate; nothing was said yet.
                if len(passages) == 1:
                    raise
                passages = passages[: len(passages) // 2]
            else:
                return

    def _fitting(self, question: Question, passages: Sequence[Passage]) -> list[Passage]:
        """The passages that fit beside the answer, the best first; whole ones only."""
        kept = list(passages)
        if kept and not self._fits(question, kept):
            kept = []
            for passage in passages:
                if self._fits(question, [*kept, passage]):
                    kept.append(passage)
        if passages and not kept:
            raise PromptTooLongError(
                "No passage fits into the context of {name}.",
                hint="Choose a model with a larger context.",
                name=self._model.name,
            )
        return kept

    def _fits(self, question: Question, passages: Sequence[Passage]) -> bool:
        return self._model.count(self._prompt(question, passages)) + self.habits.max_tokens <= self._model.context

    def _prompt(self, question: Question, passages: Sequence[Passage]) -> list[Message]:
        return build_prompt(question, passages, answer_language(question, passages, self._profile))

    def _claims(self, question: Question, passages: Sequence[Passage], deadline: Deadline) -> Iterator[Claim]:
        # 2. The model writes.
        prompt = self._prompt(question, passages)
        pieces = self._model.stream(
            prompt, max_tokens=self.habits.max_tokens, schema=answer_schema(len(passages)), deadline=deadline
        )
        # 3. Each sentence as soon as it is whole.
        said: set[str] = set()
        with closing(self._sentences(prompt, pieces)) as sentences:
            for sentence in sentences:
                if sentence.text in said or len(said) >= self.habits.sentences:
                    # A model that repeats itself does not stop by itself.
                    return
                said.add(sentence.text)
                yield Claim(sentence.text, self._quotes(sentence, passages))

    def _sentences(self, prompt: Sequence[Message], pieces: Pieces) -> Generator[Sentence, None, None]:
        """The sentences of a stream, which is closed at the end, and what it took."""
        reader, usage, count, cut = DraftReader(), None, 0, False
        try:
            for piece in pieces:
                usage, cut, count = piece.usage or usage, cut or piece.cut, count + 1
                yield from reader.feed(piece.text)
                if reader.declined:
                    return
            if cut:
                raise ModelError("The model's answer was cut at its limit.", hint="Ask a narrower question.")
            reader.close()
        finally:
            pieces.close()
            self._account(prompt, usage, count)

    def _account(self, prompt: Sequence[Message], usage: Usage | None, pieces: int) -> None:
        """Says what the answer took; of one that was stopped, a token a piece."""
        if self._spend is None:
            return
        with suppress(ModelError):
            self._spend(usage or Usage(self._model.count(prompt), pieces))

    def _quotes(self, sentence: Sentence, passages: Sequence[Passage]) -> tuple[Quote, ...]:
        """The quotes as places; none at all where one names a passage that there is not."""
        if any(not 0 < cited.passage <= len(passages) for cited in sentence.quotes):
            return ()
        return tuple(self._quote(cited, passages[cited.passage - 1]) for cited in sentence.quotes)

    def _quote(self, cited: Cited, passage: Passage) -> Quote:
        """The quote where it stands; else the model's words over the whole passage, for the check to refuse."""
        place = self._locate(cited.quote, passage.text)
        words = cited.quote if place is None else passage.text[place.start : place.end]
        span = place or Span(0, len(passage.text))
        return Quote(
            text=words,
            collection=passage.collection,
            document=passage.document,
            version=passage.version,
            page=passage.page,
            start=passage.start + span.start,
            end=passage.start + span.end,
        )


__all__ = ["Generative", "Habits", "Locate", "Spend"]
