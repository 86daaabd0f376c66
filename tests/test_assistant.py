from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from siyada.assistant import Assistant, Policy
from siyada.errors import ModelError, StorageError, UserError
from siyada.language import identify
from siyada.types import (
    Answer,
    Claim,
    DocumentId,
    Finding,
    Hit,
    Passage,
    PassageId,
    Question,
    Quote,
    Variety,
    Verdict,
    VersionId,
)

QUOTE = Quote("Le délai est de dix jours.", "guide", DocumentId("d"), VersionId("0" * 64), None, 0, 26)


def make_hit(number: int, document: str = "d") -> Hit:
    """A hit on a passage of a document."""
    passage = Passage(
        PassageId(str(number)), "guide", DocumentId(document), VersionId("0" * 64), "Titre", "Texte", 0, 5
    )
    return Hit(passage, 1.0)


class Found:
    """A search that always finds the same."""

    def __init__(self, *hits: Hit) -> None:
        self.hits = hits or (make_hit(1),)

    def search(self, _question: Question, *, limit: int = 20) -> Sequence[Hit]:
        """The hits."""
        return self.hits[:limit]


class Says:
    """A composer that says what it was given; an error is raised in its place."""

    def __init__(self, *claims: str | ModelError, name: str = "generative", model: str | None = "m") -> None:
        self.name = name
        self.model = model
        self._claims = claims

    def compose(self, _question: Question, _hits: Sequence[Hit]) -> Iterator[Claim]:
        """The claims."""
        for claim in self._claims:
            if isinstance(claim, ModelError):
                raise claim
            yield Claim(claim, (QUOTE,))


class Kept:
    """A log that keeps answers in memory, or refuses them."""

    def __init__(self, *, broken: bool = False) -> None:
        self.answers: list[Answer] = []
        self._broken = broken

    def append(self, answer: Answer) -> None:
        """Keep it."""
        if self._broken:
            raise StorageError("The disk is full.")
        self.answers.append(answer)


def judge(claim: Claim) -> Claim:
    """Supported, unless the claim says itself what it is."""
    for verdict in (Verdict.REJECTED, Verdict.UNVERIFIED):
        if verdict in claim.text:
            return replace(claim, verdict=verdict, findings=(Finding(3, "not found"),))
    return replace(claim, verdict=Verdict.SUPPORTED)


def make_assistant(
    *composers: Says, search: Found | None = None, log: Kept | None = None, policy: Policy | None = None
) -> Assistant:
    """An assistant over doubles of its protocols."""
    return Assistant(
        identify=identify,
        search=search or Found(),
        composers=composers,
        check=judge,
        log=log or Kept(),
        policy=policy,
        versions={"siyada": "0"},
    )


def said(answer: Answer) -> list[str]:
    """The texts of the claims."""
    return [claim.text for claim in answer.claims]


def test_only_what_passes_the_check_is_said() -> None:
    """A refused claim is dropped and kept for the record with its reason."""
    answer = make_assistant(Says("dix jours", "rejected: cent jours")).ask("Quel délai ?")

    assert said(answer) == ["dix jours"]
    assert [str(claim.findings[0]) for claim in answer.dropped] == ["not found"]


def test_unverified_claims_are_shown_only_by_policy() -> None:
    """What the check cannot decide is left out, unless the space shows it, marked as such."""
    hidden = make_assistant(Says("unverified")).ask("Quel délai ?")
    shown = make_assistant(Says("unverified"), policy=Policy(show_unverified=True)).ask("Quel délai ?")

    assert hidden.abstained
    assert shown.claims[0].verdict is Verdict.UNVERIFIED


def test_nothing_survives_then_it_abstains_with_the_nearest() -> None:
    """An abstention lists the best passage of each of the first five documents."""
    hits = [make_hit(number, f"d{number // 2}") for number in range(20)]

    answer = make_assistant(Says("rejected"), search=Found(*hits)).ask("Quel délai ?")

    assert answer.abstained
    assert [hit.passage.id for hit in answer.nearest] == ["0", "2", "4", "6", "8"]


@pytest.mark.parametrize("first", [Says("rejected"), Says(ModelError("The model is down.")), Says()])
def test_the_next_composer_speaks_where_one_fails(first: Says) -> None:
    """A model that invents, falls silent or is down leaves the word to the composer behind it, and that is said."""
    answer = make_assistant(first, Says("dix jours", name="extractive", model=None)).ask("Quel délai ?")

    assert (said(answer), answer.composer, answer.model) == (["dix jours"], "extractive", None)


def test_a_failure_is_on_record() -> None:
    """Why the first composer did not speak is kept with the answer."""
    answer = make_assistant(Says(ModelError("The model is down.")), Says("dix jours")).ask("Quel délai ?")

    assert answer.failures == ("generative: The model is down.",)


def test_a_model_that_fails_in_the_middle_keeps_what_was_checked() -> None:
    """Claims that passed before the failure stay."""
    answer = make_assistant(Says("dix jours", ModelError("The line dropped."))).ask("Quel délai ?")

    assert said(answer) == ["dix jours"]
    assert answer.failures


def test_claims_arrive_before_the_answer_and_the_answer_once_stored() -> None:
    """The stream gives each claim as it is checked, then the answer, which the log holds already."""
    log = Kept()
    *claims, answer = make_assistant(Says("un", "deux"), log=log).stream("Quel délai ?")

    assert [claim.text for claim in claims if isinstance(claim, Claim)] == ["un", "deux"]
    assert log.answers == [answer]


def test_an_answer_that_cannot_be_stored_is_not_given() -> None:
    """Where the log refuses, the person gets the error and not the answer."""
    with pytest.raises(StorageError):
        make_assistant(Says("dix jours"), log=Kept(broken=True)).ask("Quel délai ?")


def test_an_answer_says_what_made_it() -> None:
    """Question, variety, composer, versions, moment and the time of each step."""
    answer = make_assistant(Says("dix jours")).ask("  Quel est le délai ?\n")

    assert (answer.question.text, answer.question.variety) == ("Quel est le délai ?", Variety.FRENCH)
    assert answer.versions == {"siyada": "0"}
    assert answer.created.endswith("+00:00")
    assert set(answer.timings_ms) == {"language", "retrieval", "inference", "citations", "storing"}


@pytest.mark.parametrize(("question", "reason"), [("  \n", "empty"), ("a" * 4001, "4001")])
def test_a_question_must_be_one(question: str, reason: str) -> None:
    """Nothing, or a whole document, is no question."""
    with pytest.raises(UserError, match=reason):
        make_assistant(Says("dix jours")).ask(question)
