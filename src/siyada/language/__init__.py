"""Every written form of Morocco: which variety, in which normal form, made of which words and sentences. Pure."""

from siyada.language.identify import identify
from siyada.language.normal import normal_text, normalise
from siyada.language.sentences import split_sentences
from siyada.language.tifinagh import latin_to_tifinagh, tifinagh_to_latin
from siyada.language.varieties import direction, format_nllb, parse_variety
from siyada.language.words import analyse

__all__ = [
    "analyse",
    "direction",
    "format_nllb",
    "identify",
    "latin_to_tifinagh",
    "normal_text",
    "normalise",
    "parse_variety",
    "split_sentences",
    "tifinagh_to_latin",
]
