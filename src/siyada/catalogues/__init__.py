"""What Siyada says to people, in their language.

Keys are the English sentences themselves, with named places. The translations stand in `siyada/locales`, one gettext
file a language: `.po` is written by people, `.mo` is built from it (`python -m siyada.catalogues build`) and read here.
What a language lacks is said in its neighbour's words: Darija falls back to Arabic, Amazigh to French, and all to the
English key.
"""

from __future__ import annotations

from siyada.catalogues.catalogue import Catalogue, catalogue, translate_error
from siyada.catalogues.negotiation import LANGUAGES, interface_language, negotiate

__all__ = ["LANGUAGES", "Catalogue", "catalogue", "interface_language", "negotiate", "translate_error"]
