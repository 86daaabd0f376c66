"""Personal data: found, masked before anything is stored, and put back for the one who may see it."""

from siyada.privacy.detector import find_personal_data
from siyada.privacy.health import find_health_data
from siyada.privacy.kinds import Kind, LegalWeight, PersonalDatum
from siyada.privacy.masking import Masker
from siyada.privacy.streams import MaskedStream, UnmaskedStream

__all__ = [
    "Kind",
    "LegalWeight",
    "MaskedStream",
    "Masker",
    "PersonalDatum",
    "UnmaskedStream",
    "find_health_data",
    "find_personal_data",
]
