"""The detector: each kind in its ways of writing, what resembles it, and the figures on the labelled set."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siyada.privacy import Kind, LegalWeight, find_health_data, find_personal_data
from siyada.privacy.segments import find_cuts

ROOT = Path(__file__).parent.parent.parent


def found(text: str) -> list[tuple[str, str]]:
    """Kinds and texts of what is found."""
    return [(datum.kind.value, datum.text) for datum in find_personal_data(text)]


@pytest.mark.parametrize(("text", "kind", "datum"), [
    ("CIN : be823451", "cin", "be823451"),
    ("C.I.N : BK 123456", "cin", "BK 123456"),
    ("رقم البطاقة الوطنية AB٣٤٥٦٧٨", "cin", "AB٣٤٥٦٧٨"),
    ("voici BE823451 merci", "cin", "BE823451"),
    ("Tél. : (+212)6 61 23 45 67", "phone", "(+212)6 61 23 45 67"),
    ("0522-45-67-89", "phone", "0522-45-67-89"),
    ("٠٦٦١٢٣٤٥٦٧", "phone", "٠٦٦١٢٣٤٥٦٧"),
    ("06\u200b61\u200b23\u200b45\u200b67", "phone", "06\u200b61\u200b23\u200b45\u200b67"),
    ("nemrti 661234567", "phone", "661234567"),
    ("+33 6 12 34 56 78", "phone", "+33 6 12 34 56 78"),
    ("RIB 011 519 0000012050005349 21", "rib", "011 519 0000012050005349 21"),
    ("011.519.0000012050005349.21", "rib", "011.519.0000012050005349.21"),
    ("ma64 0115 1900 0001 2050 0053 4921", "iban", "ma64 0115 1900 0001 2050 0053 4921"),
    ("GB29 NWBK 6016 1331 9268 19", "iban", "GB29 NWBK 6016 1331 9268 19"),
    ("ICE 001561191000066", "ice", "001561191000066"),
    ("identifiant fiscal n° 1234567", "if", "1234567"),
    ("R.C. Rabat 1234", "rc", "1234"),
    ("السجل التجاري رقم 14872", "rc", "14872"),
    ("N° CNSS 123 456 789", "cnss", "123 456 789"),
    ("passeport AB1234567", "passport", "AB1234567"),
    ("12345-أ-1", "plate", "12345-أ-1"),
    ("6-ب-12345", "plate", "6-ب-12345"),
    ("matricule 12345A6", "plate", "12345A6"),
    ("véhicule WW 123456", "plate", "WW 123456"),
    ("voiture immatriculée 1234-56", "plate", "1234-56"),
    ("nom.prenom+x@sous.domaine.ma.", "email", "nom.prenom+x@sous.domaine.ma"),
    ("nom.prenom [at] domaine.ma", "email", "nom.prenom [at] domaine.ma"),
    ("n° 7, lotissement Al Manar, Marrakech", "address", "n° 7, lotissement Al Manar, Marrakech"),
    ("درب السلطان رقم 14 الدار البيضاء", "address", "درب السلطان رقم 14 الدار البيضاء"),
    ("né(e) le 12/03/1987", "birth_date", "12/03/1987"),
    ("ne le 12/03/1987", "birth_date", "12/03/1987"),
    ("من مواليد سنة 1985", "birth_date", "1985"),
    ("luleɣ ass n 12 mayyu 1975", "birth_date", "12 mayyu 1975"),
    ("carte 4111-1111-1111-1111", "card", "4111-1111-1111-1111"),
    ("depuis 2001:db8::8a2e:370:7334", "ip", "2001:db8::8a2e:370:7334"),
    ("depuis 10.0.0.7", "ip", "10.0.0.7"),
    ("demande de Romain Saïss refusée", "person", "Romain Saïss"),
    ("M. A. Benzakour", "person", "A. Benzakour"),
    ("قال نور الدين لخماري", "person", "نور الدين لخماري"),
    ("smiti hamid w ana mrid", "person", "hamid"),
])  # fmt: skip
def test_found(text: str, kind: str, datum: str) -> None:
    """Each kind is found as people write it, and nothing else with it."""
    assert found(text) == [(kind, datum)]


@pytest.mark.parametrize("text", [
    "Dossier n° AB123456", "ICE 001561191000067", "RIB 011 519 0000012050005349 22", "carte 4111 1111 1111 1112",
    "MA65 0115 1900 0001 2050 0053 4921", "IMEI 352099001761481", "03 12 34 56 78", "version 10.2.3.4",
    "article 1.2.3.4", "127.0.0.1", "12:30:45", "Chambre de commerce 12345", "matricule du 12/03/2010",
    "articles 12 و 13", "Il ne sera pas payé avant le 12 mars 2024", "Hay Riad 2", "rue 16 novembre", "شارع 2 مارس",
    "Route nationale n° 9",
    "marché n° 12 lot n° 3", "test@localhost", "user@", "@nom", "avenue Mohammed V", "Hassan II", "جامعة الحسن الثاني",
    "Sidi Kacem", "النبي محمد", "M. le Président", "السيد الوزير", "Amal et Nour", "كريم وسعيد", "000000000000000",
    "prix 4 500 000 DH", "", " ", "\0",
])  # fmt: skip
def test_not_found(text: str) -> None:
    """What resembles personal data and is none is left alone."""
    assert found(text) == []


def test_law_weighs_identity_cards_and_health() -> None:
    """Identity card numbers and health need an authorisation (law 09-08, article 12); a telephone a declaration."""
    cin, phone = find_personal_data("CIN BE823451, tél 0661234567")
    (health,) = find_health_data("Je suis diabétique.")

    assert (cin.weight, phone.weight) == (LegalWeight.AUTHORISATION, LegalWeight.DECLARATION)
    assert (health.kind, health.text, health.weight) == (Kind.HEALTH, "diabétique", LegalWeight.AUTHORISATION)


@pytest.mark.parametrize(("text", "count"), [
    ("عندي السكري والضغط", 2), ("rajli fih saratan", 1), ("La vaccination contre l'hépatite est gratuite.", 0),
    ("Mon père a un cancer. Le diabète augmente au Maroc.", 1),
])  # fmt: skip
def test_health_is_a_persons(text: str, count: int) -> None:
    """An illness counts where its sentence speaks of a person."""
    assert len(find_health_data(text)) == count


def pieces(lines: Sequence[str]) -> st.SearchStrategy[str]:
    """Texts made of labelled sentences, broken anywhere by anything."""
    breaks = st.sampled_from(["", " ", "\n", "\n\n", ". ", "! ", "؟ ", ", ", "\u200b", "\0", "[", "é", "1"])
    parts = st.lists(st.one_of(st.sampled_from(lines), breaks, st.text(max_size=5)), max_size=12)
    return parts.map("".join)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_positions_are_the_sources(sentences: list[str], data: st.DataObject) -> None:
    """Whatever the text, findings are in order, apart, and cut from it as it stands; confidences are 0.5 to 1."""
    text = data.draw(pieces(sentences))
    findings = find_personal_data(text)

    assert all(text[datum.start : datum.end] == datum.text != "" for datum in findings)
    assert all(one.end <= two.start for one, two in pairwise(findings))
    assert all(0.5 <= datum.confidence <= 1 for datum in findings)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_each_segment_is_searched_alone(sentences: list[str], data: st.DataObject) -> None:
    """What is found in a text is what is found in its segments one by one."""
    text = data.draw(pieces(sentences))
    start, apart = 0, []
    for cut in (*find_cuts(text), len(text)):
        apart += [(datum.kind, start + datum.start, datum.text) for datum in find_personal_data(text[start:cut])]
        start = cut

    assert apart == [(datum.kind, datum.start, datum.text) for datum in find_personal_data(text)]


def test_long_texts_are_searched_in_blocks(sentences: list[str]) -> None:
    """A text of many blocks gives what its sentences give, at their places."""
    text = "\n\n".join(sentences) + "\n\n"
    once = find_personal_data(text)
    often = find_personal_data(text * 20)

    assert len(text) * 20 > 400_000
    assert [(d.start % len(text), d.text) for d in often] == [(d.start, d.text) for d in once] * 20


@pytest.mark.parametrize("text", ["1" * 100_000, "a@" * 50_000, "+" * 100_000, "1 " * 50_000, "A." * 50_000,
                                  "محمد " * 20_000, "rue 1 " * 20_000, "::" * 50_000, "[" * 100_000,
                                  "1-" * 50_000])  # fmt: skip
@pytest.mark.timeout(20)
def test_hostile_texts_cost_no_more(text: str) -> None:
    """Texts made to exhaust a pattern are searched in the time of any other."""
    find_personal_data(text)


def test_quality_on_the_labelled_set() -> None:
    """On the test half: identifiers recall 0.98, precision 0.97; names recall 0.85, precision 0.90."""
    command = [sys.executable, "-m", "benchmarks.privacy", "--quality"]
    report = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)["test"]

    assert report["identifiers"]["recall"] >= 0.98
    assert report["identifiers"]["precision"] >= 0.97
    assert report["names"]["recall"] >= 0.85
    assert report["names"]["precision"] >= 0.90
