"""Siyada: answers from an institution's own documents, every sentence quoted and checked."""

__version__ = "0.1.0"
