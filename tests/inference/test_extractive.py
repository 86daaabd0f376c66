from __future__ import annotations

from dataclasses import replace

from siyada.inference.extractive import Extractive, Weights
from siyada.language import analyse, identify, split_sentences
from siyada.types import Claim, DocumentId, Hit, Passage, PassageId, Question, VersionId

PERMIT = (
    "Le permis d'habiter est délivré par la commune. "
    "Le délai de délivrance est de quinze jours. "
    "La demande est déposée au guichet. "
    "Le stationnement coûte trois dirhams."
)


def hit(
    text: str, *, coverage: float = 1.0, matched: tuple[str, ...] = (), language: str = "fr", start: int = 0
) -> Hit:
    """A hit on a passage that stands at `start` of its document."""
    document = DocumentId(f"d{abs(hash(text)) % 1000}")
    passage = Passage(
        PassageId(f"guide/{document}"), "guide", document, VersionId("0" * 64), "Permis", text, start,
        start + len(text), language=language,
    )  # fmt: skip
    return Hit(passage, 1.0, coverage, matched or tuple(term.stem for term in analyse(text) if term.content))


def answer(question: str, *hits: Hit) -> list[Claim]:
    """What the composer says."""
    composer = Extractive(analyse, split_sentences)
    return list(composer.compose(Question(question, identify(question)), hits))


def test_the_sentence_that_answers_is_said() -> None:
    """Of a passage, the sentence with the question's words speaks, and not the one about something else."""
    matched = ("del", "délivr", "permis", "delivr")

    said = [claim.text for claim in answer("Quel est le délai de délivrance du permis ?", hit(PERMIT, matched=matched))]

    assert "Le délai de délivrance est de quinze jours." in said
    assert "Le stationnement coûte trois dirhams." not in said


def test_a_quote_is_the_sentence_where_it_stands() -> None:
    """Each claim is its quote, and the quote's span is counted in the document, not in the passage."""
    (claim, *_) = answer("délai de délivrance", hit(PERMIT, start=1000))

    (quote,) = claim.quotes
    assert quote.text == claim.text == PERMIT[quote.start - 1000 : quote.end - 1000]


def test_nothing_is_said_where_the_passage_covers_too_little() -> None:
    """A question of which the best passage speaks only in part is left to the abstention."""
    assert answer("Quel est le délai du divorce ?", hit(PERMIT, coverage=0.3)) == []
    assert answer("Quel est le délai du divorce ?") == []


def test_a_lower_hit_does_not_speak_for_the_best() -> None:
    """Where the best hit covers too little, one that stands below it does not answer in its place."""
    assert answer("délai", hit("Autre chose.", coverage=0.2), hit(PERMIT, coverage=1.0)) == []


def test_the_items_of_a_list_follow_the_sentence_that_opens_it() -> None:
    """Where the best sentence ends with a colon, what it announces is said with it, in its order."""
    text = "Le dossier de mariage comprend les pièces suivantes :\n- la copie de la carte nationale ;\n- deux photos ;"

    said = [claim.text for claim in answer("Quelles pièces comprend le dossier de mariage ?", hit(text))]

    assert said[0].endswith(":")
    assert any("carte nationale" in text for text in said[1:])


def test_a_question_of_quantity_wants_a_figure() -> None:
    """Between sentences that say as much of the question, the one with a figure answers "combien"."""
    figure = "La copie d'acte coûte 2 dirhams au citoyen."
    matched = tuple(term.stem for term in analyse("copie acte coûte citoyen"))
    weights = Weights(claims=1)

    for text in (f"La copie d'acte coûte peu au citoyen. {figure}", f"{figure} La copie d'acte coûte peu au citoyen."):
        composer = Extractive(analyse, split_sentences, weights)
        asked = "Combien coûte la copie d'acte ?"
        (claim,) = composer.compose(Question(asked, identify(asked)), [hit(text, matched=matched)])
        assert claim.text == figure


def test_a_heading_is_no_answer() -> None:
    """The line that names a section is not said as a sentence, however many of the question's words it has."""
    found = hit("Délai de délivrance du permis\n\nIl est de quinze jours.")
    titled = replace(found, passage=replace(found.passage, heading=("Délai de délivrance du permis",)))

    said = answer("Quel est le délai de délivrance du permis ?", titled)

    assert [claim.text for claim in said] == ["Il est de quinze jours."]


def test_nothing_is_said_twice() -> None:
    """Two documents with the same sentence give one claim."""
    first, second = hit("Le délai est de dix jours."), hit("Le délai est de dix jours.", start=7)

    assert len(answer("Quel est le délai ?", first, second)) == 1


def test_the_same_question_gives_the_same_answer() -> None:
    """The composer is deterministic."""
    assert answer("délai du permis", hit(PERMIT)) == answer("délai du permis", hit(PERMIT))
