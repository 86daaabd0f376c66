from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from model_makers import draft, locate

from siyada.errors import ModelError, SettingsError
from siyada.inference.generative import Generative
from siyada.inference.model import Message, Model, PromptTooLongError, Role, Usage
from siyada.inference.opening import ModelSource, open_composer, open_model
from siyada.outbound import Attempt, Deadline, Outbound, read_policy

ASKED = [Message(Role.SYSTEM, "Sois bref."), Message(Role.USER, "Bonjour ?")]

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Server:
    """An OpenAI-style server: answers the requests in order with what the test gives it, the last one for ever."""

    answers: list[Answer]
    url: str = ""
    bodies: list[dict[str, object]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)
    """Set once a client went away in the middle of an answer."""


Serve = Callable[..., Server]


@contextmanager
def _served(answers: Sequence[Answer]) -> Iterator[Server]:
    state = Server(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            state.headers.append(dict(self.headers))
            answer = state.answers.pop(0) if len(state.answers) > 1 else state.answers[0]
            try:
                answer(self)
            except OSError:
                state.left.set()

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server; it is gone after the test."""
    with ExitStack() as stack:
        yield lambda *answers: stack.enter_context(_served(answers))


@pytest.fixture
def connect() -> Iterator[Callable[[Server], Model]]:
    """The remote model over a server, through the gate."""
    with ExitStack() as stack:

        def open_it(server: Server, name: str = "ministral-3b") -> Model:
            outbound = Outbound(read_policy([], server.url), lambda _: None)
            source = ModelSource(server.url, name, key="secret")
            return stack.enter_context(open_model(source, outbound))[0]

        yield open_it


def events(*datas: object, done: bool = True, pause_s: float = 0.0, end: str = "\n\n") -> Answer:
    """Server-sent events, in the accent given by `end`."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        for data in [*datas, *(["[DONE]"] if done else [])]:
            text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
            handler.wfile.write(f"data: {text}{end}".encode())
            time.sleep(pause_s)

    return answer


def say(text: str | None = None, finish: str | None = None) -> dict[str, object]:
    """One event of a stream."""
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}


def fail(status: int, body: object, **headers: str) -> Answer:
    """A refusal."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write((body if isinstance(body, str) else json.dumps(body)).encode())

    return answer


USAGE = {
    "choices": [],
    "usage": {"prompt_tokens": 9, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 4}},
}
HELLO = events(say(""), say("Bon"), say("jour"), say(None, "stop"), USAGE)


def whole(model: Model, *, timeout_s: float = 5.0, stop: Sequence[str] = ()) -> str:
    """The answer in one."""
    pieces = model.stream(ASKED, max_tokens=20, stop=stop, deadline=Deadline.after(timeout_s))
    return "".join(piece.text for piece in pieces)


def test_an_answer_streams_with_its_usage(serve: Serve, connect: Callable[[Server], Model]) -> None:
    """Pieces as they come, then what it took; the key travels in its header."""
    server = serve(HELLO)

    *pieces, last = connect(server).stream(ASKED, max_tokens=20, deadline=Deadline.after(5))

    assert [piece.text for piece in pieces] == ["Bon", "jour"]
    assert (last.usage, last.cut) == (Usage(9, 2, 4), False)
    assert server.headers[0]["Authorization"] == "Bearer secret"


def test_the_request_is_the_common_wire(serve: Serve, connect: Callable[[Server], Model]) -> None:
    """Model, messages, limits, stop words and schema under the names that every such server knows."""
    server = serve(HELLO)
    schema = {"type": "object", "properties": {}, "additionalProperties": False}

    list(connect(server).stream(ASKED, max_tokens=20, stop=["\n"], schema=schema, deadline=Deadline.after(5)))

    (body,) = server.bodies
    assert body["model"] == "ministral-3b"
    assert body["messages"] == [
        {"role": "system", "content": "Sois bref."},
        {"role": "user", "content": "Bonjour ?"},
    ]
    assert (body["max_tokens"], body["temperature"], body["stream"], body["stop"]) == (20, 0, True, ["\n"])
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": schema, "strict": True},
    }


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(events(say("Bonjour"), say(None, "stop"), end="\r\n\r\n"), id="carriage_returns"),
        pytest.param(events(say("Bonjour"), say(None, "stop"), done=False), id="no_done"),
        pytest.param(events(say("Bonjour", "stop")), id="finish_with_the_last_word"),
        pytest.param(events(say("Bonjour"), "", say(None, "stop") ), id="empty_event"),
        pytest.param(
            events({"choices": [{"delta": {"role": "assistant"}}]}, say("Bonjour"), say(None, "stop")), id="role_first"
        ),
    ],
)  # fmt: skip
def test_the_accents_of_servers_are_understood(
    serve: Serve, connect: Callable[[Server], Model], answer: Answer
) -> None:
    """What servers do differently makes no difference."""
    assert whole(connect(serve(answer))) == "Bonjour"


def test_a_server_that_does_not_stream_is_understood(serve: Serve, connect: Callable[[Server], Model]) -> None:
    """One JSON document is one piece."""
    body = {"choices": [{"message": {"content": "Bonjour"}, "finish_reason": "length"}], "usage": {"prompt_tokens": 3}}

    piece, last = connect(serve(fail(200, body, Content_Type="application/json"))).stream(
        ASKED, max_tokens=9, deadline=Deadline.after(5)
    )

    assert (piece.text, last.cut, last.usage) == ("Bonjour", True, Usage(3))


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ({"error": {"message": "no such model", "type": "not_found_error", "code": 404}}, 404, "no such model"),
        ({"object": "error", "message": "The model does not exist", "code": 404}, 404, "does not exist"),
        ({"error": "model 'x' not found"}, 404, "model 'x' not found"),
        ({"detail": [{"loc": ["body"], "msg": "field required", "type": "missing"}]}, 422, "field required"),
        ({"message": "Unauthorized", "request_id": "1"}, 401, "Unauthorized"),
        ("<html>Bad gateway?</html>", 400, "Bad gateway"),
        ("", 418, "HTTP 418"),
    ],
)
def test_a_refusal_is_told_in_the_servers_words(
    serve: Serve, connect: Callable[[Server], Model], body: object, status: int, reason: str
) -> None:
    """Whatever shape a server gives its errors, the reason is in ours; it is not repeated."""
    server = serve(fail(status, body))

    with pytest.raises(ModelError, match=reason):
        whole(connect(server))
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": "the request exceeds it", "type": "exceed_context_size_error"}},
        {"error": {"message": "This model's maximum context length is 4096 tokens"}},
        {"object": "error", "message": "context_length_exceeded"},
    ],
)
def test_a_prompt_that_is_too_long_is_named_as_such(
    serve: Serve, connect: Callable[[Server], Model], body: object
) -> None:
    """So that the composer can shorten it."""
    with pytest.raises(PromptTooLongError):
        whole(connect(serve(fail(400, body))))


def test_an_overloaded_server_is_asked_again(serve: Serve, connect: Callable[[Server], Model]) -> None:
    """Before the first piece, a busy server gets another try, after the pause it asks for."""
    server = serve(fail(429, {"error": {"message": "slow down"}}, Retry_After="1"), fail(503, "loading"), HELLO)
    began = time.monotonic()

    assert whole(connect(server)) == "Bonjour"
    assert len(server.bodies) == 3
    assert time.monotonic() - began >= 1.0


def test_a_server_that_stays_overloaded_is_named(serve: Serve, connect: Callable[[Server], Model]) -> None:
    """Three tries, and none that would begin after the deadline."""
    server = serve(fail(503, "loading the model"))

    with pytest.raises(ModelError, match="overloaded or broken: loading the model"):
        whole(connect(server))
    assert len(server.bodies) == 3
    with pytest.raises(ModelError, match="overloaded"):
        whole(connect(server), timeout_s=0.3)
    assert len(server.bodies) == 4


def test_what_was_begun_is_never_asked_again(serve: Serve, connect: Callable[[Server], Model]) -> None:
    """After the first piece a broken answer is an error: a second one might say something else."""
    server = serve(events(say("Bon"), done=False), HELLO)
    pieces = connect(server).stream(ASKED, max_tokens=20, deadline=Deadline.after(5))

    assert next(pieces).text == "Bon"
    with pytest.raises(ModelError, match="broke off"):
        next(pieces)
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (events({"error": {"message": "out of memory", "type": "server_error"}}), "server_error: out of memory"),
        (events("{not json"), "no JSON"),
        (events([1, 2]), "no object"),
        (events({"choices": [{"delta": "x"}]}), "no delta"),
        (events({"choices": ["x"]}), "no delta"),
        (events(*[say("bla " * 100)] * 40), "does not stop"),
        (events(say("x" * 1_100_000)), "no end"),
        (fail(200, {"choices": []}, Content_Type="application/json"), "no content"),
        (fail(200, {"choices": ["x"]}, Content_Type="application/json"), "no content"),
        (fail(200, "", Content_Type="text/html"), "broke off"),
    ],
)
def test_an_answer_out_of_shape_is_our_error(
    serve: Serve, connect: Callable[[Server], Model], answer: Answer, message: str
) -> None:
    """A server that answers anything else than the protocol is named, never a traceback."""
    with pytest.raises(ModelError, match=message):
        whole(connect(serve(answer)))


def test_closing_the_stream_closes_the_connection(serve: Serve, connect: Callable[[Server], Model]) -> None:
    """The server sees that nobody listens, upon which it stops its work."""
    server = serve(events(*[say("mot ")] * 500, pause_s=0.01))
    pieces = connect(server).stream(ASKED, max_tokens=1000, deadline=Deadline.after(30))

    next(pieces)
    pieces.close()

    assert server.left.wait(5)


def test_the_deadline_holds_for_the_whole_answer(serve: Serve, connect: Callable[[Server], Model]) -> None:
    """Each piece arrives in time and the whole does not."""
    server = serve(events(*[say("mot ")] * 500, pause_s=0.05))
    began = time.monotonic()

    with pytest.raises(ModelError, match="in time"):
        whole(connect(server), timeout_s=0.5)
    assert time.monotonic() - began < 1.5
    assert server.left.wait(5)


def test_a_server_that_is_not_there_is_named(connect: Callable[[Server], Model]) -> None:
    """Where nobody listens the operator is told to start the server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(ModelError, match="cannot be reached"):
        whole(connect(Server([], f"http://127.0.0.1:{port}/v1")), timeout_s=0.4)


def test_a_server_that_refuses_the_option_for_usage_is_asked_without(
    serve: Serve, connect: Callable[[Server], Model]
) -> None:
    """Where an extra option is an error, the question is put without it, and so from then on."""
    refusal = fail(422, {"detail": [{"msg": "Extra inputs are not permitted: stream_options"}]})
    server = serve(refusal, HELLO, HELLO)
    model = connect(server)

    assert (whole(model), whole(model)) == ("Bonjour", "Bonjour")
    assert ["stream_options" in body for body in server.bodies] == [True, False, False]


def test_a_server_that_the_policy_does_not_name_is_not_reached(serve: Serve) -> None:
    """The model's address gets no exception from the policy."""
    server, record = serve(HELLO), list[Attempt]()
    outbound = Outbound([], record.append)

    with open_model(ModelSource(server.url, "m"), outbound) as (model, _), pytest.raises(ModelError, match="not among"):
        whole(model)
    assert server.bodies == []
    assert [(attempt.purpose, attempt.allowed) for attempt in record] == [("model", False)]


def test_a_key_does_not_travel_in_the_clear() -> None:
    """Over plain HTTP a key may reach this machine or an inside address only."""
    outbound = Outbound([], lambda _: None)

    with (
        pytest.raises(SettingsError, match="unprotected"),
        open_model(ModelSource("http://api.mistral.ai/v1", "m", "secret"), outbound),
    ):
        pass
    assert "secret" not in repr(ModelSource("x", key="secret"))


def test_a_server_needs_the_name_of_its_model() -> None:
    """Without a name nothing is asked."""
    outbound = Outbound([], lambda _: None)

    with (
        pytest.raises(SettingsError, match="which model"),
        open_composer(ModelSource("http://127.0.0.1:1/v1"), outbound=outbound, locate=locate),
    ):
        pass


def test_a_composer_over_a_server_drafts(serve: Serve) -> None:
    """From the setting to the composer: the name of the model is the answer's."""
    server = serve(events(say(draft(answerable=False)), say(None, "stop")))
    outbound = Outbound(read_policy([], server.url), lambda _: None)

    with open_composer(ModelSource(server.url, "atlas-chat-9b"), outbound=outbound, locate=locate) as composer:
        assert isinstance(composer, Generative)
        assert (composer.name, composer.model) == ("generative", "atlas-chat-9b")
