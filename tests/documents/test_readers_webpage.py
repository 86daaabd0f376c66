from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_files import ARTICLE_AR, ARTICLE_FR, HEADLINES_AR, HEADLINES_FR, make_press_html, make_press_text

from siyada.documents.readers import read
from siyada.documents.readers.dates import find_date
from siyada.documents.readers.press import find_article
from siyada.errors import DocumentError
from siyada.types import Reading

FRENCH_PAGE = (
    "Un guichet numérique pour l'état civil",
    "Publié dans Le Journal le 15 - 09 - 2025",
    ARTICLE_FR,
    HEADLINES_FR,
    "Cliquez ici pour lire l'article depuis sa source.",
)
ARABIC_PAGE = (
    "شباك رقمي للحالة المدنية",
    "نشر في الجريدة يوم 16 شتنبر 2025",
    ARTICLE_AR,
    HEADLINES_AR,
    "انقر هنا لقراءة الخبر من مصدره.",
)
LAW = "".join(
    f"<h2>Article {number}</h2><p>Toute infraction aux dispositions qui précèdent est punie d'une amende de 500 DH.</p>"
    for number in range(1, 9)
)


def read_page(body: str, head: str = "") -> Reading:
    """The reading of a page of a body."""
    page = f'<!doctype html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    return read(page.encode(), name="page.html")


@pytest.mark.parametrize(
    ("page", "date", "publisher"),
    [(FRENCH_PAGE, "2025-09-15", "Le Journal"), (ARABIC_PAGE, "2025-09-16", "الجريدة")],
    ids=["fr", "ar"],
)
def test_a_press_page_gives_its_article(
    page: tuple[str, str, tuple[str, ...], tuple[str, ...], str], date: str, publisher: str
) -> None:
    """From text or HTML: title and paragraphs, date and paper; no headline of another article, no notice."""
    title, _, paragraphs, _, _ = page
    text = read(make_press_text(*page).encode(), name="page.txt")
    html = read(make_press_html(*page).encode(), name="page.html")

    assert text.text == html.text == "\n\n".join([title, *paragraphs])
    assert text.title == html.title == title
    assert text.metadata == {"date": date, "publisher": publisher, "source": publisher}
    assert html.metadata == {"date": date, "publisher": publisher, "source": "https://journal.example/article/1"}


@pytest.mark.corpus
def test_the_article_of_a_real_press_page(corpora: Path) -> None:
    """An editorial inside the headlines of many others comes out alone and whole."""
    page = corpora / "inputs" / "press-page.txt"
    reading = read(page.read_bytes(), name=page.name)

    paragraphs = reading.text.split("\n\n")
    assert paragraphs[0] == reading.title == "Mistral AI au Maroc : une chance à transformer en levier de souveraineté"
    assert len(paragraphs) == 9
    assert paragraphs[1].startswith("L'annonce de l'implantation de Mistral AI au Maroc")
    assert paragraphs[-1].endswith("au service du progrès et de la société.")
    assert reading.metadata["date"] == "2025-09-15"
    assert reading.metadata["publisher"] == "L'opinion"


@pytest.mark.parametrize(
    "lines",
    [
        ["Rapport annuel", "Publié le 15 septembre 2025", *ARTICLE_FR],  # no headlines around it
        [*HEADLINES_FR, "Loi n° 09-08", "Publiée au Bulletin officiel n° 5714 du 5 mars 2009", *ARTICLE_FR],
        [*HEADLINES_FR, "Titre", "Sans date", *ARTICLE_FR],
        [*HEADLINES_FR, "Titre", "Publié le 15 septembre 2025"],  # no article
        [*ARTICLE_FR, "Titre", "Publié le 15 septembre 2025", *ARTICLE_FR],  # text around it
    ],
)
def test_what_is_no_press_page_is_not_cut(lines: list[str]) -> None:
    """A dateline without headlines, or headlines without an article, make no press page."""
    assert find_article(lines) is None


def test_an_article_ends_where_teasers_of_others_begin() -> None:
    """A paragraph of another article, after the link to the source, is not taken; nor is one announced within."""
    teaser = "Le derby de ce soir opposera deux équipes que tout sépare, devant un stade qui affiche complet."
    body = [ARTICLE_FR[0], "Lire aussi : les pharmaciens montent au créneau", *ARTICLE_FR[1:]]
    lines = [*HEADLINES_FR, "Titre", "Publié le 15/09/2025 à 10:30", *body, "Source : https://a.example/b.", teaser]
    article = find_article(lines)

    assert article is not None
    assert [lines[number] for number in article.body] == list(ARTICLE_FR)
    assert article.source is not None
    assert lines[article.source].startswith("Source")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("le 15 - 09 - 2025", "2025-09-15"),
        ("mis en ligne le 1er août 2024 à 10:30", "2024-08-01"),
        ("يوم الثلاثاء 16 شتنبر 2025", "2025-09-16"),
        ("١٥/٠٩/٢٠٢٥", "2025-09-15"),
        ("2025-09-15T10:30:00+01:00", "2025-09-15"),
        ("5 ديسمبر 2023", "2023-12-05"),
        ("31/02/2025", ""),
        ("loi n° 09.08 du n° 12-2025", ""),
    ],
)
def test_dates_are_found_in_french_and_arabic(text: str, date: str) -> None:
    """Figures have the day first, months have Moroccan and Eastern names, and what no calendar has is no date."""
    assert find_date(text) == date


@given(st.text())
def test_no_text_breaks_the_search_for_a_date(text: str) -> None:
    """Any text has a date or none."""
    assert len(find_date(text)) in {0, 10}


def test_a_page_that_says_it_is_an_article_is_read_as_one() -> None:
    """Open Graph's `article` keeps the article, its date and paper, and drops menus, comments and other teasers."""
    head = (
        '<title>T</title><meta property="og:type" content="article"><meta property="og:site_name" content="Le Journal">'
        '<meta property="article:published_time" content="2025-09-15T10:30:00+01:00">'
        '<link rel="canonical" href="https://journal.example/1">'
    )
    menu = "".join(f'<li><a href="/{number}">{headline}</a></li>' for number, headline in enumerate(HEADLINES_FR))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in ARTICLE_FR)
    reading = read_page(
        f"<nav><ul>{menu}</ul></nav><article><h1>Un guichet</h1>{body}</article><aside>{menu}</aside>", head
    )

    assert reading.text == "\n\n".join(["Un guichet", *ARTICLE_FR])
    assert reading.metadata == {
        "date": "2025-09-15",
        "publisher": "Le Journal",
        "source": "https://journal.example/1",
    }


@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="article">'])
def test_a_law_is_read_whole_though_it_repeats_itself(head: str) -> None:
    """Paragraphs that recur in every article of a law are all kept, whatever the page says it is."""
    reading = read_page(f"<nav><a href=/>Accueil</a></nav><main><h1>Loi n° 1</h1>{LAW}</main>", head)

    assert reading.text.count("punie d'une amende") == 8
    assert len(reading.headings) == 9
    assert "Accueil" not in reading.text


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display: none'>CACHE</p>",
        "<p style='visibility:hidden'>CACHE</p>",
        "<div hidden><p>CACHE</p></div>",
        "<span aria-hidden='true'>CACHE</span>",
        "<p style='color:#FFF'>CACHE</p>",
        "<p style='color: rgb(255, 255, 255); background-color: white'>CACHE</p>",
        "<p style='font-size:0'>CACHE</p>",
        "<p style='opacity:0;color:red'>CACHE</p>",
        "<p style='position:absolute;left:-9999px'>CACHE</p>",
        "<style>.x, p.y { display:none }</style><p class='a x'>CACHE</p><p class=y>CACHE</p>",
        "<style>#z{color:white}</style><p id=z>CACHE</p>",
        "<script>CACHE</script><noscript>CACHE</noscript><template>CACHE</template><!-- CACHE -->",
        "<select><option>CACHE</option></select><textarea>CACHE</textarea>",
    ],
)
def test_hidden_text_is_not_read(hidden: str) -> None:
    """What a browser does not show is no text; what follows it stays."""
    reading = read_page(f"<p>Avant.</p>{hidden}Après.<p>Fin.</p>")

    assert "CACHE" not in reading.text
    assert [*reading.text.split()] == ["Avant.", "Après.", "Fin."]


@pytest.mark.parametrize(
    "shown",
    [
        "<div style='background:#036'><p style='color:white'>VISIBLE</p></div>",
        "<table bgcolor='#003366'><tr><td style='color:#fff'>VISIBLE</td></tr></table>",
        "<style>@media print { .x { display:none } }</style><p class=x>VISIBLE</p>",
        "<p style='opacity:0.5;background-color:white'>VISIBLE</p>",
        "<p style='font-size:0.9em'>VISIBLE</p>",
    ],
)
def test_shown_text_is_read(shown: str) -> None:
    """White ink on a dark ground, rules for print and faint text hide nothing."""
    assert "VISIBLE" in read_page(shown).text


def test_blocks_of_a_page_are_kept_apart() -> None:
    """Lists, line breaks, tables, preformatted text and inline marks come out as a browser shows them."""
    body = (
        "<h1>Le <em>guide</em></h1><div>Un<b>e</b>\n  ligne<br>puis une autre<p>Par.</p>reste</div>"
        "<ul><li>acte</li><li><p>photos</p><p>récentes</p></li></ul><pre>a\n  b</pre>"
        "<table><tr><th>Service</th><th>Frais</th></tr><tr><td>CNIE</td><td><p>75</p><p>DH</p></td></tr></table>"
        "<table><tr><td><p>mise en page</p></td></tr></table>"
    )

    assert read_page(body).text == (
        "Le guide\n\nUne ligne\npuis une autre\n\nPar.\n\nreste\n\n- acte\n- photos\n\nrécentes\n\na\n  b"
        "\n\nService: CNIE | Frais: 75 DH\n\nmise en page"
    )


def test_numbered_lists_keep_their_numbers() -> None:
    """The items of an ordered list are counted, also within another list; those of others have dashes."""
    body = "<ol><li>Un<ul><li>a</li></ul></li><li>Deux</li></ol><ol start=5><li>Cinq</li></ol><li>Seul</li>"

    assert read_page(body).text == "1. Un\n- a\n2. Deux\n5. Cinq\n- Seul"


def test_menus_before_and_after_the_text_are_left_out() -> None:
    """Runs of links around the text of a page are its menu; links within the text stay."""
    menu = "".join(f"<li><a href=/{number}>Rubrique {number}</a></li>" for number in range(8))
    links = "<p><a href=/a>Formulaire 1</a></p><p><a href=/b>Formulaire 2</a></p>"
    reading = read_page(f"<ul>{menu}</ul><p>{ARTICLE_FR[0]}</p>{links}<p>{ARTICLE_FR[1]}</p><ul>{menu}</ul>")

    assert reading.text == "\n\n".join([ARTICLE_FR[0], "Formulaire 1", "Formulaire 2", ARTICLE_FR[1]])


@pytest.mark.parametrize("declared", ["windows-1256", "utf-8", "no-such-encoding"])
def test_a_page_is_decoded_though_it_declares_a_wrong_encoding(declared: str) -> None:
    """What a page declares counts only where its bytes fit."""
    page = f'<html><head><meta charset="{declared}"></head><body><p>{ARTICLE_AR[0]}</p></body></html>'

    assert read(page.encode("cp1256"), name="a.html").text == ARTICLE_AR[0]
    assert read(page.encode("utf-8"), name="a.html").text == ARTICLE_AR[0]


def test_deep_and_broken_markup_is_survived() -> None:
    """Nesting without end, unclosed tags and null bytes are read as a browser reads them."""
    assert read_page("<div>" * 1500 + "Texte.").text == "Texte."
    assert read_page("<p>Un<p>Deux<li>Trois</div><p><b>Quatre").text == "Un\n\nDeux\n\n- Trois\n\nQuatre"
    assert read_page(f"<p>Un d\x00élai.<p>{ARTICLE_FR[0]}").text == f"Un délai.\n\n{ARTICLE_FR[0]}"
    with pytest.raises(DocumentError, match="There is no text"):
        read_page("<!-- -->")
    with pytest.raises(DocumentError, match="nest without end"):
        read_page("<div>" * 5000 + "Texte.")
