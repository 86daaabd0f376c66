from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siyada.errors import UserError
from siyada.language import describe, identify, other_script, transliterate, transliterate_many
from siyada.types import Variety

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=40)
TYPED = st.text("abcdgh37925'’éSD ,.?\nبغيتﻻـً", max_size=40)
BOTH = st.sampled_from([Variety.DARIJA_ARABIC, Variety.DARIJA_LATIN])


@settings(deadline=None)
@given(st.one_of(ANY_TEXT, TYPED), BOTH, st.integers(1, 5))
def test_renderings_are_ranked_and_probable(text: str, to: Variety, n: int) -> None:
    """At least one and at most `n`, the likeliest first, all different, with probabilities."""
    renderings = transliterate(text, to, n=n)
    scores = [rendering.score for rendering in renderings]

    assert 1 <= len(renderings) <= n
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1.0001 for score in scores)
    assert sum(scores) <= 1.001
    assert len({rendering.text for rendering in renderings}) == len(renderings)


@settings(deadline=None)
@given(st.lists(st.one_of(ANY_TEXT, TYPED), max_size=4), BOTH)
def test_bulk_gives_the_best_of_each(texts: list[str], to: Variety) -> None:
    """Many at once come out as one by one."""
    assert transliterate_many(texts, to) == [transliterate(text, to)[0].text for text in texts]


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("wach", "واش"),
        ("bghit", "بغيت"),
        ("ch7al", "شحال"),
        ("lkhedma", "الخدمة"),
        ("dyal", "ديال"),
        ("hadchi", "هادشي"),
        ("CH7AL", "شحال"),
        ("kifach n9der njib lwra9?", "كيفاش نقدر نجيب الوراق؟"),
        ("3ndi 20 3am, ok", "عندي 20 عام، "),
    ],
)
def test_common_darija_in_arabic_letters(latin: str, arabic: str) -> None:
    """Everyday words come out as people write them; numbers stay, marks follow the script."""
    assert transliterate(latin, Variety.DARIJA_ARABIC)[0].text.startswith(arabic)


@pytest.mark.parametrize(
    ("arabic", "latin"), [("واش", "wach"), ("ديال", "dyal"), ("شحال", "ch7al"), ("دابا؟", "daba?")]
)
def test_common_darija_in_latin_letters(arabic: str, latin: str) -> None:
    """The way back uses the commonest spelling."""
    assert transliterate(arabic, Variety.DARIJA_LATIN)[0].text == latin


def test_the_next_best_is_offered() -> None:
    """Ambiguous letters give several renderings."""
    assert len(transliterate("lmohim", Variety.DARIJA_ARABIC, n=3)) == 3


def test_french_inside_darija_is_kept() -> None:
    """Words that stand in a French span keep their letters."""
    text = "bghit njedded la carte nationale f casa"
    rendered = other_script(text, Variety.DARIJA_LATIN, identify(text).spans)

    assert rendered is not None
    assert rendered.startswith("بغيت نجدد la carte nationale ")


def test_a_variety_of_one_script_has_no_other() -> None:
    """French has one script; Darija is not written in Tifinagh."""
    assert other_script("bonjour", Variety.FRENCH) is None
    with pytest.raises(UserError, match="not written as zgh-Tfng"):
        transliterate("wach", Variety.AMAZIGH_TIFINAGH)


def test_description_has_the_agreed_shape() -> None:
    """`describe` gives what `siyada language --json` promises."""
    described = describe("ⴰⵣⵓⵍ")

    assert described == {
        "variety": "zgh-Tfng",
        "confidence": described["confidence"],
        "spans": [{"start": 0, "end": 4, "variety": "zgh-Tfng"}],
        "normal": "ⴰⵣⵓⵍ",
        "other_script": "azul",
    }


@pytest.mark.corpus
def test_natural_spelling_is_met_halfway(corpora: Path) -> None:
    """Of the words of sentences never seen, half and more come out exactly as a Moroccan wrote them."""
    from siyada.evaluation.transliteration import evaluate_transliteration

    figures = evaluate_transliteration(corpora / "test" / "flores_dev_arabizi.tsv")

    assert figures["exact_word_rate"] >= 0.5
    assert figures["chrf"] >= 60
