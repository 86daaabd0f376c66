"""Documents: read in many formats, cut into passages with exact spans, kept in collections with all their versions."""

from siyada.documents.library import Library
from siyada.documents.passages import cut_passages
from siyada.documents.rows import Prepared, Problem, StoredVersion

__all__ = ["Library", "Prepared", "Problem", "StoredVersion", "cut_passages"]
