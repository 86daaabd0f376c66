"""Web pages: the whole text of a page that is a document, the article alone of one that is press.

A page is read as press where it has a dateline among headlines (`press`), or where it says that it is an article
(Open Graph, schema.org); trafilatura then tells the article from its surroundings. It drops what repeats, as laws do,
so a page of articles of law is always read whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy

import trafilatura
from lxml.html import HtmlElement

from siyada.documents.readers.blocks import Block, Kind, find_blocks, write_blocks
from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import CELLS, Manuscript
from siyada.documents.readers.markup import page_metadata, page_title, parse_page
from siyada.documents.readers.press import Article, find_article, source_url
from siyada.documents.sniff import HTML
from siyada.types import Reading

_SURROUNDINGS = (
    "//nav | //aside | //footer[not(ancestor::article)] | //*[@role='navigation' or @role='banner' or @role='search'"
    " or @role='contentinfo' or @role='complementary']"
)
_OF_LAW = re.compile(r"(?:article|art\.|المادة|الفصل)\s+(?:\d|premier|unique|ال)", re.IGNORECASE)
_SAYS_ARTICLE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:\w*Article|BlogPosting)"')
_TEXT = 80
"""Characters from which a block is text, not an entry of a menu."""
_MENU = 5
"""Links in a row that make a menu."""
# trafilatura's names for what HTML calls otherwise.
_HTML_TAGS = {"list": "ul", "item": "li", "row": "tr", "cell": "td", "lb": "br", "quote": "blockquote", "ref": "a"}


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The page's text with its title, date, author, publisher and source."""
    del name, limits
    tree = parse_page(data)
    everything = [*find_blocks(tree)]
    article = find_article([_press_line(block) for block in everything])
    manuscript = Manuscript()
    if article is not None:
        write_blocks([_as_title(everything[article.title]), *(everything[line] for line in article.body)], manuscript)
        found = _found_metadata(everything, article)
        return manuscript.reading(HTML, metadata=page_metadata(tree) | found)
    blocks, metadata = _main_text(tree, everything)
    write_blocks(blocks, manuscript)
    title = next((block.text for block in blocks if block.kind is Kind.HEADING and block.level == 1), "")
    return manuscript.reading(HTML, title=title or page_title(tree), metadata=metadata)


def write_page(data: bytes, manuscript: Manuscript) -> None:
    """Write down the visible text of a page or a fragment of HTML, all of it."""
    write_blocks(find_blocks(parse_page(data)), manuscript)


def _main_text(tree: HtmlElement, everything: Sequence[Block]) -> tuple[Sequence[Block], dict[str, str]]:
    """The text of a page that has no dateline, and what the page says of itself."""
    metadata = page_metadata(tree)
    if _says_article(tree) and not _is_law(everything):
        document = trafilatura.bare_extraction(deepcopy(tree), with_metadata=True, include_comments=False)
        if isinstance(document, trafilatura.settings.Document) and document.body is not None:
            said = {"date": document.date, "author": document.author, "publisher": document.sitename}
            blocks = [*find_blocks(_as_html(document.body))]
            if any(len(block.text) >= _TEXT for block in blocks):
                return blocks, {key: value for key, value in said.items() if value} | metadata
    return _without_menus([*find_blocks(_without_surroundings(tree))]) or everything, metadata


def _press_line(block: Block) -> str:
    """A block as `press` reads it: links side by side are headlines, and lines within a block are one."""
    if len(block.links) > 1 and block.linked > 0.8:
        return "    ".join(link.text for link in block.links)
    return " ".join(block.text.split()) or CELLS.join(cell for row in block.rows for cell in row)


def _as_title(block: Block) -> Block:
    return Block(Kind.HEADING, block.text, level=1)


def _found_metadata(blocks: Sequence[Block], article: Article) -> dict[str, str]:
    source = blocks[article.source] if article.source is not None else None
    target = source.links[-1].target if source and source.links else ""
    found = {
        "date": article.date,
        "publisher": article.publisher,
        "source": target if target.startswith("http") else source_url(source.text) if source else "",
    }
    return {key: value for key, value in found.items() if value}


def _says_article(tree: HtmlElement) -> bool:
    kind = str(tree.xpath("string(//meta[@property='og:type']/@content)")).strip().lower()
    return kind == "article" or any(
        _SAYS_ARTICLE.search(script.text or "") for script in tree.iter("script") if "json" in script.get("type", "")
    )


def _is_law(blocks: Sequence[Block]) -> bool:
    return sum(_OF_LAW.match(block.text) is not None for block in blocks) >= 3


def _as_html(body: HtmlElement) -> HtmlElement:
    for element in body.iter():
        if element.tag == "head":
            element.tag = element.get("rend", "h2")
        element.tag = _HTML_TAGS.get(element.tag, element.tag)
    return body


def _without_surroundings(tree: HtmlElement) -> HtmlElement:
    """The main element where there is one with text; else the page without navigation, asides and footers."""
    mains = tree.xpath("//main | //*[@role='main']")
    if len(mains) == 1 and len(mains[0].text_content().strip()) >= _TEXT:
        return mains[0]
    bare = deepcopy(tree)
    for element in bare.xpath(_SURROUNDINGS):
        if element.getparent() is not None:
            element.drop_tree()
    return bare


def _without_menus(blocks: list[Block]) -> list[Block]:
    """The blocks without the runs of links before the first text and after the last one."""
    menus = [_is_link(block) for block in blocks]
    texts = [number for number, block in enumerate(blocks) if not menus[number] and len(block.text) >= _TEXT]
    if not texts:
        return blocks
    head = sum(menus[: texts[0]]) >= _MENU
    tail = sum(menus[texts[-1] :]) >= _MENU
    return [
        block
        for number, block in enumerate(blocks)
        if not (menus[number] and ((head and number < texts[0]) or (tail and number > texts[-1])))
    ]


def _is_link(block: Block) -> bool:
    return block.linked > 0.9 and len(block.text) < _TEXT
