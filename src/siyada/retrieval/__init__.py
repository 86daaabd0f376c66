"""Retrieval: which passages speak of what was asked. Words now; meaning takes its place beside them in `fuse`."""

from siyada.retrieval.index import LexicalIndex
from siyada.retrieval.slots import Slot, Wording, read_slots
from siyada.retrieval.thesaurus import Thesaurus, load_thesaurus

__all__ = ["LexicalIndex", "Slot", "Thesaurus", "Wording", "load_thesaurus", "read_slots"]
