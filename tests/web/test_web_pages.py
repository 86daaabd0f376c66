"""Tests of the pages as a browser without a script gets them."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from service_houses import (
    BIRTH_QUESTION,
    GUIDE,
    ODD,
    ODD_TEXT,
    SIGNATURE_QUESTION,
    TRAP,
    TRAP_QUESTION,
    UNANSWERABLE,
    version_of,
)
from starlette.testclient import TestClient

from siyada.api.server import create_app
from siyada.catalogues import LANGUAGES
from siyada.compose import House
from siyada.web.site import Site

RIGHT_TO_LEFT = {"ar", "ary"}


class Page(HTMLParser):
    """The elements of a page, and its text."""

    VOID = frozenset({"meta", "link", "img", "br", "input", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        assert self.open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Elements are closed in order; list items and options too."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        """Of each element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]


def ask(reader: TestClient, question: str, language: str = "fr") -> str:
    """The address of the answer's page."""
    response = reader.post(f"/{language}/answers", data={"question": question})
    assert response.status_code == 303
    return response.headers["location"]


def addresses(reader: TestClient) -> list[str]:
    """One address of each page, in French."""
    answer = ask(reader, BIRTH_QUESTION)
    source = next(
        link["href"] or ""
        for link in Page(reader.get(answer).text).attributes("a")
        if "/source" in (link["href"] or "")
    )
    return ["/fr/", answer, ask(reader, UNANSWERABLE), source, "/fr/documents", f"/fr/documents?collection={GUIDE}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_speaks_its_language(reader: TestClient, language: str) -> None:
    """Language and direction stand on the page, and the others are one touch away at the same place."""
    for french in addresses(reader):
        address = french.replace("/fr/", f"/{language}/", 1)
        response = reader.get(address)
        page = Page(response.text)
        html = page.attributes("html")[0]
        assert response.status_code == 200
        assert response.headers["content-language"] == language
        assert html == {"lang": language, "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr"}
        offered = {link["hreflang"]: link["href"] for link in page.attributes("a") if "hreflang" in link}
        assert offered.keys() == LANGUAGES.keys()
        here = [link["hreflang"] for link in page.attributes("a") if link.get("aria-current") == "true"]
        assert here == [language]
        for code, link in offered.items():
            assert reader.get(link or "").headers["content-language"] == code


def test_no_page_holds_script_style_or_address_of_elsewhere(reader: TestClient) -> None:
    """All that a page loads is a file of ours; nothing is written into the page that the policy would refuse."""
    for address in addresses(reader):
        page = Page(reader.get(address).text)
        for tag, attributes in page.elements:
            assert tag != "style"
            assert "style" not in attributes
            assert not any(name.startswith("on") for name in attributes)
            for name in ("src", "action", "href") if tag != "a" else ():
                assert (attributes.get(name) or "/").startswith("/")
        assert all(script["src"] for script in page.attributes("script"))


def test_the_notice_stands_before_the_first_question(reader: TestClient) -> None:
    """That it is a machine is said above the form."""
    page = reader.get("/en/").text

    assert page.index("You are talking to a machine") < page.index("<form")


@pytest.mark.parametrize(
    ("header", "language"), [("ar-MA,ar;q=0.9,fr;q=0.8", "ar"), ("", "fr"), ("tzm", "zgh"), ("de, en;q=0.5", "en")]
)
def test_an_address_without_language_leads_to_the_reader_s(reader: TestClient, header: str, language: str) -> None:
    """Whoever shares `/answers/…` shares no language."""
    for path in ("/", "/documents", "/answers/abc", "/source?collection=a%20b&document=c%2Fd"):
        response = reader.get(path, headers={"accept-language": header})
        assert response.status_code == 303
        assert response.headers["location"] == f"/{language}{path}"
        assert response.headers["vary"] == "Accept-Language"


def test_an_answer_has_a_page_for_good(reader: TestClient) -> None:
    """Claims with numbered citations that lead to the marked quote, and what made it."""
    address = ask(reader, BIRTH_QUESTION)

    html = reader.get(address).text
    page = Page(html)
    cited = re.search(r'<a href="([^"]+)"><span>\[1\] <bdi lang="fr" dir="ltr">Naissances</bdi> · Page 2', html)
    assert "La copie intégrale de l'acte de naissance coûte 5 dirhams" in page.text
    assert cited
    source = reader.get(unescape(cited[1])).text
    assert re.search(r'<mark id="quote"[^>]*>La copie intégrale de l&#39;acte de naissance coûte 5 dirhams', source)
    assert address.rpartition("/")[2] in page.text
    assert reader.get(address).text == html


def test_an_abstention_is_friendly(reader: TestClient) -> None:
    """It is no error, and says what can be done."""
    response = reader.get(ask(reader, UNANSWERABLE, "en"))

    assert response.status_code == 200
    assert "The documents hold no answer to this question." in response.text
    assert 'class="abstention"' in response.text
    assert Page(response.text).attributes("textarea")


def test_an_abstention_lists_what_is_near(reader: TestClient) -> None:
    """A passage that does not answer can still be read, marked in its source."""
    html = reader.get(ask(reader, "Combien coûte l'entrée de la piscine ?")).text

    near = re.search(r'<li><a href="([^"]+)"><bdi[^>]*>Piscine</bdi></a>', html)
    assert 'class="abstention"' in html
    assert near
    assert f'<mark id="quote" tabindex="-1">{ODD_TEXT}</mark>' in reader.get(unescape(near[1])).text


def test_a_defect_of_ours_is_a_page_too(town: House) -> None:
    """It says that it is ours, in the reader's language, and tells nothing of the inside."""
    defective = create_app(replace(town, answers=None), Site)  # type: ignore[arg-type]  # on purpose
    with TestClient(defective, raise_server_exceptions=False) as reader:
        response = reader.get("/en/answers/1")

    assert response.status_code == 500
    assert "Something went wrong inside Siyada." in Page(response.text).text
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_each_text_has_its_own_language_and_direction(reader: TestClient) -> None:
    """An Arabic answer on a French page runs from right to left."""
    html = reader.get(ask(reader, SIGNATURE_QUESTION, "fr")).text

    assert re.search(r'<h1 class="question" id="asked" lang="ar" dir="rtl">', html)
    assert re.search(r'<p lang="ar" dir="rtl">يبلغ رسم', html)
    assert re.search(r'<bdi lang="ar" dir="rtl">تصحيح الإمضاءات</bdi>', html)


def test_a_source_shows_pages_headings_and_what_is_unread(reader: TestClient) -> None:
    """All of the text is there, in order."""
    html = reader.get("/en/source", params={"collection": GUIDE, "document": "fr/naissance.pdf"}).text
    page = Page(html)

    assert "<h2>Copie intégrale" in html
    assert re.search(r'<span class="page"[^>]*>Page 2</span><h2>Copie', html)
    assert "Not every page of this document could be read: 3." in page.text
    assert "9 February 2026" in page.text
    assert "/srv/keeper" not in html


@pytest.mark.parametrize(
    ("document", "text", "label"),
    [
        ("tarif", "Le stationnement coûte 8 dirhams par jour.", "This version was replaced by a newer one."),
        ("ancien", "La bibliothèque ferme le lundi pour inventaire.", "This document was removed"),
    ],
)
def test_old_versions_are_labelled(reader: TestClient, document: str, text: str, label: str) -> None:
    """A quote can be checked after its document is gone, and the reader knows that it is."""
    asked = {"collection": GUIDE, "document": document, "version": version_of(text)}

    page = Page(reader.get("/en/source", params=asked).text)

    assert text in page.text
    assert label in page.text


def test_documents_are_listed(reader: TestClient) -> None:
    """Collections first where there are several; then documents, unread pages and problems."""
    collections = Page(reader.get("/en/documents").text)
    listed = Page(reader.get("/en/documents", params={"collection": GUIDE}).text)

    assert "4 documents" in collections.text
    assert ODD in collections.text
    assert "Naissances" in listed.text
    assert "Not every page of this document could be read: 3." in listed.text
    assert "scan<1>.pdf: The file is empty. Check that it was copied whole." in listed.text
    assert "Bibliothèque" not in listed.text


# Hostile input


def test_markup_in_documents_is_text(reader: TestClient) -> None:
    """A document cannot write into a page: not in its text, its title or its name."""
    answer = reader.get(ask(reader, TRAP_QUESTION)).text
    source = reader.get("/fr/source", params={"collection": GUIDE, "document": "piège.html"}).text
    listed = reader.get("/fr/documents", params={"collection": GUIDE}).text

    assert TRAP in Page(answer).text
    assert TRAP in Page(source).text
    for html in (answer, source, listed):
        assert "<script>" not in html
        assert "<img src=x" not in html
        assert "&lt;img src=x onerror=alert(1)&gt;" in html


@pytest.mark.parametrize(
    "question",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "</textarea><b>", "\u202eabc"],
)
def test_markup_in_questions_is_text(reader: TestClient, question: str) -> None:
    """Neither the page of the answer, nor the form that keeps a question, repeats it as markup."""
    answer = reader.get(ask(reader, question)).text
    kept = reader.get("/fr/", params={"q": question}).text

    for html in (answer, kept):
        assert question in Page(html).text
        assert question not in html or "<" not in question


@pytest.mark.parametrize(
    "address",
    [
        "/fr/source?collection=guide&document=../../../../etc/passwd",
        "/fr/source?collection=guide&document=tarif&version=../siyada.db",
        "/fr/source",
        "/fr/answers/..%2f..%2fetc%2fpasswd",
        "/fr/answers/%0d%0aSet-Cookie:a=b",
        "/fr/documents?collection=nowhere",
        "/xx/",
        "/xx",
        "/fr/nothing",
        "/static/../site.py",
        "/static/0/%2e%2e/site.py",
        "/static/0/vendor/README.md",
    ],
)
def test_what_is_not_there_is_a_page_too(reader: TestClient, address: str) -> None:
    """404, in the reader's language, with a way back."""
    response = reader.get(address)

    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert 'href="/fr/"' in response.text


@pytest.mark.parametrize(
    "span", ["start=5&end=2", "start=-1&end=3", "start=a&end=b", f"start=0&end={'9' * 300}", "start=1"]
)
def test_a_span_that_is_none_marks_nothing(reader: TestClient, span: str) -> None:
    """The text is shown all the same."""
    response = reader.get(f"/fr/source?collection={GUIDE}&document=tarif&{span}")

    assert response.status_code == 200
    assert "<mark" not in response.text


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "9" * 50, "²"])
def test_a_page_of_the_list_that_is_none_is_the_nearest(reader: TestClient, page: str) -> None:
    """No number breaks the list."""
    assert reader.get("/fr/documents", params={"collection": GUIDE, "page": page}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "/%0d%0aLocation:%20http://evil.example",
        "/answers/a%0d%0aX-Bad:%201",
        "/answers/%2f%2fevil.example",
    ],
)
def test_redirects_stay_here(reader: TestClient, path: str) -> None:
    """No address sends a reader to another site or adds a header."""
    response = reader.get(path, headers={"host": "evil.example"})

    assert "x-bad" not in response.headers
    assert re.match(r"/[a-z]+/", response.headers.get("location", "/fr/"))
    assert "\r" not in response.headers.get("location", "")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 303),
        ({"sec-fetch-site": "none"}, 303),
        ({"origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_a_form_of_another_site_is_refused(reader: TestClient, headers: dict[str, str], status: int) -> None:
    """Browsers tell where a form came from."""
    response = reader.post("/fr/answers", data={"question": "a"}, headers=headers)

    assert response.status_code == status


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"question": "  "}, "The question is empty."),
        ({}, "The question is empty."),
        ({"question": "é" * 4001}, "The question has 4001 characters"),
        ({"question": "kept here", "collection": "nowhere"}, "There is no collection"),
    ],
)
def test_a_question_that_does_not_fit_is_kept(reader: TestClient, form: dict[str, str], message: str) -> None:
    """The form comes back with the question in it and what to do."""
    response = reader.post("/en/answers", data=form)
    page = Page(response.text)

    assert response.status_code == 400
    assert message in page.text
    assert form.get("question", "").strip() in page.text
    assert page.attributes("textarea")[0]["aria-describedby"] == "failure"


def test_a_giant_form_is_refused(reader: TestClient) -> None:
    """With a page, not with a closed line."""
    response = reader.post("/en/answers", data={"question": "a" * 500_000})

    assert response.status_code == 413
    assert "The request is too large." in response.text


def test_a_form_with_files_or_many_fields_is_refused(reader: TestClient) -> None:
    """A question is a question."""
    files = reader.post("/en/answers", files={"question": ("a.txt", b"a")})
    fields = reader.post("/en/answers", files=[(f"field{number}", (None, b"a")) for number in range(50)])

    assert [files.status_code, fields.status_code] == [400, 400]


# Files


def test_files_are_cached_for_good_under_the_name_of_their_content(reader: TestClient) -> None:
    """An address that names the content never changes what it gives; another one is asked again each time."""
    page = Page(reader.get("/fr/").text)
    files = [link["href"] or "" for link in page.attributes("link") if link["rel"] in {"stylesheet", "icon"}]

    for address in files:
        current = reader.get(address)
        stale = reader.get(re.sub("/static/[0-9a-f]+/", "/static/000000000000/", address))
        assert current.status_code == 200
        assert current.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert (stale.content, stale.headers["cache-control"]) == (current.content, "no-cache")


def test_files_that_styles_name_are_there(reader: TestClient) -> None:
    """Every font that the style sheet names is served, with its type."""
    sheet = next(
        str(link["href"]) for link in Page(reader.get("/fr/").text).attributes("link") if "app.css" in str(link)
    )
    fonts = re.findall(r'url\("([^"]+)"\)', reader.get(sheet).text)

    assert fonts
    for font in fonts:
        served = reader.get(f"{sheet.rpartition('/')[0]}/{font}")
        assert (served.status_code, served.headers["content-type"]) == (200, "font/woff2")


def test_every_file_keeps_its_budget(reader: TestClient) -> None:
    """The script is a small one."""
    script = next(str(script["src"]) for script in Page(reader.get("/fr/").text).attributes("script"))

    assert len(reader.get(script, headers={"accept-encoding": "identity"}).content) < 5_120
