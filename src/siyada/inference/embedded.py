"""A GGUF file run on this machine by llama.cpp (xllamacpp), in a child process.

The child may crash: Siyada goes on, and the next question starts another. Requests are batched together as they come;
a prompt that begins like an earlier one costs only its new tokens. No port is opened: the child listens on a Unix
socket in a folder that only this user may enter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from siyada.errors import ModelError
from siyada.inference.chat import ChatRequest, stream_chat
from siyada.inference.child import EngineProcess, Running
from siyada.inference.gguf import read_gguf
from siyada.inference.model import Message, Pieces, Schema
from siyada.inference.profiles import Profile, adapt, find_profile
from siyada.inference.refusals import UnansweredError
from siyada.outbound import NETWORK_ERRORS, Deadline, within

_PROBE_S = 2.0


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """What the engine may take of the machine."""

    threads: int = 1
    """More only where nothing else runs: threads that spin for a busy core slow each other tenfold."""
    context: int = 4_096
    """Tokens that a prompt and its answer share; memory grows with it."""
    parallel: int = 4
    """Answers written at once; more wait."""
    batch: int = 64
    """Prompt tokens evaluated between two looks at who went away."""
    cache_mib: int = 256
    """Memory for the beginnings of earlier prompts."""


class Embedded:
    """A model file. It is loaded when first asked, or by `prepare`. One instance serves many threads.

    Raises ModelError for a file that is no GGUF, or where the engine is not installed. `close` ends the child process.
    """

    def __init__(self, path: Path, limits: EngineLimits | None = None, *, name: str = "") -> None:
        limits = limits or EngineLimits()
        facts = read_gguf(path)
        self.name = name or path.stem
        self.profile: Profile = find_profile(f"{facts.name} {path.stem}", facts.architecture)
        self.context = min(limits.context, facts.context or self.profile.context or limits.context)
        self.engine = EngineProcess(
            self.name,
            {
                "model": str(path.absolute()),
                "context": self.context,
                "parallel": limits.parallel,
                "threads": limits.threads,
                "batch": limits.batch,
                "cache_mib": limits.cache_mib,
                # The file's own template is the truth; the profile's stands in for a missing one.
                "template": "" if facts.template else self.profile.template.strip(),
                "template_arguments": dict(self.profile.template_arguments),
            },
        )

    def prepare(self) -> None:
        """Begin to load, without waiting. Raises ModelError."""
        self.engine.start()

    def close(self) -> None:
        """End the child process and all its work."""
        self.engine.close()

    def count(self, messages: Sequence[Message]) -> int:
        """Tokens of the prompt, by the model's own template and tokenizer. Raises ModelError."""
        deadline = Deadline.after(60.0)
        client = self.engine.ready(deadline).client
        body = {"messages": [{"role": m.role.value, "content": m.content} for m in adapt(self.profile, messages)]}
        try:
            with within(deadline):
                prompt = client.post("/apply-template", json=body).raise_for_status().json()["prompt"]
                tokens = client.post("/tokenize", json={"content": prompt, "add_special": True, "parse_special": True})
                return len(tokens.raise_for_status().json()["tokens"])
        except (*NETWORK_ERRORS, KeyError, ValueError) as error:
            raise ModelError("The engine of {name} does not count tokens.", name=self.name) from error

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        stop: Sequence[str] = (),
        schema: Schema | None = None,
        deadline: Deadline,
    ) -> Pieces:
        """The answer; closing the iterator stops the engine's work on it within a batch."""
        request = ChatRequest(
            self.name,
            adapt(self.profile, messages),
            max_tokens,
            (*self.profile.stop, *stop),
            schema,
            # Progress is sent between batches; that is when the engine notices that nobody listens any more.
            {"stream_options": {"include_usage": True}, "return_progress": True, "cache_prompt": True},
        )
        try:
            yield from self._attempt(request, deadline)
        except UnansweredError:
            # It crashed before the first word: once more, with a new process.
            yield from self._attempt(request, deadline)

    def _attempt(self, request: ChatRequest, deadline: Deadline) -> Pieces:
        running = self.engine.ready(deadline)
        try:
            yield from stream_chat(running.client, "/v1/chat/completions", request, deadline)
        except ModelError:
            self._examine(running)
            raise
        self.engine.succeeded()

    def _examine(self, running: Running) -> None:
        """After a failure: a process that does not even say that it is well is dying or hangs, and is ended."""
        try:
            with within(Deadline.after(_PROBE_S)):
                running.client.get("/health")
        except NETWORK_ERRORS:
            self.engine.discard(running)


__all__ = ["Embedded", "EngineLimits"]
