"""Tests of what Siyada says to people, in their language."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.catalogues import LANGUAGES, catalogue, interface_language, negotiate, translate_error
from siyada.catalogues.keys import Fault, Key, collect_keys
from siyada.catalogues.upkeep import build_catalogues, check_catalogues, update_catalogues
from siyada.errors import UserError
from siyada.types import Variety

HEADER = """msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def make_source(folder: Path, code: str, *, page: str = "") -> Path:
    """A package of one module and one page."""
    (folder / "web").mkdir(parents=True)
    (folder / "module.py").write_text(code, encoding="utf-8")
    (folder / "web" / "page.html").write_text(page, encoding="utf-8")
    return folder


def make_locales(folder: Path, entries: str) -> Path:
    """French and Arabic files that say the same."""
    folder.mkdir()
    for language in ("fr", "ar"):
        (folder / f"{language}.po").write_text(HEADER + entries, encoding="utf-8")
    build_catalogues(folder)
    return folder


def test_everything_is_said_in_french_and_in_arabic() -> None:
    """Each key of the source stands in the complete catalogues with its places, and the built files are up to date."""
    assert check_catalogues() == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('raise UserError("Wrong {name}.", hint="Do {this}.", name=n, this=t)', {"Wrong {name}.", "Do {this}."}),
        ('raise errors.UserError("Wrong.")', {"Wrong."}),
        ('Finding(4, "Missing.", {})', {"Missing."}),
        ('MESSAGE = "Held apart."\nFinding(4, MESSAGE)', {"Held apart."}),
        ('catalogue.text("Yes." if right else "No.")', {"Yes.", "No."}),
        ('_("Short.")', {"Short."}),
        ('text("SELECT a FROM b")', set()),
    ],
)
def test_keys_are_found_where_they_are_said(tmp_path: Path, code: str, said: set[str]) -> None:
    """Errors, hints, findings and calls that translate are read from the source; SQL is not."""
    found = list(collect_keys(make_source(tmp_path / "package", code)))

    assert {key.one for key in found if isinstance(key, Key)} == said
    assert not [fault for fault in found if isinstance(fault, Fault)]


def test_keys_are_found_in_templates(tmp_path: Path) -> None:
    """A page's keys count like a module's, with both forms of a plural."""
    page = "{{ _('Home') }} {{ catalogue.plural('{count} page', '{count} pages', n) }}"

    found = list(collect_keys(make_source(tmp_path / "package", "", page=page)))

    assert [key.id for key in found if isinstance(key, Key)] == ["Home", ("{count} page", "{count} pages")]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ('UserError(f"Wrong {name}.")', "f-string"),
        ('UserError("Wrong {name}.", other=1)', "the places name of 'Wrong {name}.' are not given"),
        ('c.text("Wrong {name}.", other=1)', "the places name of 'Wrong {name}.' are not given"),
    ],
)
def test_a_key_that_no_catalogue_can_serve_is_a_fault(tmp_path: Path, code: str, message: str) -> None:
    """A message is a literal whose places are all given."""
    source = make_source(tmp_path / "package", code)

    findings = check_catalogues(source, make_locales(tmp_path / "locales", ""))

    assert any(message in finding for finding in findings)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ("", "lacks 'Wrong {name}.'"),
        ('msgid "Wrong {name}."\nmsgstr ""\n', "lacks 'Wrong {name}.'"),
        ('msgid "Wrong {name}."\nmsgstr "Faux {nom}."\n', "differs from 'Wrong {name}.' in name, nom"),
        ('msgid "Wrong {name}."\nmsgstr "Faux {name."\n', "has a brace that does not close"),
    ],
)
def test_the_check_names_what_a_translator_must_mend(tmp_path: Path, entries: str, message: str) -> None:
    """A sentence that is missing, empty or differs in its places is refused."""
    source = make_source(tmp_path / "package", 'UserError("Wrong {name}.", name=1)')

    findings = check_catalogues(source, make_locales(tmp_path / "locales", entries))

    assert any(message in finding for finding in findings)


def test_a_translation_that_was_not_built_is_told(tmp_path: Path) -> None:
    """The program reads `.mo`: a `.po` that was edited after it is a finding."""
    source = make_source(tmp_path / "package", '_("Home")')
    locales = make_locales(tmp_path / "locales", 'msgid "Home"\nmsgstr "Accueil"\n')
    assert check_catalogues(source, locales) == []

    (locales / "fr.po").write_text(HEADER + 'msgid "Home"\nmsgstr "Début"\n', encoding="utf-8")

    assert check_catalogues(source, locales) == [
        "fr.po: fr.mo is not built from it (python -m siyada.catalogues build)"
    ]


def test_update_adds_what_is_new_and_keeps_what_is_there(tmp_path: Path) -> None:
    """New keys are added untranslated, once; translations stay."""
    source = make_source(tmp_path / "package", '_("Home"), _("Ask"), c.plural("{count} day", "{count} days", n)')
    locales = make_locales(tmp_path / "locales", 'msgid "Home"\nmsgstr "Accueil"\n')

    assert [update_catalogues(source, locales), update_catalogues(source, locales)] == [4, 0]

    assert 'msgstr "Accueil"' in (locales / "fr.po").read_text(encoding="utf-8")


def test_text_is_said_in_the_language_and_falls_back() -> None:
    """Darija falls back to Arabic, Amazigh to French, and what nobody translated is the English key."""
    damaged = "The file is damaged: {reason}."

    assert catalogue("fr").text("Page {page}", page=3) == "Page 3"
    assert catalogue("ar").text("Page {page}", page=3) == "الصفحة 3"
    assert catalogue("ary").text(damaged, reason="x") == catalogue("ar").text(damaged, reason="x")
    assert catalogue("zgh").text(damaged, reason="x") == catalogue("fr").text(damaged, reason="x")
    assert catalogue("fr").text("Nobody said this {n} times.", n=2) == "Nobody said this 2 times."


def test_text_without_values_keeps_its_places() -> None:
    """A page hands such a sentence to its script, which fills it."""
    assert catalogue("ar").text("Page {page}") == "الصفحة {page}"


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("fr", 0, "0 document"),
        ("fr", 2, "2 documents"),
        ("fr", 1200, "1\u202f200 documents"),
        ("ar", 1, "وثيقة واحدة"),
        ("ar", 2, "وثيقتان"),
        ("ar", 5, "5 وثائق"),
        ("ar", 17, "17 وثيقة"),
        ("ary", 2, "جوج وثائق"),
        ("en", 1, "1 document"),
        ("en", 0, "0 documents"),
    ],
)
def test_plurals_follow_the_language(language: str, n: int, said: str) -> None:
    """Each number takes the form its language has for it."""
    assert catalogue(language).plural("{count} document", "{count} documents", n) == said


def test_numbers_dates_and_money_follow_the_language() -> None:
    """Digits stay 0 to 9, as Morocco writes them; months and the currency bear their names."""
    french, arabic = catalogue("fr"), catalogue("ary-Arab")

    assert french.format_number(1234.5) == "1\u202f234,5"
    assert french.format_date(date(2026, 3, 5)) == "5 mars 2026"
    assert arabic.format_date(date(2026, 3, 5)) == "5 مارس 2026"
    assert french.format_money(50) == "50 dirhams marocains"
    assert french.format_money(12.5) == "12,50 dirhams marocains"
    assert arabic.format_money(7) == "7 دراهم مغربية"


def test_a_moment_is_told_on_the_machines_clock() -> None:
    """A stored UTC time is shown as the day and minute of where the machine stands."""
    moment = datetime(2026, 3, 5, 14, 5, tzinfo=UTC)
    here = moment.astimezone()

    said = catalogue("en").format_moment(moment)

    assert f"{here.day} March 2026" in said
    assert f"{here:%H:%M}" in said


def test_errors_speak_the_readers_language() -> None:
    """Message and hint are both translated, their places filled, and doubled braces become single ones."""
    error = UserError(
        "The question has {length} characters; at most {limit} are read.",
        hint="Each line is {{{limit}}}.",
        length=5000,
        limit=4000,
    )

    message, hint = translate_error(catalogue("fr"), error)

    assert message == "La question compte 5000 caractères ; 4000 au plus sont lus."
    assert hint == "Each line is {4000}."
    assert translate_error(catalogue("en"), UserError("The question is empty."))[1] == ""


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("fr_MA.UTF-8", "fr"),
        ("ar-MA", "ar"),
        (Variety.DARIJA_ARABIC, "ary"),
        (Variety.DARIJA_LATIN, "fr"),
        (Variety.AMAZIGH_TIFINAGH, "zgh"),
        (Variety.AMAZIGH_LATIN, "fr"),
        ("shi-Tfng-MA", "zgh"),
        ("es", None),
        ("C", None),
        ("", None),
    ],
)
def test_the_nearest_language_is_found(tag: str, language: str | None) -> None:
    """Tags, varieties and locale names lead to the language a reader of them reads."""
    assert interface_language(tag) == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ar-MA,ar;q=0.9,fr;q=0.8", "ar"),
        ("en;q=0.5, ary", "ary"),
        ("es, en;q=0.1", "en"),
        ("fr;q=0, en;q=0.2", "en"),
        ("ja, *;q=0.1", "fr"),
        ("", "fr"),
        (";;q=x,,=,fr;q=nan, en;q=0.3", "en"),
    ],
)
def test_accept_language_is_honoured(header: str, language: str) -> None:
    """The best liked language that is offered wins; what cannot be read is passed over."""
    assert negotiate(header) == language


@given(st.text(max_size=200))
def test_any_header_gets_an_offered_language(header: str) -> None:
    """A stranger's header never ends in an error."""
    assert negotiate(header) in LANGUAGES


def test_arabic_script_runs_from_right_to_left() -> None:
    """The page takes its direction from the catalogue."""
    assert {tag for tag in LANGUAGES if catalogue(tag).direction == "rtl"} == {"ar", "ary"}


def test_saying_a_sentence_loads_no_tool() -> None:
    """Babel and Jinja are the translator's tools: a command that prints one sentence does not wait for them."""
    code = (
        "import sys; from siyada.catalogues import catalogue; catalogue('ar').plural('{count} document', "
        "'{count} documents', 3); print([m for m in ('babel', 'jinja2', 'ast') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_command_tells_wrong_use() -> None:
    """An unknown word ends with 2 and says how it is used."""
    done = subprocess.run(
        [sys.executable, "-m", "siyada.catalogues", "chek"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "usage: python -m siyada.catalogues COMMAND" in done.stderr
