from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FEES = "La copie d'acte de naissance coûte deux dirhams. Elle est remise dans un délai de trois jours."


def siyada(*arguments: str, data: Path, language: str = "fr") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a person runs it."""
    return subprocess.run(
        [sys.executable, "-m", "siyada", *arguments, "--data", str(data)],
        env={**os.environ, "SIYADA_LANGUAGE": language},
        capture_output=True,
        text=True,
        check=False,
    )


def as_json(*arguments: str, data: Path) -> Any:  # noqa: ANN401  # any JSON document
    """What a command prints with --json."""
    return json.loads(siyada(*arguments, "--json", data=data).stdout)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one document."""
    folder = tmp_path_factory.mktemp("commands")
    (folder / "acte.txt").write_text(FEES, encoding="utf-8")
    done = siyada("ingest", "guide", str(folder / "acte.txt"), data=folder / "library")
    assert done.returncode == 0, done.stderr
    return folder / "library"


def test_an_answer_is_readable_and_names_its_source(data: Path) -> None:
    """For people: the sentence, the number of its source, who composed it."""
    done = siyada("ask", "Combien coûte la copie d'acte de naissance ?", data=data)

    assert done.returncode == 0
    assert "La copie d'acte de naissance coûte deux dirhams. [1]" in done.stdout
    assert "guide/acte.txt" in done.stdout


def test_an_answer_speaks_the_readers_language(data: Path) -> None:
    """What Siyada itself says is in the language that was set."""
    done = siyada("ask", "Quelle est la couleur du cheval blanc ?", data=data, language="ar")

    assert "الوثائق" in done.stdout


def test_the_json_of_an_answer_is_what_others_build_on(data: Path) -> None:
    """The documented shape, and quotes that stand in the text where they say."""
    answer = as_json("ask", "Combien coûte la copie d'acte de naissance ?", "--collection", "guide", data=data)

    assert {"id", "variety", "abstained", "composer", "model", "claims", "nearest"} <= set(answer)
    (quote, *_) = answer["claims"][0]["quotes"]
    assert {"text", "document", "version", "page", "start", "end"} <= set(quote)
    assert FEES[quote["start"] : quote["end"]] == quote["text"]


def test_an_answer_can_be_fetched_again(data: Path) -> None:
    """By its id, with what made it."""
    answer = as_json("ask", "Combien coûte la copie d'acte de naissance ?", data=data)

    record = as_json("answer", "show", answer["id"], data=data)

    assert {key: record[key] for key in answer} == answer
    assert {"timings_ms", "versions", "dropped"} <= set(record)


def test_an_abstention_is_no_failure(data: Path) -> None:
    """To say that the documents hold no answer is an answer: exit 0, nothing claimed."""
    done = siyada("ask", "Qui a gagné la coupe du monde ?", "--json", data=data)

    assert done.returncode == 0
    assert json.loads(done.stdout)["abstained"] is True


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("ask", "Quoi ?", "--collection", "nulle-part"), "nulle-part"),
        (("ask", "   "), "vide"),
        (("answer", "show", "inconnu"), "inconnu"),
        (("documents", "list", "nulle-part"), "nulle-part"),
        (("documents", "remove", "guide", "absent"), "absent"),
        (("evaluate", "answers", "--questions", "absent.jsonl"), "absent.jsonl"),
    ],
)
def test_wrong_use_says_what_to_do(data: Path, arguments: tuple[str, ...], named: str) -> None:
    """Exit 2, nothing on the output, the mistake and the way out on the error stream."""
    done = siyada(*arguments, data=data)

    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_file_is_exit_1(data: Path, tmp_path: Path) -> None:
    """What is good is kept, what is not is named, and the status says so."""
    (tmp_path / "vide.txt").write_bytes(b"")
    (tmp_path / "bon.txt").write_text("Le marché ouvre le mardi.", encoding="utf-8")

    done = siyada("ingest", "marches", str(tmp_path), "--json", data=data)

    assert done.returncode == 1
    summary = json.loads(done.stdout)
    assert (summary["stored"], [each["item"] for each in summary["failed"]]) == (1, ["vide.txt"])


def test_a_removed_document_is_no_longer_found(data: Path, tmp_path: Path) -> None:
    """After the removal the same question is left without an answer."""
    (tmp_path / "page.txt").write_text("La piscine municipale coûte sept dirhams.", encoding="utf-8")
    siyada("ingest", "loisirs", str(tmp_path / "page.txt"), data=data)
    before = as_json("ask", "Combien coûte la piscine municipale ?", data=data)
    siyada("documents", "remove", "loisirs", "page.txt", data=data)
    after = as_json("ask", "Combien coûte la piscine municipale ?", data=data)

    assert (before["abstained"], after["abstained"]) == (False, True)
    assert as_json("documents", "list", "loisirs", data=data) == []


def test_the_index_can_be_made_anew(data: Path) -> None:
    """Rebuilt from the documents, it finds the same."""
    asked = ("ask", "Combien coûte la copie d'acte de naissance ?")
    before = [hit["passage"] for hit in as_json(*asked, data=data)["nearest"]]
    assert siyada("index", "rebuild", data=data).returncode == 0

    assert [hit["passage"] for hit in as_json(*asked, data=data)["nearest"]] == before


def test_the_evaluation_prints_its_documented_shape(data: Path, tmp_path: Path) -> None:
    """Varieties with their figures, and the rate of exact quotes."""
    asked = [
        {"id": "1", "lang": "fr", "question": "Combien coûte la copie d'acte de naissance ?", "relevant": ["acte.txt"]},
        {"id": "2", "lang": "fr", "question": "Qui a gagné la coupe du monde ?", "relevant": []},
    ]
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")

    figures = as_json("evaluate", "answers", "--questions", str(questions), "--collection", "guide", data=data)

    assert figures["quote_exact_rate"] == 1.0
    assert figures["varieties"]["fr"]["at_1"] == figures["varieties"]["fr"]["abstained_unanswerable"] == 1.0


def test_nothing_is_imported_that_a_command_does_not_need() -> None:
    """The program starts without the web framework, the readers and the model engine: a cold start is felt."""
    heavy = ("fastapi", "kreuzberg", "trafilatura", "alembic", "babel")
    code = f"import sys, siyada.compose; print([name for name in {heavy!r} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
