"""Units of measure and names of months, in the words of each language.

A number says little without its unit: "60 jours" is not "60 %". Words are compared after the quote normalisation.
"""

from __future__ import annotations

from collections.abc import Mapping

from siyada.types import Normalise

PERCENT = ("%", "٪", "pour cent", "pour-cent", "percent", "per cent", "por ciento", "في المائة", "في المئة", "بالمائة",
           "بالمئة", "فالمية", "فالمائة", "f lmya", "flmya")  # fmt: skip
# The Arabic dual is number and unit in one word.
_UNITS: Mapping[str, tuple[str, ...]] = {
    "percent": PERCENT,
    "dirham": ("dirham", "dirhams", "dh", "dhs", "mad", "درهم", "درهما", "درهمان", "درهمين", "دراهم", "dirhamat", "drahm", "ⴷⵔⵀⵎ"),
    "euro": ("euro", "euros", "eur", "€", "أورو", "يورو"),
    "dollar": ("dollar", "dollars", "usd", "$", "دولار", "دولارا", "dólar", "dólares"),
    "working day": ("jours ouvrables", "jours ouvrés", "jour ouvrable", "jour ouvré", "working days", "working day",
                    "business days", "días hábiles", "يوم عمل", "أيام عمل", "أيام العمل", "يوما من أيام العمل",
                    "يوم من أيام العمل", "أيام من أيام العمل", "يوما عمل"),
    "day": ("jour", "jours", "day", "days", "día", "días", "يوم", "يوما", "أيام", "يومان", "يومين", "youm", "yom", "iyam",
            "ayam", "lyam", "ass", "wussan", "ussan", "ⵡⵓⵙⵙⴰⵏ", "ⴰⵙⵙ"),
    "week": ("semaine", "semaines", "week", "weeks", "semana", "semanas", "أسبوع", "أسبوعا", "أسبوعان", "أسبوعين", "أسابيع", "سيمانة",
             "simana", "simanat"),
    "month": ("mois", "month", "months", "mes", "meses", "شهر", "شهرا", "شهران", "شهرين", "أشهر", "شهور", "chher", "chhar", "chhor",
              "ayyur", "ayyuren", "wayyur", "ⵡⴰⵢⵢⵓⵔⵏ"),
    "year": ("an", "ans", "année", "années", "year", "years", "año", "años", "سنة", "سنتان", "سنتين", "عامان", "عامين", "سنوات", "سنين", "عام", "عاما",
             "أعوام", "3am", "snin", "asggʷas", "isggʷasn", "usggʷas", "ⵉⵙⴳⴳⵯⴰⵙⵏ"),
    "hour": ("heure", "heures", "hour", "hours", "hora", "horas", "ساعة", "ساعتان", "ساعتين", "ساعات", "سوايع", "sa3a", "swaye3"),
    "minute": ("minute", "minutes", "minuto", "minutos", "min", "دقيقة", "دقائق", "d9i9a", "d9aye9"),
    "point": ("point", "points", "punto", "puntos", "نقطة", "نقط", "نقاط"),
    "kilometre": ("km", "kilomètre", "kilomètres", "kilometre", "kilometres", "كيلومتر", "كيلومترا", "كلم", "كم"),
    "metre": ("m", "mètre", "mètres", "metre", "metres", "متر", "مترا", "أمتار"),
    "square metre": ("m2", "m²", "mètres carrés", "mètre carré", "square metres", "متر مربع", "مترا مربعا"),
    "degree": ("°", "°c", "degré", "degrés", "درجة", "درجات"),
    "kilogram": ("kg", "kilo", "kilos", "kilogramme", "kilogrammes", "كيلوغرام", "كلغ", "كيلو"),
}  # fmt: skip

# Gregorian months as written in France, the Maghreb, the Machreq, England, Spain and by IRCAM; then the Hijri months.
_MONTHS: tuple[tuple[str, ...], ...] = (
    ("janvier", "january", "jan", "enero", "يناير", "جانفي", "كانون الثاني", "innayr", "ⵉⵏⵏⴰⵢⵔ", "yanayer"),
    ("février", "february", "feb", "febrero", "فبراير", "فيفري", "شباط", "bṛayṛ", "ⴱⵕⴰⵢⵕ", "fevrier", "febrayer"),
    ("mars", "march", "mar", "marzo", "مارس", "آذار", "maṛṣ", "ⵎⴰⵕⵚ"),
    ("avril", "april", "apr", "abril", "أبريل", "ابريل", "أفريل", "نيسان", "ibrir", "ⵉⴱⵔⵉⵔ"),
    ("mai", "may", "mayo", "ماي", "مايو", "أيار", "mayyu", "ⵎⴰⵢⵢⵓ"),
    ("juin", "june", "jun", "junio", "يونيو", "يونيه", "جوان", "حزيران", "yunyu", "ⵢⵓⵏⵢⵓ"),
    ("juillet", "july", "jul", "julio", "يوليوز", "يوليو", "يوليه", "جويلية", "تموز", "yulyuz", "ⵢⵓⵍⵢⵓⵣ", "youlyouz"),
    ("août", "august", "aug", "agosto", "غشت", "أغسطس", "أوت", "آب", "ɣuct", "ⵖⵓⵛⵜ", "ghocht"),
    ("septembre", "september", "sep", "sept", "septiembre", "شتنبر", "سبتمبر", "أيلول", "cutanbir", "ⵛⵓⵜⴰⵏⴱⵉⵔ"),
    ("octobre", "october", "oct", "octubre", "أكتوبر", "اكتوبر", "تشرين الأول", "ktubṛ", "ⴽⵟⵓⴱⵕ"),
    ("novembre", "november", "nov", "noviembre", "نونبر", "نوفمبر", "تشرين الثاني", "nuwanbir", "ⵏⵓⵡⴰⵏⴱⵉⵔ"),
    ("décembre", "december", "dec", "diciembre", "دجنبر", "ديسمبر", "كانون الأول", "dujanbir", "ⴷⵓⵊⴰⵏⴱⵉⵔ"),
    ("moharram", "mouharram", "محرم"),
    ("safar", "صفر"),
    ("rabia i", "rabii i", "rabi i", "ربيع الأول"),
    ("rabia ii", "rabii ii", "rabi ii", "ربيع الآخر", "ربيع الثاني"),
    ("joumada i", "جمادى الأولى"),
    ("joumada ii", "جمادى الآخرة", "جمادى الثانية"),
    ("rejeb", "rajab", "رجب"),
    ("chaabane", "chaabân", "شعبان"),
    ("ramadan", "رمضان"),
    ("chaoual", "chawwal", "شوال"),
    ("kaada", "hija kaada", "ذي القعدة", "ذو القعدة"),
    ("hija", "hijja", "ذي الحجة", "ذو الحجة"),
)


class Lexicon:
    """Normalised words of units and months, longest first where they are phrases."""

    def __init__(self, normalise: Normalise) -> None:
        def entries(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
            return {_clean(normalise(word).text): name for name, words in table.items() for word in words}

        self.units = entries(_UNITS)
        self.months = entries({f"{number:02d}": words for number, words in enumerate(_MONTHS, start=1)})
        self.unit_words = max(len(words.split()) for words in self.units)

    def unit_of(self, following: str) -> str:
        """The unit that the words after a number begin with; empty where none does."""
        words = following.split()[: self.unit_words]
        for length in range(len(words), 0, -1):
            unit = self.units.get(" ".join(words[:length]))
            if unit:
                return unit
        return ""


def _clean(text: str) -> str:
    return " ".join(text.split())


__all__ = ["Lexicon"]
