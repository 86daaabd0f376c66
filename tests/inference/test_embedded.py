from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from model_makers import BIRTH, HitsFor, MakeAssistant, ask_question, locate

from siyada.errors import ModelError
from siyada.inference import child
from siyada.inference.embedded import Embedded, EngineLimits
from siyada.inference.extractive import Extractive
from siyada.inference.generative import Generative, Habits
from siyada.inference.model import Message, Model, PromptTooLongError, Role, Usage
from siyada.inference.opening import ModelSource, open_model
from siyada.inference.prompt import answer_schema
from siyada.inference.tokens import estimate_tokens
from siyada.language import analyse, split_sentences
from siyada.outbound import Deadline, Outbound

pytestmark = pytest.mark.model

HELLO = [Message(Role.SYSTEM, "You are brief."), Message(Role.USER, "Say hello.")]
LONG = [Message(Role.USER, "Tell a very long story about a river, a mountain and a city, chapter by chapter.")]


@pytest.fixture(scope="module")
def engine(small_model: Path) -> Iterator[Embedded]:
    """A loaded engine, shared: starting it is the slow part."""
    with closing(Embedded(small_model, EngineLimits(context=1_024, parallel=2))) as embedded:
        yield embedded


def whole(model: Model, messages: Sequence[Message], max_tokens: int = 12) -> tuple[str, Usage]:
    """The answer in one, and what it took."""
    *pieces, last = model.stream(messages, max_tokens=max_tokens, deadline=Deadline.after(60))
    assert last.usage is not None
    return "".join(piece.text for piece in pieces), last.usage


def pid(model: Embedded) -> int:
    """The child process of an engine."""
    return model.engine.ready(Deadline.after(60)).process.pid


def children_of(process: int) -> list[str]:
    """The engines that a process has started and that still run."""
    running = subprocess.run(["ps", "--ppid", str(process), "-o", "args="], capture_output=True, text=True, check=False)
    return [line for line in running.stdout.splitlines() if "siyada.inference.engine" in line]


def gone(process: int, within_s: float = 5.0) -> bool:
    """Whether a process ends within the time."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_it_streams_and_says_what_it_took(engine: Embedded) -> None:
    """More pieces than one, the same answer every time, and counts that agree with the model's own tokenizer."""
    pieces = list(engine.stream(HELLO, max_tokens=12, deadline=Deadline.after(60)))
    usage = pieces[-1].usage

    assert len(pieces) > 3
    assert usage is not None
    assert usage.tokens_in == engine.count(HELLO)
    assert 0 < usage.tokens_out <= 12
    assert whole(engine, HELLO)[0] == "".join(piece.text for piece in pieces)


def test_the_beginning_of_an_earlier_prompt_costs_nothing(engine: Embedded) -> None:
    """The second question after the same rules is evaluated from where it differs."""
    rules = Message(Role.SYSTEM, "You answer in one word. " * 20)
    whole(engine, [rules, Message(Role.USER, "What is the colour of the sky?")], 2)

    _, usage = whole(engine, [rules, Message(Role.USER, "How many legs has a spider?")], 2)

    assert usage.tokens_cached > 0.8 * engine.count([rules])


def test_a_schema_is_kept(engine: Embedded) -> None:
    """Constrained output has the shape that was asked for, even from a model that cannot answer at all."""
    schema = {
        "type": "object",
        "properties": {"passage": {"type": "integer", "enum": [1, 2]}, "sure": {"type": "boolean"}},
        "required": ["passage", "sure"],
        "additionalProperties": False,
    }

    pieces = engine.stream(HELLO, max_tokens=60, schema=schema, deadline=Deadline.after(60))
    answer = json.loads("".join(piece.text for piece in pieces))

    assert set(answer) == {"passage", "sure"}
    assert answer["passage"] in (1, 2)


def test_a_stop_word_ends_the_answer(engine: Embedded) -> None:
    """What comes after the word is never written."""
    text, _ = whole(engine, HELLO, 30)
    word = text.split()[-1]

    stopped = "".join(
        piece.text for piece in engine.stream(HELLO, max_tokens=30, stop=[word], deadline=Deadline.after(60))
    )

    assert stopped == text[: text.index(word)]


def busy(engine: Embedded) -> int:
    """How many answers the engine works on."""
    slots = engine.engine.ready(Deadline.after(60)).client.get("/slots").json()
    return sum(slot["is_processing"] for slot in slots)


def idle(engine: Embedded, within_s: float) -> bool:
    """Whether the engine comes to rest within the time."""
    until = time.monotonic() + within_s
    while busy(engine) and time.monotonic() < until:
        time.sleep(0.02)
    return not busy(engine)


def test_closing_the_stream_stops_the_work(engine: Embedded) -> None:
    """The engine itself is at rest shortly after the client went away."""
    pieces = engine.stream(LONG, max_tokens=900, deadline=Deadline.after(60))
    next(pieces)
    assert busy(engine) == 1

    pieces.close()

    assert idle(engine, 2.0)


def test_a_client_that_leaves_during_the_prompt_stops_the_work(engine: Embedded) -> None:
    """Nobody waits for the evaluation of a prompt that nobody wants any more."""
    prompt = [Message(Role.USER, " ".join(str(number) for number in range(180)))]

    with pytest.raises(ModelError, match="in time"):
        next(engine.stream(prompt, max_tokens=200, deadline=Deadline.after(0.3)))
    assert idle(engine, 4.0)


def test_answers_are_written_side_by_side(engine: Embedded) -> None:
    """Two requests run at once, a third waits its turn, and each gets the answer it gets alone."""
    alone = whole(engine, HELLO, 24)[0]

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: whole(engine, HELLO, 24)[0], range(3)))

    assert answers == [alone] * 3


def test_a_prompt_beyond_the_context_is_named(engine: Embedded) -> None:
    """So that the composer can shorten it."""
    with pytest.raises(PromptTooLongError):
        whole(engine, [Message(Role.USER, "word " * 2_000)])


def test_it_opens_no_port(engine: Embedded) -> None:
    """The child listens on a socket in a folder that only this user may enter, and nowhere else."""
    process = pid(engine)
    inodes = {
        str(entry.readlink())[8:-1]
        for entry in Path(f"/proc/{process}/fd").iterdir()
        if str(entry.readlink()).startswith("socket:[")
    }
    ports = [
        line.split()[9]
        for table in ("tcp", "tcp6", "udp", "udp6")
        for line in Path(f"/proc/{process}/net/{table}").read_text(encoding="utf-8").splitlines()[1:]
    ]
    folder = engine.engine.ready(Deadline.after(60)).folder

    assert inodes
    assert inodes.isdisjoint(ports)
    assert folder.stat().st_mode & 0o077 == 0


def test_it_survives_the_death_of_its_child(small_model: Path) -> None:
    """After kill -9 the next question is answered as before, by another process; the old one's folder is gone."""
    with closing(Embedded(small_model, EngineLimits(context=512, parallel=1))) as model:
        before = whole(model, HELLO)[0]
        first, folder = pid(model), model.engine.ready(Deadline.after(1)).folder

        os.kill(first, signal.SIGKILL)

        assert whole(model, HELLO)[0] == before
        assert pid(model) != first
        assert not folder.exists()


def test_a_death_in_mid_answer_is_an_error_and_the_next_question_is_answered(small_model: Path) -> None:
    """What was begun is not begun again; what comes next is served."""
    with closing(Embedded(small_model, EngineLimits(context=512, parallel=1))) as model:
        pieces = model.stream(LONG, max_tokens=400, deadline=Deadline.after(60))
        next(pieces)
        os.kill(pid(model), signal.SIGKILL)

        with pytest.raises(ModelError, match="broke off"):
            list(pieces)
        assert whole(model, HELLO)[0]


def test_a_child_that_hangs_is_replaced(small_model: Path) -> None:
    """A process that does not even say that it is well is ended; the next question is answered."""
    with closing(Embedded(small_model, EngineLimits(context=512, parallel=1))) as model:
        first = pid(model)
        os.kill(first, signal.SIGSTOP)

        with pytest.raises(ModelError, match="in time"):
            list(model.stream(HELLO, max_tokens=5, deadline=Deadline.after(0.3)))
        assert whole(model, HELLO)[0]
        assert pid(model) != first


def test_an_engine_that_keeps_crashing_rests(small_model: Path) -> None:
    """It is not started for ever: after some crashes in a row questions fail at once, and others can speak."""
    with closing(Embedded(small_model, EngineLimits(context=512, parallel=1))) as model:
        for _ in range(child.CRASHES):
            os.kill(pid(model), signal.SIGKILL)
            time.sleep(0.1)

        with pytest.raises(ModelError, match="crashed 3 times in a row"):
            whole(model, HELLO)


def test_closing_ends_the_child(small_model: Path) -> None:
    """Nothing is left: no process, no folder."""
    model = Embedded(small_model, EngineLimits(context=512, parallel=1))
    process, folder = pid(model), model.engine.ready(Deadline.after(1)).folder

    model.close()

    assert gone(process)
    assert not folder.exists()
    with pytest.raises(ModelError, match="closed"):
        whole(model, HELLO)


def test_the_child_dies_with_its_parent(small_model: Path, tmp_path: Path) -> None:
    """When Siyada is killed without a word its engine goes too, and takes its folder along."""
    program = (
        "import sys, time; from pathlib import Path\n"
        "from siyada.inference.embedded import Embedded\nfrom siyada.outbound import Deadline\n"
        "running = Embedded(Path(sys.argv[1])).engine.ready(Deadline.after(60))\n"
        "print(running.process.pid, running.folder, flush=True); time.sleep(60)\n"
    )
    del tmp_path
    with subprocess.Popen(
        [sys.executable, "-c", program, str(small_model)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        process, folder = parent.stdout.readline().split()
        parent.kill()

    assert gone(int(process))
    assert not Path(folder).exists()


def test_nothing_is_started_before_it_is_needed(small_model: Path) -> None:
    """Commands that ask no question pay for no model; `prepare` starts it without waiting."""
    before = len(children_of(os.getpid()))
    with closing(Embedded(small_model, EngineLimits(context=512, parallel=1))) as model:
        assert len(children_of(os.getpid())) == before

        began = time.monotonic()
        Generative(model, locate).prepare()

        assert time.monotonic() - began < 0.5
        assert len(children_of(os.getpid())) == before + 1


def test_a_file_that_is_no_model_is_named_before_anything_starts(tmp_path: Path) -> None:
    """The operator learns what is wrong at once."""
    path = tmp_path / "model.gguf"
    path.write_bytes(b"not a model")

    with pytest.raises(ModelError, match="no whole GGUF"):
        Embedded(path)


def test_a_truncated_model_is_named(small_model: Path, tmp_path: Path) -> None:
    """A head that is whole above tensors that are not: the engine refuses, Siyada goes on and says why."""
    path = tmp_path / "truncated.gguf"
    with small_model.open("rb") as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.truncate(20_000_000)

    with closing(Embedded(path)) as model, pytest.raises(ModelError, match="does not load") as caught:
        whole(model, HELLO)
    assert "SHA-256" in caught.value.hint


def test_a_model_without_a_template_gets_its_familys(engine: Embedded) -> None:
    """The profile of the family is found by name and architecture."""
    assert engine.profile.family == "SmolLM2"
    assert engine.context == 1_024


def test_an_estimate_is_never_far_too_low(engine: Embedded) -> None:
    """Our estimate against a real tokenizer, one that knows little Arabic."""
    for text in (BIRTH, "مدة التسليم هي عشرة أيام ابتداء من تاريخ إيداع الطلب لدى المصلحة.", "ⵜⴰⵏⴱⴰⴹⵜ ⵏ ⵓⵖⵔⴰⴱⵓ"):
        messages = [Message(Role.SYSTEM, "x"), Message(Role.USER, text)]
        assert estimate_tokens(messages) >= engine.count(messages)


def test_a_weak_models_answer_is_checked_like_any_other(
    engine: Embedded, make_assistant: MakeAssistant, hits_for: HitsFor
) -> None:
    """From the question to the answer: what is shown stands in the documents, whoever wrote it."""
    asked = "Quel est le délai de délivrance de l'acte de naissance ?"
    composer = Generative(engine, locate, habits=Habits(max_tokens=160, passages=1))
    drafted = 0
    try:
        drafted = len(list(composer.compose(ask_question(asked), hits_for(asked))))
    except ModelError:
        drafted = -1

    answer = make_assistant(engine, Extractive(analyse, split_sentences)).ask(asked)

    assert drafted != 0
    assert all(quote.text in BIRTH for claim in answer.claims for quote in claim.quotes)
    assert answer.claims


def test_the_opened_model_is_closed(small_model: Path) -> None:
    """A path among the settings opens the engine for a block, and ends it after."""
    with open_model(ModelSource(str(small_model)), Outbound([], lambda _: None)) as (model, profile):
        assert isinstance(model, Embedded)
        process = pid(model)
        assert profile.family == "SmolLM2"
    gc.collect()
    assert gone(process)


def test_the_answers_schema_is_understood_by_the_engine(engine: Embedded) -> None:
    """The schema of a grounded answer compiles, and what is written by it begins as asked."""
    pieces = engine.stream(HELLO, max_tokens=20, schema=answer_schema(6), deadline=Deadline.after(60))

    assert "".join(piece.text for piece in pieces).replace(" ", "").replace("\n", "").startswith('{"answerable":')
