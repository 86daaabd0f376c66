from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siyada.evaluation.language import calibration_error, load_texts, score_f1
from siyada.language import identify, identify_many
from siyada.types import Variety

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
WRITTEN = st.text("abcéñɣzr379' \u0301\u0640\u064bبغيتﻻشⴰⵣ١,.-=_{}\n😀𐍈\ud800", max_size=60)


@settings(deadline=None)  # the first text loads the weights
@given(st.one_of(ANY_TEXT, WRITTEN))
def test_spans_cover_the_text_in_order(text: str) -> None:
    """Spans begin at the start, touch one another, change variety, and end at the end; confidence is a probability."""
    found = identify(text)

    assert 0.0 <= found.confidence <= 1.0
    if text:
        assert found.spans[0].start == 0
        assert found.spans[-1].end == len(text)
    assert all(span.start < span.end for span in found.spans)
    assert all(left.end == right.start for left, right in pairwise(found.spans))
    assert all(left.variety is not right.variety for left, right in pairwise(found.spans))


@settings(deadline=None)  # idem
@given(st.lists(st.one_of(ANY_TEXT, WRITTEN), max_size=6))
def test_bulk_and_single_agree(texts: list[str]) -> None:
    """A text is identified alike alone and among others, as surely to four places."""
    together = identify_many(texts)
    apart = [identify(text) for text in texts]

    assert [round(found.confidence, 3) for found in together] == pytest.approx(
        [round(found.confidence, 3) for found in apart], abs=0.0021
    )
    for one, other in zip(together, apart, strict=True):
        assert one.variety is other.variety or abs(one.confidence - other.confidence) < 0.002


@pytest.mark.parametrize(
    ("text", "variety"),
    [
        ("Quels documents faut-il pour renouveler la carte nationale ?", Variety.FRENCH),
        ("ما هي الوثائق المطلوبة لتجديد البطاقة الوطنية؟", Variety.ARABIC),
        ("شنو خاصني نجيب باش نجدد لاكارط ناسيونال؟", Variety.DARIJA_ARABIC),
        ("chno khassni njib bach njedded la carte nationale?", Variety.DARIJA_LATIN),
        ("ⵎⴰⵏ ⵜⵉⵡⵔⵉⵇⵉⵏ ⴰⵢ ⵉⵍⴰⵇⵏ", Variety.AMAZIGH_TIFINAGH),
        ("man tiwriqin ay ilaqn i usmaynu n tkarḍa", Variety.AMAZIGH_LATIN),
        ("Which documents do I need to renew my identity card?", Variety.ENGLISH),
        ("¿Qué documentos necesito para renovar el carnet?", Variety.SPANISH),
        ("Quais documentos preciso para renovar o cartão de cidadão?", Variety.OTHER),
        ("عايز أعرف الورق المطلوب عشان أجدد البطاقة دي", Variety.OTHER),
        ("شنوة الأوراق اللي تلزمني باش نبدل بطاقة التعريف متاعي", Variety.OTHER),
        ("def answer(question): return index.search(question)", Variety.OTHER),
    ],
)
def test_each_variety_is_named(text: str, variety: Variety) -> None:
    """A plain sentence of each variety is named for what it is."""
    assert identify(text).variety is variety


@pytest.mark.parametrize("spelling", ["ch7al", "chhal", "shhal", "sh7al", "3afak", "3afek", "bghit", "BEZZAF"])
def test_one_word_of_arabizi_in_any_spelling(spelling: str) -> None:
    """A single Darija word in Latin letters is known, however it is spelt."""
    assert identify(spelling).variety is Variety.DARIJA_LATIN


def test_french_inside_darija_is_a_span() -> None:
    """Darija that borrows a French phrase stays Darija, and the phrase is marked."""
    text = "bghit njaded la carte nationale f casa"
    found = identify(text)
    french = [text[span.start : span.end] for span in found.spans if span.variety is Variety.FRENCH]

    assert found.variety is Variety.DARIJA_LATIN
    assert [phrase.strip() for phrase in french] == ["la carte nationale"]


@pytest.mark.parametrize("text", ["WACH KAYN CHI 7AL?", "wachkaynchi7al", "wahc kayn chi 7all", "wach  kayn\n\nchi!!"])
def test_capitals_slips_and_lost_spaces_do_not_break_it(text: str) -> None:
    """The same question is Darija in capitals, without spaces, with slips and with stray white space."""
    assert identify(text).variety is Variety.DARIJA_LATIN


@pytest.mark.parametrize("text", ["", "   ", "12 345,00", "😀👍", "?!…", "٢٠٢٥"])
def test_a_text_without_letters_is_other(text: str) -> None:
    """Numbers, marks and emoji are none of our varieties, and surely so."""
    found = identify(text)

    assert (found.variety, found.confidence) == (Variety.OTHER, 1.0)


def test_short_questions_reach_the_mark() -> None:
    """Macro-F1 on questions of one to four words is 0.90 or better, and the confidence is not far from the truth."""
    truths, texts = load_texts(Path(__file__).parent / "short_questions.tsv")
    found = identify_many(texts)
    f1 = score_f1(truths, [identification.variety for identification in found])

    assert sum(f1.values()) / len(f1) >= 0.90
    assert calibration_error(truths, found) < 0.12


@pytest.mark.corpus
def test_sentences_reach_the_mark(corpora: Path) -> None:
    """On sentences in the domain that were not trained on, macro-F1 is 0.97 or better and calibration within 0.05."""
    rows = (line.split("\t") for line in (corpora / "test" / "variety.tsv").read_text(encoding="utf-8").splitlines())
    sample = [row for number, row in enumerate(rows) if number][::3]
    from siyada.language import parse_variety

    truths, found = [parse_variety(row[0]) for row in sample], identify_many([row[1] for row in sample])
    f1 = score_f1(truths, [identification.variety for identification in found])

    assert sum(f1.values()) / len(f1) >= 0.97
    assert calibration_error(truths, found) < 0.05


def test_memory_does_not_grow_with_use() -> None:
    """Words met are remembered up to a bound."""
    from siyada.language.identify import _identifier

    for start in range(0, 40_000, 4_000):
        identify(" ".join(f"mot{number}x" for number in range(start, start + 4_000)))

    assert len(_identifier()._words) <= 1 << 14  # noqa: SLF001 - what must stay bounded


def test_numpy_and_weights_wait_for_the_first_text() -> None:
    """Importing the language package loads neither numpy nor any weights."""
    code = "import sys, siyada.language; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
