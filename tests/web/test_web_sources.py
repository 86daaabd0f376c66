"""Tests of how a source is cut for its page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from service_houses import BIRTH, GUIDE, ODD, version_of

from siyada.compose import House
from siyada.documents import StoredVersion
from siyada.types import DocumentId, Heading, Page, Passage, PassageId, Span, VersionId
from siyada.web.outline import Outline, Stretch, load_outline, outline_of
from siyada.web.sources import Block, find_quote, source_blocks


def make_version(text: str, pages: tuple[Page, ...] = (), language: str = "und") -> StoredVersion:
    """A stored text."""
    return StoredVersion(
        collection="c",
        document=DocumentId("d"),
        id=VersionId("0" * 64),
        title="",
        language=language,
        media_type="text/plain",
        source="",
        ingested="2026-01-01T00:00:00+00:00",
        text=text,
        pages=pages,
        unread_pages=(),
        current=True,
        removed=False,
    )


def make_passage(text: str, start: int, end: int, *heading: str, language: str = "fr") -> Passage:
    """A passage of a text."""
    return Passage(
        PassageId(f"c/d@0:{start}-{end}"),
        "c",
        DocumentId("d"),
        VersionId("0" * 64),
        "",
        text[start:end],
        start,
        end,
        heading=heading,
        language=language,
    )


def text_of(blocks: list[Block]) -> str:
    """All that is shown, joined."""
    return "".join(piece.text for block in blocks for piece in block.pieces)


def marked(blocks: list[Block]) -> str:
    """All that is marked, joined."""
    return "".join(piece.text for block in blocks for piece in block.pieces if piece.marked)


@st.composite
def sources(draw: st.DrawFn) -> tuple[StoredVersion, Outline, Span]:
    """A text with pages, headings and languages that stand anywhere, and a quote."""
    text = draw(st.text(st.sampled_from("aé ا\n<ⵣ"), min_size=1, max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(text) - 1), max_size=8)))
    ends = [*cuts[1:], len(text)]
    spans = list(zip(cuts, ends, strict=False))
    pages = tuple(Page(number, *span) for number, span in enumerate(spans, 1) if draw(st.booleans()))
    headings = tuple(Heading(*span, draw(st.integers(1, 8))) for span in spans if draw(st.booleans()))
    languages = st.sampled_from(["fr", "ar", "und", "other"])
    stretches = tuple(Stretch(start, draw(languages)) for start, _ in spans)
    start = draw(st.integers(0, len(text) - 1))
    quote = Span(start, draw(st.integers(start + 1, len(text))))
    return make_version(text, pages), Outline(headings, stretches), quote


@given(sources())
def test_the_page_shows_the_whole_text_and_marks_the_quote(source: tuple[StoredVersion, Outline, Span]) -> None:
    """Whatever stands where: nothing is lost, doubled or moved, and what is marked is the quote, begun once."""
    version, outline, quote = source

    blocks = source_blocks(version, outline, quote)

    pieces = [piece for block in blocks for piece in block.pieces]
    assert text_of(blocks) == version.text
    assert marked(blocks) == version.text[quote.start : quote.end]
    assert sum(piece.first for piece in pieces) == 1
    assert [piece.page for piece in pieces if piece.page] == [page.number for page in version.pages]


def test_each_stretch_has_its_direction() -> None:
    """A page in two languages is shown in both directions."""
    text = "Article 1\n\nالمادة 1"
    passages = [make_passage(text, 0, 9), make_passage(text, 11, len(text), language="ar")]

    blocks = source_blocks(make_version(text), outline_of(text, passages), None)

    assert [(block.writing.direction, block.pieces[0].text) for block in blocks] == [
        ("ltr", "Article 1\n\n"),
        ("rtl", "المادة 1"),
    ]


def test_headings_are_found_where_they_stand() -> None:
    """A heading counts where it fills a line, once, and its level is its depth."""
    text = "Titre\n\nUn Titre cité.\n\nSection\n\nDeux.\n\nTitre\n\nTrois."
    first, second, third = (text.index(words) for words in ("Un Titre", "Deux", "Trois"))
    passages = [
        make_passage(text, first, first + 14, "Titre"),
        make_passage(text, second, second + 5, "Titre", "Section"),
        make_passage(text, third, third + 6, "Titre", "Absent"),
    ]

    headings = outline_of(text, passages).headings

    assert [(text[each.start : each.end].strip(), each.level) for each in headings] == [("Titre", 1), ("Section", 2)]


def test_the_outline_is_read_from_the_library(town: House) -> None:
    """Of this version of this document only, although others hold the same bytes."""
    version = town.library.version(GUIDE, "fr/naissance.pdf", version_of(BIRTH))
    assert version

    outline = load_outline(town, version)

    assert [BIRTH[each.start : each.end].strip() for each in outline.headings] == [
        "Déclarer une naissance",
        "Copie intégrale",
    ]
    assert town.library.version(ODD, "fr/naissance.pdf", version_of(BIRTH)) is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_address_breaks_the_page(start: str, end: str) -> None:
    """A span is inside the text, or there is none."""
    version = make_version("abc")

    span = find_quote(version, start, end)

    assert span is None or version.text[span.start : span.end]
