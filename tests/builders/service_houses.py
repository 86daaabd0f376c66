"""A small real house to serve: two languages, pages and headings, an old version, a removed document, a trap."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from siyada.compose import House, open_house
from siyada.documents import Prepared, cut_passages
from siyada.errors import DocumentError
from siyada.language import identify, split_sentences
from siyada.settings import Settings
from siyada.types import DocumentId, Heading, Page, Reading, VersionId

GUIDE = "guide"
ODD = 'annexes & "divers" <1>'
"""A collection whose name must be escaped everywhere."""

BIRTH_1 = "Déclarer une naissance\n\nLa naissance est déclarée au guichet 2 dans un délai de 30 jours."
BIRTH_2 = "Copie intégrale\n\nLa copie intégrale de l'acte de naissance coûte 5 dirhams par exemplaire."
BIRTH = f"{BIRTH_1}\n\n{BIRTH_2}"
SIGNATURE = "تصحيح الإمضاء\n\nيبلغ رسم تصحيح الإمضاء درهمين (2) عن كل إمضاء. يتم تصحيح الإمضاء في الشباك رقم 4."
TRAP = "La taxe de séjour coûte <script>alert(1)</script> 12 dirhams par nuit & par personne."
OLD_FEE = "Le stationnement coûte 8 dirhams par jour."
FEE = "Le stationnement coûte 10 dirhams par jour."
GONE = "La bibliothèque ferme le lundi pour inventaire."
ODD_TEXT = "La piscine municipale ouvre à 7 heures du matin en été."

BIRTH_QUESTION = "Combien coûte la copie intégrale de l'acte de naissance ?"
SIGNATURE_QUESTION = "كم يبلغ رسم تصحيح الإمضاء؟"
TRAP_QUESTION = "Combien coûte la taxe de séjour par nuit ?"
UNANSWERABLE = "Quelle est la capitale de la Mongolie ?"


def prepare_reading(document: str, reading: Reading, source: str = "/srv/keeper/private.pdf") -> Prepared:
    """A reading as ingestion prepares it."""
    version = VersionId(hashlib.sha256(reading.text.encode()).hexdigest())
    cuts = tuple(cut_passages(reading, split_sentences, identify))
    return Prepared(DocumentId(document), version, source, reading, cuts)


@contextmanager
def open_town(folder: Path) -> Iterator[House]:
    """The house, filled and followed."""
    with open_house(Settings(data=folder)) as house:
        fill(house)
        house.follow()
        yield house


def fill(house: House) -> None:
    """Bring the documents in."""
    headings = tuple(
        Heading(found.start(), found.end(), 1) for found in re.finditer("Déclarer une naissance|Copie intégrale", BIRTH)
    )
    pages = (Page(1, 0, len(BIRTH_1) + 2), Page(2, len(BIRTH_1) + 2, len(BIRTH)))
    birth = Reading(
        BIRTH,
        "Naissances",
        "fr",
        pages,
        headings,
        unread_pages=(3,),
        metadata={"date": "2026-02-09", "author": "Le maire"},
    )
    library = house.library
    library.store(
        GUIDE,
        [
            prepare_reading("fr/naissance.pdf", birth),
            prepare_reading("ar/imda.md", Reading(SIGNATURE, "تصحيح الإمضاءات")),
            prepare_reading(
                "piège.html", Reading(TRAP, "<img src=x onerror=alert(1)>"), "https://town.example/?a=1&b=2"
            ),
            prepare_reading("tarif", Reading(OLD_FEE, "Tarif")),
            prepare_reading("ancien", Reading(GONE, "Bibliothèque")),
        ],
    )
    library.store(GUIDE, [prepare_reading("tarif", Reading(FEE, "Tarif"))])
    library.remove(GUIDE, "ancien")
    library.store(ODD, [prepare_reading("../../etc/passwd", Reading(ODD_TEXT, "Piscine"))])
    library.report(GUIDE, {"scan<1>.pdf": DocumentError("The file is empty.", hint="Check that it was copied whole.")})


def version_of(text: str) -> str:
    """The version that a text has."""
    return hashlib.sha256(text.encode()).hexdigest()
