"""The numbered check, and the attacks it must withstand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from citation_texts import MakeCheck, MakeClaim, MemoryText
from hypothesis import given
from hypothesis import strategies as st

from siyada.citations import CitationCheck, FigureReader
from siyada.language import analyse, identify, normalise, split_sentences
from siyada.types import Claim, DocumentId, Quote, Verdict, VersionId

TEXT = "L'administration répond dans un délai de 60 jours. Elle ne peut pas exiger de légalisation."
SENTENCE = "L'administration répond dans un délai de 60 jours."


def test_a_sentence_of_the_text_is_supported(make_check: MakeCheck, make_claim: MakeClaim) -> None:
    """A claim that is its quote stands, with page and exact span."""
    checked = make_check(TEXT)(make_claim(SENTENCE, SENTENCE))

    assert checked.verdict is Verdict.SUPPORTED
    assert (checked.quotes[0].start, checked.quotes[0].end, checked.quotes[0].page) == (0, len(SENTENCE), 1)


def test_a_paraphrase_with_the_same_words_and_figures_is_supported(
    make_check: MakeCheck, make_claim: MakeClaim
) -> None:
    """Small words may change; terms and figures may not."""
    claim = make_claim("Le délai dans lequel l'administration répond est de soixante jours.", SENTENCE)

    assert make_check(TEXT)(claim).verdict is Verdict.SUPPORTED


def test_a_quote_misplaced_is_put_right(make_check: MakeCheck, make_claim: MakeClaim) -> None:
    """The quote of a checked claim is the stored text at its span, wherever the draft said it stood."""
    quote = "Elle ne peut pas exiger de légalisation."

    checked = make_check(TEXT)(make_claim(quote, quote.upper(), start=3))

    found = checked.quotes[0]
    assert checked.verdict is Verdict.SUPPORTED
    assert found.text == TEXT[found.start : found.end] == quote


@pytest.mark.parametrize(
    ("attack", "claim", "quote", "step"),
    [
        ("empty_claim", "  ", SENTENCE, 1),
        ("quote_invented", SENTENCE, "L'administration répond toujours oui.", 3),
        ("quote_with_one_letter_changed", SENTENCE, SENTENCE.replace("60", "61"), 3),
        ("quote_cut_in_a_number", "Le délai est de 0 jours.", "0 jours", 3),
        ("number_invented", "L'administration répond dans un délai de 30 jours.", SENTENCE, 4),
        ("number_in_words_invented", "L'administration répond dans un délai de trente jours.", SENTENCE, 4),
        ("unit_swapped", "L'administration répond dans un délai de 60 heures.", SENTENCE, 4),
        ("working_days_for_days", "L'administration répond dans un délai de 60 jours ouvrables.", SENTENCE, 4),
        ("arabic_indic_number_invented", "الإدارة تجيب داخل ٣٠ يوما.", SENTENCE, 4),
        ("article_invented", "Selon l'article 12, l'administration répond dans un délai de 60 jours.", SENTENCE, 4),
        ("law_invented", "Selon la loi 55-19, l'administration répond dans un délai de 60 jours.", SENTENCE, 4),
        ("date_invented", "Depuis le 1er mars 2020, l'administration répond en 60 jours.", SENTENCE, 4),
        ("telephone_invented", "L'administration répond au 01 40 20 20 20 en 60 jours.", SENTENCE, 4),
        ("address_invented", "L'administration répond sur www.reponse.ma en 60 jours.", SENTENCE, 4),
        ("amount_invented", "L'administration répond en 60 jours contre 1000 dirhams.", SENTENCE, 4),
    ],
)
def test_an_attack_is_refused_at_its_step(
    make_check: MakeCheck, make_claim: MakeClaim, attack: str, claim: str, quote: str, step: int
) -> None:
    """Each invention is refused, and the finding names the step that saw it."""
    checked = make_check(TEXT)(make_claim(claim, quote))

    assert checked.verdict is Verdict.REJECTED, attack
    assert checked.findings[0].step == step


@pytest.mark.parametrize(
    ("attack", "claim", "step"),
    [
        ("other_subject", "Le passeport biométrique coûte moins cher aux étudiants boursiers.", 5),
        ("other_language", "The office answers within a period of sixty days.", 5),
        ("negation_added", "L'administration ne répond pas dans un délai de 60 jours.", 6),
    ],
)
def test_what_cannot_be_decided_is_unverified(
    make_check: MakeCheck, make_claim: MakeClaim, attack: str, claim: str, step: int
) -> None:
    """Words from elsewhere, another language and a turned negation are never shown as supported."""
    checked = make_check(TEXT)(make_claim(claim, SENTENCE))

    assert checked.verdict is Verdict.UNVERIFIED, attack
    assert checked.findings[0].step == step


def test_a_quote_that_leaves_out_the_prohibition_is_not_verbatim(make_check: MakeCheck, make_claim: MakeClaim) -> None:
    """A part of a sentence that loses its negation is not what the sentence says."""
    text = (
        "Il est interdit, sans exception aucune, aux agents d'exiger la légalisation des documents déposés au guichet."
    )

    checked = make_check(text)(make_claim("exiger la légalisation des documents déposés au guichet", text))

    assert checked.verdict is not Verdict.SUPPORTED


def test_a_claim_without_quote_is_refused(make_check: MakeCheck) -> None:
    """No quote, no claim."""
    checked = make_check(TEXT)(Claim(SENTENCE, ()))

    assert (checked.verdict, checked.findings[0].step) == (Verdict.REJECTED, 1)


def test_a_quote_of_a_version_that_is_not_stored_is_refused(make_check: MakeCheck, make_claim: MakeClaim) -> None:
    """A quote of another version proves nothing."""
    checked = make_check(TEXT)(make_claim(SENTENCE, SENTENCE, version="v2"))

    assert (checked.verdict, checked.findings[0].step) == (Verdict.REJECTED, 2)


def test_one_bad_quote_among_good_ones_refuses_the_claim(make_check: MakeCheck, make_claim: MakeClaim) -> None:
    """A claim that leans on something invented is refused, whatever else carries it."""
    good, bad = make_claim(SENTENCE, SENTENCE), make_claim(SENTENCE, "Une phrase inventée.")

    checked = make_check(TEXT)(replace(good, quotes=good.quotes + bad.quotes))

    assert checked.verdict is Verdict.REJECTED


def test_the_finding_says_what_does_not_occur(make_check: MakeCheck, make_claim: MakeClaim) -> None:
    """A person who reads the record sees which figure was invented."""
    checked = make_check(TEXT)(make_claim("L'administration répond dans un délai de 30 jours.", SENTENCE))

    assert "30" in str(checked.findings[0])


@given(st.text(max_size=300))
def test_every_sentence_of_any_text_is_supported_by_itself(text: str) -> None:
    """The check never refuses what the text says in full, whatever the text."""

    def find(_: Quote) -> MemoryText:
        return MemoryText(text)

    check = CitationCheck(find, normalise, analyse, identify, FigureReader(normalise))
    for span in split_sentences(text):
        sentence = text[span.start : span.end]
        quote = Quote(sentence, "c", DocumentId("d"), VersionId("v"), None, span.start, span.end)
        checked = check(Claim(sentence, (quote,)))
        if checked.quotes and normalise(sentence).text.strip():
            assert checked.verdict is Verdict.SUPPORTED
