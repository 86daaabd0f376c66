"""Tests of asking over HTTP."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import anyio
import pytest
from service_houses import (
    BIRTH,
    BIRTH_QUESTION,
    GUIDE,
    ODD,
    SIGNATURE_QUESTION,
    UNANSWERABLE,
    open_town,
    prepare_reading,
)
from starlette.testclient import TestClient

from siyada.api.crossing import Asking
from siyada.api.following import Following
from siyada.api.server import create_app
from siyada.assistant import Assistant
from siyada.compose import House, open_house
from siyada.errors import StorageError
from siyada.language import identify
from siyada.settings import Settings
from siyada.types import Claim, DocumentId, Hit, Question, Quote, Reading, Verdict, VersionId

QUOTE = Quote("vingt dirhams", GUIDE, DocumentId("tarif"), VersionId("0" * 64), None, 0, 13)


class SlowComposer:
    """Writes a claim a line, and remembers whether it was stopped."""

    name = "extractive"
    model = None

    def __init__(self, *, fails: bool = False) -> None:
        self.stopped = False
        self._fails = fails

    def compose(self, question: Question, hits: Sequence[Hit]) -> Iterator[Claim]:
        """Two claims, or one and an error."""
        del question, hits
        try:
            yield Claim("Vingt dirhams.", (QUOTE,))
            if self._fails:
                raise StorageError("The library could not be read or written: {reason}.", reason="disk full")
            yield Claim("Trente dirhams.", (QUOTE,))
        finally:
            self.stopped = True


class NoSearch:
    """Finds nothing."""

    def search(self, question: Question, *, limit: int = 20) -> list[Hit]:
        """Nothing."""
        del question, limit
        return []


def accept(claim: Claim) -> Claim:
    """A check that lets everything pass."""
    return replace(claim, verdict=Verdict.SUPPORTED)


@pytest.fixture
def with_composer(town: House) -> Callable[[SlowComposer], House]:
    """The house with another composer."""

    def build(composer: SlowComposer) -> House:
        assistant = Assistant(
            identify=identify, search=NoSearch(), composers=[composer], check=accept, log=town.answers
        )
        return replace(town, assistant=assistant)

    return build


def read_events(text: str) -> list[tuple[str, dict[str, object]]]:
    """The events of a stream."""
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_an_answer_quotes_the_document(client: TestClient) -> None:
    """The quote is the stored text between its positions, on its page."""
    answer = client.post("/api/ask", json={"question": BIRTH_QUESTION}).json()

    quote = answer["claims"][0]["quotes"][0]
    assert not answer["abstained"]
    assert BIRTH[quote["start"] : quote["end"]] == quote["text"]
    assert (quote["collection"], quote["document"], quote["page"]) == (GUIDE, "fr/naissance.pdf", 2)


def test_an_abstention_is_an_answer(client: TestClient) -> None:
    """What the documents do not say is answered with status 200 and no claim."""
    response = client.post("/api/ask", json={"question": UNANSWERABLE})

    assert response.status_code == 200
    assert response.json()["abstained"]
    assert response.json()["claims"] == []


def test_only_the_named_collections_are_searched(client: TestClient) -> None:
    """A question to one collection is not answered from another."""
    answer = client.post("/api/ask", json={"question": BIRTH_QUESTION, "collections": [ODD]}).json()

    assert answer["abstained"]


def test_an_answer_can_be_fetched_again(client: TestClient) -> None:
    """Its id is random, and leads to what was said and what made it."""
    answer = client.post("/api/ask", json={"question": SIGNATURE_QUESTION}).json()

    record = client.get(f"/api/answers/{answer['id']}").json()

    assert uuid.UUID(answer["id"]).version == 4
    assert record.items() >= answer.items()
    assert {"language", "retrieval"} <= record["timings_ms"].keys()


def test_claims_stream_before_the_answer(client: TestClient) -> None:
    """Each claim is an event; the last event is the whole answer with the same claims."""
    response = client.post("/api/ask/stream", json={"question": SIGNATURE_QUESTION})

    *claims, (last, answer) = read_events(response.text)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert [name for name, _ in claims] == ["claim"] * len(claims)
    assert last == "answer"
    assert [claim for _, claim in claims] == answer["claims"] != []


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"question": " \n "}, 400, "The question is empty."),
        ({"question": "a" * 4001}, 400, "The question has 4001 characters"),
        ({"question": "a", "collections": ["nowhere"]}, 400, "There is no collection 'nowhere'."),
        ({"question": "a", "answer_in": "klingon"}, 400, "klingon"),
        ({"question": ["a"]}, 422, "body.question"),
        ({"query": "a"}, 422, "body.question"),
        ({"question": "a", "unknown": 1}, 422, "body.unknown"),
        ({"question": "a", "collections": ["b"] * 101}, 422, "body.collections"),
        ({"question": "a\ud800"}, 422, "body.question"),
    ],
)
def test_what_does_not_fit_is_refused(client: TestClient, body: object, status: int, message: str) -> None:
    """Our shape, with what is wrong and what to do."""
    response = client.post(
        "/api/ask",
        content=json.dumps(body),
        headers={"accept-language": "en", "content-type": "application/json"},
    )

    assert response.status_code == status
    assert response.json().keys() == {"error"}
    assert response.json()["error"].keys() == {"message", "hint"}
    assert message in response.json()["error"]["message"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"question": NaN}', b"[" * 60_000])
def test_what_is_no_json_is_refused(client: TestClient, content: bytes) -> None:
    """Broken JSON is the client's mistake, in our shape."""
    response = client.post("/api/ask", content=content, headers={"content-type": "application/json"})

    assert response.status_code in {400, 422}
    assert response.json()["error"]["message"]


def test_a_form_of_another_site_cannot_ask(client: TestClient) -> None:
    """A page elsewhere can send text without asking first, but not JSON."""
    content = json.dumps({"question": "a"})

    assert client.post("/api/ask", content=content, headers={"content-type": "text/plain"}).status_code == 422


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_a_giant_body_is_refused(client: TestClient, path: str) -> None:
    """Whether its size is announced or not, no more than the limit is read."""

    def chunks() -> Iterator[bytes]:
        yield b'{"question": "'
        for _ in range(100):
            yield b"a" * 10_000
        yield b'"}'

    announced = client.post(path, json={"question": "a" * 200_000})
    unannounced = client.post(path, content=chunks(), headers={"content-type": "application/json"})

    assert [announced.status_code, unannounced.status_code] == [413, 413]
    assert unannounced.json()["error"]["message"]


def test_errors_speak_the_reader_s_language(client: TestClient) -> None:
    """The language is negotiated as HTTP says."""
    said = {
        header: client.post("/api/ask", json={"question": ""}, headers={"accept-language": header}).json()["error"]
        for header in ("fr", "ar-MA,fr;q=0.5", "en")
    }

    assert said["en"]["message"] == "The question is empty."
    assert len({error["message"] for error in said.values()}) == 3


@pytest.mark.parametrize("answer_id", ["0" * 32, "..%2f..%2fetc", "' OR 1=1 --", "%00"])
def test_an_unknown_answer_is_missing(client: TestClient, answer_id: str) -> None:
    """Whatever is asked for."""
    response = client.get(f"/api/answers/{answer_id}")

    assert response.status_code == 404
    assert response.json()["error"]["message"]


def test_a_failure_in_mid_stream_is_an_event(with_composer: Callable[[SlowComposer], House]) -> None:
    """What was checked stays said; the failure is the last event, in the reader's language."""
    with TestClient(create_app(with_composer(SlowComposer(fails=True)))) as client:
        response = client.post("/api/ask/stream", json={"question": "a"}, headers={"accept-language": "en"})

    names = [name for name, _ in read_events(response.text)]
    error = read_events(response.text)[-1][1]["error"]
    assert names == ["claim", "error"]
    assert error == {"message": "The library could not be read or written: disk full.", "hint": ""}


def test_the_work_stops_when_the_stream_is_closed(with_composer: Callable[[SlowComposer], House]) -> None:
    """Closing the stream closes the composer before it returns."""
    composer = SlowComposer()
    house = with_composer(composer)

    async def take_one() -> bool:
        asking = Asking(house, Following(house))
        stream = asking.stream(await asking.accept("a"))
        assert isinstance(await anext(stream), Claim)
        await stream.aclose()
        return composer.stopped

    assert anyio.run(take_one)


def test_the_work_stops_when_the_client_goes_away(with_composer: Callable[[SlowComposer], House]) -> None:
    """A client that leaves after the first event ends the composer, not only the response."""
    composer = SlowComposer()
    app = create_app(with_composer(composer))

    async def leave_early() -> list[bytes]:
        sent: list[bytes] = []
        gone = anyio.Event()
        requests = iter([{"type": "http.request", "body": b'{"question": "a"}', "more_body": False}])

        async def receive() -> dict[str, object]:
            if request := next(requests, None):
                return request
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            if body := message.get("body"):
                assert isinstance(body, bytes)
                sent.append(body)
                gone.set()
                await anyio.sleep(3600)

        with anyio.fail_after(30):
            await app(SCOPE, receive, send)  # type: ignore[arg-type]  # messages are dictionaries
        return sent

    assert len(anyio.run(leave_early)) == 1
    assert composer.stopped


SCOPE = {
    "type": "http",
    "asgi": {"version": "3.0", "spec_version": "2.3"},
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/api/ask/stream",
    "raw_path": b"/api/ask/stream",
    "root_path": "",
    "query_string": b"",
    "headers": [(b"content-type", b"application/json")],
    "client": ("127.0.0.1", 1),
    "server": ("127.0.0.1", 2),
}


def test_what_another_process_adds_is_answered_from(tmp_path: Path) -> None:
    """A document stored through another opening of the library appears in the next answer."""
    with (
        open_town(tmp_path) as house,
        open_house(Settings(data=tmp_path)) as other,
        TestClient(create_app(house)) as client,
    ):
        question = {"question": "À quelle heure ouvre le musée des dinosaures ?"}
        before = client.post("/api/ask", json=question).json()
        museum = Reading("Le musée des dinosaures ouvre à 9 heures.", "Musée", "fr")
        other.library.store(GUIDE, [prepare_reading("musee", museum)])

        after = client.post("/api/ask", json=question).json()

    assert before["abstained"]
    assert after["claims"][0]["quotes"][0]["document"] == "musee"
