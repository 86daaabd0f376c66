"""The wire of OpenAI-style chat servers: one streamed completion, its errors in our words.

vLLM, llama.cpp's server, Ollama and Mistral's API speak it, each with its own accent; what differs is told here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

from siyada.errors import ModelError, OutboundError
from siyada.inference.model import Message, Piece, Pieces, Schema, Usage, too_slow
from siyada.inference.refusals import lost, out_of_shape, refusal, refused
from siyada.outbound import NETWORK_ERRORS, Deadline, within

_MAX_LINE_BYTES = 1_048_576
# A token is rarely longer; a server that sends more than this for each one is not answering.
_MAX_CHARS_A_TOKEN = 64


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One completion to ask for."""

    name: str
    """What the server knows the model by."""
    messages: Sequence[Message]
    max_tokens: int
    stop: Sequence[str] = ()
    schema: Schema | None = None
    extra: Mapping[str, Any] | None = None
    """What this server understands beyond the common wire."""

    def body(self) -> dict[str, Any]:
        """The JSON to send: the most probable answer, streamed."""
        body: dict[str, Any] = {
            "model": self.name,
            "messages": [{"role": message.role.value, "content": message.content} for message in self.messages],
            "max_tokens": self.max_tokens,
            "temperature": 0,
            "stream": True,
        }
        if self.stop:
            body["stop"] = list(self.stop)
        if self.schema is not None:
            named = {"name": "answer", "schema": self.schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        return body | dict(self.extra or {})


def stream_chat(client: httpx2.Client, path: str, request: ChatRequest, deadline: Deadline) -> Pieces:
    """The pieces of the answer, the last one with its usage. Closing the iterator closes the connection.

    Raises UnansweredError before the first piece only, PromptTooLongError, ModelError.
    """
    began = False
    try:
        response = _send(client, path, request, deadline)
        try:
            for piece in _pieces(response, request, deadline):
                began = True
                yield piece
        finally:
            response.close()
    except (httpx2.TimeoutException, TimeoutError) as error:
        raise too_slow(request.name) from error
    except OutboundError as error:
        raise ModelError(
            "The server of {name} was not asked: {reason}", hint=error.hint, name=request.name, reason=error
        ) from error
    except NETWORK_ERRORS as error:
        raise lost(request.name, error, began=began) from error


def _send(client: httpx2.Client, path: str, request: ChatRequest, deadline: Deadline) -> httpx2.Response:
    with within(deadline):
        response = client.send(client.build_request("POST", path, json=request.body()), stream=True)
        if response.is_success:
            return response
        try:
            detail = b"".join(_bounded(response.iter_bytes())).decode("utf-8", "replace")
        finally:
            response.close()
    raise refusal(request.name, response, detail)


def _pieces(response: httpx2.Response, request: ChatRequest, deadline: Deadline) -> Pieces:
    if response.headers.get("Content-Type", "").startswith("application/json"):
        yield from _whole(response, request, deadline)
        return
    usage, finish, said = None, None, 0
    for event in _events(response, deadline, request.name):
        text, reason = _delta(event, request.name)
        usage = _usage(event) or usage
        finish = reason or finish
        said += len(text)
        if said > request.max_tokens * _MAX_CHARS_A_TOKEN:
            raise out_of_shape(request.name, "it does not stop")
        if text:
            yield Piece(text)
    if finish is None:
        raise lost(request.name, None, began=True)
    yield Piece("", usage, cut=finish == "length")


def _whole(response: httpx2.Response, request: ChatRequest, deadline: Deadline) -> Pieces:
    """The answer of a server that does not stream."""
    with within(deadline):
        event = _parsed(b"".join(_bounded(response.iter_bytes())), request.name)
    choice = (event.get("choices") or [{}])[0]
    text = choice.get("message", {}).get("content") if isinstance(choice, dict) else None
    if not isinstance(text, str):
        raise out_of_shape(request.name, "it has no content")
    if text:
        yield Piece(text)
    yield Piece("", _usage(event), cut=choice.get("finish_reason") == "length")


def _events(response: httpx2.Response, deadline: Deadline, name: str) -> Iterator[dict[str, Any]]:
    """The JSON of each server-sent event, up to `[DONE]`."""
    for line in _lines(response, deadline, name):
        field, _, value = line.partition(b":")
        value = value.strip()
        if field == b"error":
            raise refused(name, _parsed(value, name))
        if field != b"data" or not value:
            continue
        if value == b"[DONE]":
            return
        event = _parsed(value, name)
        if event.get("error"):
            raise refused(name, event["error"])
        yield event


def _lines(response: httpx2.Response, deadline: Deadline, name: str) -> Iterator[bytes]:
    chunks, buffer = response.iter_bytes(), b""
    while True:
        # Only around the wait: between two pieces the thread belongs to the caller.
        with within(deadline):
            chunk = next(chunks, None)
        if deadline.passed:
            raise too_slow(name)
        if chunk is None:
            break
        *lines, buffer = (buffer + chunk).split(b"\n")
        if len(max((buffer, *lines), key=len)) > _MAX_LINE_BYTES:
            raise out_of_shape(name, "a line has no end")
        yield from lines
    if buffer:
        yield buffer


def _delta(event: Mapping[str, Any], name: str) -> tuple[str, str | None]:
    """The text that an event adds, and why the answer ends, where it says so."""
    choices = event.get("choices") or []
    if not choices:
        return "", None
    try:
        content, reason = choices[0].get("delta", {}).get("content"), choices[0].get("finish_reason")
    except (AttributeError, KeyError, TypeError) as error:
        raise out_of_shape(name, "an event has no delta") from error
    return content if isinstance(content, str) else "", reason if isinstance(reason, str) else None


def _usage(event: Mapping[str, Any]) -> Usage | None:
    usage = event.get("usage")
    if not isinstance(usage, dict):
        return None
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return Usage(*(number if isinstance(number, int) else 0 for number in (
        usage.get("prompt_tokens"), usage.get("completion_tokens"), cached
    )))  # fmt: skip


def _parsed(data: bytes, name: str) -> dict[str, Any]:
    try:
        event = json.loads(data)
    except ValueError as error:
        raise out_of_shape(name, "it is no JSON") from error
    if not isinstance(event, dict):
        raise out_of_shape(name, "it is no object")
    return event


def _bounded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > _MAX_LINE_BYTES:
            return
        yield chunk


__all__ = ["ChatRequest", "stream_chat"]
