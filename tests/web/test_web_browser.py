"""Tests of the pages as people use them, in Debian's Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect, sync_playwright
from service_houses import BIRTH_QUESTION, SIGNATURE_QUESTION, TRAP, TRAP_QUESTION, UNANSWERABLE

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for all tests of this file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens a page of the town in a window of its own; no window may see an error or another host."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(path: str, width: int = 1440, height: int = 900, *, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": height}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
        page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(address) else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def in_view(page: Page, selector: str) -> bool:
    """Whether an element stands inside the window."""
    return bool(
        page.eval_on_selector(
            selector,
            "it => { const box = it.getBoundingClientRect(); return box.height > 0 && box.top >= 0 && box.left >= 0"
            " && box.bottom <= innerHeight && box.right <= innerWidth }",
        )
    )


def test_a_question_in_french_is_answered_on_the_spot(visit: Visit) -> None:
    """The answer arrives without leaving the page; its address is for good."""
    page = visit("/fr/")
    page.get_by_label("Votre question").fill(BIRTH_QUESTION)
    page.get_by_role("button", name="Poser la question").click()

    expect(page.locator(".claim").first).to_contain_text("5 dirhams")
    expect(page.locator("#asked")).to_have_text(BIRTH_QUESTION)
    page.wait_for_url("**/fr/answers/*")
    shown = page.locator(".claims").inner_text()
    page.reload()
    assert page.locator(".claims").inner_text() == shown


def test_claims_are_shown_before_the_answer_is_complete(visit: Visit) -> None:
    """Each claim of the stream appears as it comes; the line that drops then leaves it there, and the question too."""
    page = visit("/fr/")
    claim = 'event: claim\ndata: {"text": "Deux dirhams.", "verdict": "supported", "quotes": [], "findings": []}\n\n'
    page.route("**/api/ask/stream", lambda route: route.fulfill(content_type="text/event-stream", body=claim))
    page.get_by_label("Votre question").fill(BIRTH_QUESTION)
    page.keyboard.press("Enter")

    expect(page.locator(".claim")).to_have_text("Deux dirhams.")
    expect(page.get_by_role("alert")).to_contain_text("La connexion a été coupée")
    assert page.locator(".claims").get_attribute("aria-live") == "polite"


def test_a_dropped_line_keeps_the_question(visit: Visit) -> None:
    """Try again is one touch away, and the question is there even after the page was closed."""
    page = visit("/fr/")
    page.route("**/api/ask/stream", lambda route: route.abort())
    page.get_by_label("Votre question").fill(BIRTH_QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Votre question est conservée")
    page.reload()
    expect(page.get_by_label("Votre question")).to_have_value(BIRTH_QUESTION)

    page.get_by_label("Votre question").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute("**/api/ask/stream")
    page.get_by_role("button", name="Réessayer").click()
    page.wait_for_url("**/fr/answers/*")
    expect(page.locator(".claim").first).to_contain_text("5 dirhams")
    page.goto("/fr/")
    expect(page.get_by_label("Votre question")).to_have_value("")


def test_an_answer_can_be_stopped(visit: Visit) -> None:
    """Stop ends the request; no error is shown for what the person wanted."""
    page = visit("/fr/")
    held: list[Route] = []
    page.route("**/api/ask/stream", lambda route: held.append(route))  # noqa: PLW0108  # it is marked by Playwright, which a method cannot be
    failed: list[Request] = []
    page.on("requestfailed", lambda request: failed.append(request))  # noqa: PLW0108  # idem
    page.get_by_label("Votre question").fill(BIRTH_QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Arrêter").click()

    expect(page.get_by_role("button", name="Réessayer")).to_be_focused()
    expect(page.get_by_role("alert")).to_be_hidden()
    assert len(failed) == 1


def test_a_refusal_says_why(visit: Visit) -> None:
    """What the service says of a question is shown in the reader's language."""
    page = visit("/ar/")
    page.eval_on_selector("#question", "box => box.removeAttribute('maxlength')")
    page.locator("#question").fill("ا" * 4_500)
    page.locator("form.ask button").click()

    expect(page.get_by_role("alert")).to_contain_text("4500")
    assert "characters" not in page.get_by_role("alert").inner_text()


def test_arabic_runs_from_right_to_left(visit: Visit, tmp_path: Path) -> None:
    """Page, question, claim and citation; the rule of a claim stands at its right."""
    page = visit("/ar/", 360, 740)
    page.locator("#question").fill(SIGNATURE_QUESTION)
    page.locator("form.ask button").click()
    page.wait_for_selector("#asked")
    page.screenshot(path=tmp_path / "arabic.png", full_page=True)

    claim = page.locator(".claim").first
    assert claim.evaluate("it => getComputedStyle(it).direction") == "rtl"
    assert claim.evaluate("it => getComputedStyle(it).borderRightWidth") == "3px"
    logo, languages = page.locator("header > a").bounding_box(), page.locator("nav").bounding_box()
    assert logo
    assert languages
    assert logo["x"] + logo["width"] > 300


def test_a_citation_opens_its_source_beside_the_answer(visit: Visit, tmp_path: Path) -> None:
    """On a wide window the answer stays, and the quote is in view; Escape leads back to the citation."""
    page = visit("/ar/")
    page.locator("#question").fill(SIGNATURE_QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#asked")
    citation = page.locator(".cites a").first
    citation.click()

    expect(page.locator("aside mark")).to_contain_text("درهمين (2)")
    page.screenshot(path=tmp_path / "beside.png")
    assert in_view(page, "aside mark")
    assert in_view(page, ".claim p")
    page.keyboard.press("Escape")
    expect(page.locator("aside")).to_have_count(0)
    expect(citation).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_citation_leads_to_the_marked_quote(visit: Visit, *, scripts: bool) -> None:
    """On a narrow window, or without a script, the source is a page that opens at the quote."""
    page = visit("/fr/", 360, 400, scripts=scripts)
    page.get_by_label("Votre question").fill(BIRTH_QUESTION)
    page.get_by_role("button", name="Poser la question").click()
    page.locator(".cites a").first.click()
    page.wait_for_url("**/source?*#quote")

    expect(page.locator("mark#quote")).to_contain_text("5 dirhams")
    assert in_view(page, "mark#quote")
    page.get_by_role("link", name="Retour à la réponse").click()
    expect(page.locator("#asked")).to_have_text(BIRTH_QUESTION)


def test_everything_works_without_a_script(visit: Visit) -> None:
    """Ask, read, abstain, be refused."""
    page = visit("/fr/", scripts=False)
    page.get_by_label("Votre question").fill(UNANSWERABLE)
    page.get_by_role("button", name="Poser la question").click()
    expect(page.locator(".abstention")).to_contain_text("Les documents ne contiennent pas de réponse")

    page.get_by_label("Votre question").fill("   ")
    page.get_by_role("button", name="Poser la question").click()
    expect(page.get_by_role("alert")).to_contain_text("La question est vide.")
    page.get_by_role("link", name="Documents").click()
    expect(page.locator("h1")).to_have_text("Documents")


def test_an_abstention_streams_too(visit: Visit) -> None:
    """With a script it is as friendly."""
    page = visit("/fr/")
    page.get_by_label("Votre question").fill(UNANSWERABLE)
    page.keyboard.press("Enter")

    expect(page.locator(".abstention")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_markup_in_a_document_stays_text(visit: Visit) -> None:
    """Also where the script writes it."""
    page = visit("/fr/")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.get_by_label("Votre question").fill(TRAP_QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#asked")
    page.locator(".cites a").first.click()

    expect(page.locator("aside mark")).to_have_text(TRAP)


def test_the_keyboard_is_enough(visit: Visit) -> None:
    """From the top of the page to the quote and back, with Tab, Enter and Escape; focus can be seen at each step."""
    page = visit("/fr/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Votre question")).to_be_focused()
    page.keyboard.type(BIRTH_QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#asked")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".cites a").first).to_be_focused()
    assert page.locator(".cites a").first.evaluate("it => getComputedStyle(it).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("aside")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".cites a").first).to_be_focused()


def test_going_back_leads_to_the_page_before(visit: Visit) -> None:
    """An answer that arrived in the page is a step of its history."""
    page = visit("/fr/")
    page.get_by_label("Votre question").fill(BIRTH_QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/answers/*")
    page.go_back()

    expect(page.locator("h1")).to_have_text("Interrogez vos documents")


@pytest.mark.parametrize("language", ["fr", "ar", "ary", "zgh", "en"])
def test_nothing_is_wider_than_a_small_phone(visit: Visit, language: str, tmp_path: Path) -> None:
    """360 px hold every page without scrolling sideways, also with the text at twice its size."""
    page = visit(f"/{language}/", 360, 740)
    page.locator("#question").fill(BIRTH_QUESTION)
    page.locator("form.ask button").click()
    page.wait_for_selector("#asked")
    answer = page.url
    source = page.locator(".cites a").first.get_attribute("href") or ""

    for name, path in {
        "ask": f"/{language}/",
        "answer": answer,
        "source": source,
        "documents": "/fr/documents",
    }.items():
        page.goto(path)
        page.screenshot(path=tmp_path / f"{name}-{language}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_first_visit_is_light(browser: Browser, address: str) -> None:
    """Page, style, script, icon and fonts of the heaviest first visit, an Arabic answer, stay under 100 KB."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[int] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto("/ar/")
    page.locator("#question").fill(SIGNATURE_QUESTION)
    page.locator("form.ask button").click()
    page.wait_for_selector("#asked")
    page.wait_for_load_state("networkidle")
    context.close()

    assert 20_000 < sum(sizes) < 100_000, sizes
