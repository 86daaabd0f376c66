from __future__ import annotations

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

from siyada.language import identify_many, transliterate_many
from siyada.language.features import fold_table, split_words
from siyada.language.weights import DATA
from siyada.training.alignment import align
from siyada.training.dialects import DIALECTS, rewrite
from siyada.training.noise import blemish, drop_accents
from siyada.training.romanise import Hand, latin_of, romanise
from siyada.training.softmax import Lesson, encode, text_numbers, train
from siyada.training.sources import OWN, read_corpus, read_messages, read_own
from siyada.training.word_pairs import pair_words
from siyada.types import Variety


def _random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - no secrets


def test_training_twice_gives_the_same_weights_and_learns() -> None:
    """The same texts and the same seed give the same weights, bit for bit, and the texts are told apart."""
    texts = ["bonjour le monde", "wach kayn chi haja", "bonjour tout le monde", "wach kayn wach"] * 4
    data = encode(split_words(texts, fold_table()))
    labels = np.array([0, 1] * 8)
    weights, whole = np.ones(16, dtype=np.float32), np.zeros(16, dtype=bool)
    once, again = (train(Lesson(data, labels, weights, whole), classes=2, rounds=6, seed=3) for _ in range(2))
    numbers = text_numbers(data)
    logits = once.logits(data, data.offsets[numbers], np.diff(data.offsets)[numbers])

    assert np.array_equal(once.weights, again.weights)
    assert logits.argmax(axis=1).tolist() == labels.tolist()


def test_borrowed_words_are_not_taught() -> None:
    """Words marked as borrowed keep the weights they had."""
    data = encode(split_words(["abc", "xyz"], fold_table()))
    data.taught[0] = False
    lesson = Lesson(data, np.array([0, 1]), np.ones(2, dtype=np.float32), np.ones(2, dtype=bool))
    model = train(lesson, classes=2, rounds=3, seed=1)
    abc, xyz = (model.weights[data.flat[data.firsts[word] : data.firsts[word + 1]]] for word in data.words)

    assert not abc.any()
    assert xyz.any()


def test_alignment_finds_which_letters_stand_for_which() -> None:
    """From whole words alone, "ch" and "7" find their letters."""
    pairs = {("ch7al", "شحال"): 5, ("chi", "شي"): 9, ("7it", "حيت"): 4, ("bach", "باش"): 6, ("lah", "لاه"): 3}
    aligned = dict(zip(pairs, (letters for letters, _ in align(pairs, [])), strict=True))

    assert [string for _, string in aligned["ch7al", "شحال"] if string] == ["ش", "ح", "ا", "ل"]
    assert all("".join(string for _, string in letters) == target for (_, target), letters in aligned.items())


def test_sentences_march_word_by_word() -> None:
    """A preposition apart in Latin script leans on its word in Arabic script; what does not march is left."""
    assert pair_words("ana f casa", "أنا فكازا") == [("ana", "أنا"), ("f", "ف"), ("casa", "كازا")]
    assert pair_words("makaynch", "ما كاينش") == [("makaynch", "ماكاينش")]
    assert pair_words("wa7ed jouj", "واحد") == []


@pytest.mark.parametrize("word", ["الشَّمْسُ", "مدرسة", "بِمَنْزِلَةٍ", "والكتاب", "أعلن"])
def test_a_hand_types_every_letter(word: str) -> None:
    """What a hand types stands, piece by piece, for the word without its marks."""
    for seed in range(20):
        random = _random(seed)
        pieces = romanise(word, Hand.draw(random), random)
        bare = "".join(letter for letter in word if not "\u064b" <= letter <= "\u0652")

        assert "".join(arabic for _, arabic in pieces) == bare
        assert latin_of(pieces).replace("-", "").isalnum()


def test_rewriting_puts_function_words_into_the_dialect() -> None:
    """Standard Arabic becomes Darija where Darija differs, and the changes are counted."""
    drawn = [rewrite("هذا الكتاب الذي يوجد هنا", DIALECTS["ary_Arab"], _random(seed)) for seed in range(9)]

    for text, changed in drawn:
        assert changed == 3 - len({"هذا", "الذي", "يوجد"} & set(text.split()))
    assert max(changed for _, changed in drawn) == 3
    assert rewrite("قال زيد", DIALECTS["ary_Arab"], _random(1)) == ("قال زيد", 0)


def test_blemishes_are_small() -> None:
    """A slip leaves the text about as long; accents fall where a keyboard has none."""
    random = _random(1)
    blemished = [blemish("où est la préfecture de Rabat ?", Variety.FRENCH, random) for _ in range(50)]

    assert all(abs(len(text) - 31) <= 7 for text in blemished)
    assert len(set(blemished)) > 5
    assert drop_accents("ad dduɣ s tḍeffut", Variety.AMAZIGH_LATIN) == "ad ddugh s tdeffut"


def test_sources_give_texts_with_their_varieties(tmp_path: Path) -> None:
    """Corpora of one or two columns of text, and message files without markup, are read."""
    one, two = "lang\ttext\tsource\nfra_Latn\tbonjour\ta\nary_Arab\t\ta\n", "kab_Latn\tarz_Arab\tazul\tأهلا\n"
    (tmp_path / "variety.tsv").write_text(one, encoding="utf-8")
    (tmp_path / "pairs.tsv").write_text(f"lang1\tlang2\ttext1\ttext2\n{two}", encoding="utf-8")
    folder = tmp_path / "x" / "i18n"
    folder.mkdir(parents=True)
    link = "Ver [[Ajuda:$1|ajuda]]"
    messages = {"@metadata": {}, "a": f"{link} {{{{PLURAL:$1|x}}}}", "b": "$1", "c": link}
    (folder / "pt.json").write_text(json.dumps(messages), encoding="utf-8")
    corpora = [tmp_path / "variety.tsv", tmp_path / "pairs.tsv"]
    found = [sample for corpus in corpora for sample in read_corpus(corpus)] + list(read_messages(tmp_path, "pt"))

    assert [(sample.text, sample.variety) for sample in found] == [
        ("bonjour", Variety.FRENCH),
        ("azul", Variety.AMAZIGH_LATIN),
        ("أهلا", Variety.OTHER),
        ("Ver ajuda", Variety.OTHER),
    ]


def test_own_corpus_is_well_formed() -> None:
    """Every row of our corpus has its columns, and the two scripts of Darija march together."""
    darija = [line.split("\t") for line in (OWN / "darija.tsv").read_text(encoding="utf-8").splitlines()[1:]]

    assert all(len(row) == 2 and all(row) for row in darija)
    assert sum(bool(pair_words(latin, arabic)) for arabic, latin in darija) > 0.9 * len(darija)
    assert all(sample.text for name in ("words", "neighbours", "short") for sample in read_own(name))


def test_short_test_questions_were_not_taught() -> None:
    """What is measured is not in the corpus; single words are in every corpus."""
    questions = (Path(__file__).parent / "short_questions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    taught = {sample.text for name in ("darija", "neighbours", "short") for sample in read_own(name)}

    assert not {question.split("\t")[1] for question in questions if " " in question} & taught


def test_shipped_weights_are_small() -> None:
    """All weights together stay under five megabytes, and they are there."""
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 5_000_000
    assert identify_many(["bonjour"])
    assert transliterate_many(["wach"], Variety.DARIJA_ARABIC) == ["واش"]
