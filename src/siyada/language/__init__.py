"""Every written form of Morocco: which variety, in which normal form, made of which words and sentences. Pure."""

from siyada.language.describe import describe
from siyada.language.identify import identify, identify_many
from siyada.language.normal import normal_text, normalise
from siyada.language.other_script import Rendering, other_script, transliterate, transliterate_many
from siyada.language.sentences import split_sentences
from siyada.language.tifinagh import latin_to_tifinagh, tifinagh_to_latin
from siyada.language.variants import skeleton, variants
from siyada.language.varieties import direction, format_nllb, parse_variety
from siyada.language.words import analyse

__all__ = [
    "Rendering",
    "analyse",
    "describe",
    "direction",
    "format_nllb",
    "identify",
    "identify_many",
    "latin_to_tifinagh",
    "normal_text",
    "normalise",
    "other_script",
    "parse_variety",
    "skeleton",
    "split_sentences",
    "tifinagh_to_latin",
    "transliterate",
    "transliterate_many",
    "variants",
]
