from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from siyada.documents.passages import LIMIT, cut_passages
from siyada.language import identify, split_sentences
from siyada.types import Heading, Page, Reading

LAW = """Loi relative aux services de proximité

Article premier
La commune rend un service gratuit. Il est ouvert à tous.

Article 2
Le délai de réponse est de quinze jours.
Passé ce délai, le silence vaut accord.
"""


def cut(reading: Reading) -> list[str]:
    """The texts of the passages."""
    return [reading.text[each.start : each.end] for each in cut_passages(reading, split_sentences, identify)]


def test_an_article_of_law_stays_whole() -> None:
    """Each article is one passage, with the line that names it."""
    pieces = cut(Reading(LAW))

    assert [piece.splitlines()[0] for piece in pieces] == [
        "Loi relative aux services de proximité",
        "Article premier",
        "Article 2",
    ]
    assert pieces[2].endswith("vaut accord.")


def test_arabic_articles_are_borders_too() -> None:
    """The words المادة and الفصل open an article where they open a line."""
    pieces = cut(Reading("المادة 1\nيقدم الطلب مجانا.\nالفصل الثاني\nالأجل خمسة عشر يوما حسب المادة 1.\n"))

    assert [piece.splitlines()[0] for piece in pieces] == ["المادة 1", "الفصل الثاني"]


def test_a_passage_knows_the_headings_above_it() -> None:
    """The path runs from the outermost heading to the nearest; a heading without a body joins what follows."""
    text = "Guide\nÉtat civil\nLa copie coûte deux dirhams.\nImpôts\nLa taxe est due en mars."
    starts = [text.index(title) for title in ("Guide", "État civil", "Impôts")]
    headings = tuple(
        Heading(start, start + len(title), level)
        for start, title, level in zip(starts, ("Guide", "État civil", "Impôts"), (1, 2, 2), strict=True)
    )

    cuts = cut_passages(Reading(text, headings=headings), split_sentences, identify)

    assert [each.heading for each in cuts] == [("Guide", "État civil"), ("Guide", "Impôts")]
    assert text[cuts[0].start :].startswith("Guide")


def test_a_passage_knows_its_page() -> None:
    """The page is the one that holds the passage's first character."""
    text = "Page une.\n\fPage deux."
    pages = (Page(1, 0, 10), Page(2, 11, len(text)))
    headings = (Heading(0, 4, 1), Heading(11, 15, 1))

    cuts = cut_passages(Reading(text, pages=pages, headings=headings), split_sentences, identify)

    assert [each.page for each in cuts] == [1, 2]


@given(st.text(alphabet="ab .\n\tالمادة1Article", max_size=400).map(lambda text: text * 12))
def test_passages_hold_all_the_text_and_never_overlap(text: str) -> None:
    """In order, without overlap, none beyond the limit, and what lies between them is white space."""
    cuts = cut_passages(Reading(text), split_sentences, identify)

    position = 0
    for each in cuts:
        assert not text[position : each.start].strip()
        assert 0 < each.end - each.start <= LIMIT
        position = each.end
    assert not text[position:].strip()
