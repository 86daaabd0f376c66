from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from siyada.compose import House, open_house
from siyada.settings import Settings, load_settings

RECORDS = 400


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for a library of the test's own."""
    return load_settings(data=tmp_path / "library")


def write_records(path: Path) -> Path:
    """A JSONL file of small laws."""
    lines = [
        json.dumps(
            {
                "id": f"loi/{number}",
                "lang": "fr",
                "title": f"Article {number}",
                "text": f"Le délai est de {number} jours.",
            }
        )
        for number in range(RECORDS)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def ingest(house: House, *sources: Path) -> list[tuple[str, str]]:
    """What became of each item."""
    steps = [(step.item, str(step.outcome)) for step in house.ingest("guide", [str(source) for source in sources])]
    house.follow()
    return steps


def contents(house: House) -> list[tuple[object, ...]]:
    """All that a reader can see of a library but when it was made."""
    changes = [(change.removed, change.added) for change in house.library.changes_since(0)]
    documents = [(each.id, each.version, each.title, each.passages) for each in house.library.documents("guide")]
    return [*documents, *sorted((repr(change),) for change in changes)]


def test_running_again_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    """The second run recognises each document by its bytes."""
    records = write_records(tmp_path / "laws.jsonl")
    with open_house(settings) as house:
        first = ingest(house, records)
        before = contents(house)

        assert ingest(house, records) == [(item, "unchanged") for item, _ in first]
        assert contents(house) == before


def test_changed_bytes_make_a_new_version(settings: Settings, tmp_path: Path) -> None:
    """The document is stored again, and only the new text is found."""
    page = tmp_path / "page.md"
    page.write_text("Le guichet ouvre à 8h30.", encoding="utf-8")
    with open_house(settings) as house:
        ingest(house, page)
        page.write_text("Le guichet ouvre à 9h15.", encoding="utf-8")
        ingest(house, page)

        (document,) = house.library.documents("guide")
        version = house.library.version("guide", document.id, document.version)
        assert version is not None
        assert "9h15" in version.text


def test_broken_files_are_reported_and_the_rest_is_kept(settings: Settings, tmp_path: Path) -> None:
    """A folder with an empty file, a truncated PDF and bytes of no kind gives its one good document."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "good.txt").write_text("La copie coûte deux dirhams.", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "truncated.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 40)
    with open_house(settings) as house:
        outcomes = dict(ingest(house, folder))

        assert outcomes == {
            "good.txt": "stored", "empty.txt": "failed", "truncated.pdf": "failed", "noise.bin": "failed",
        }  # fmt: skip
        assert {problem.item for problem in house.library.problems("guide")} == set(outcomes) - {"good.txt"}
        assert all(problem.error.hint for problem in house.library.problems("guide"))


def test_a_name_that_stands_twice_is_reported(settings: Settings, tmp_path: Path) -> None:
    """Two files of one name do not take turns as each other's versions."""
    for folder, text in (("a", "Premier texte."), ("b", "Second texte.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.txt").write_text(text, encoding="utf-8")
    with open_house(settings) as house:
        assert ingest(house, tmp_path / "a" / "page.txt", tmp_path / "b" / "page.txt") == [
            ("page.txt", "failed"),
            ("page.txt", "stored"),
        ]


@pytest.mark.parametrize("delay_s", [0.9, 1.3, 1.8, 2.5])
def test_killed_and_run_again_is_an_undisturbed_run(settings: Settings, tmp_path: Path, delay_s: float) -> None:
    """After kill -9 at any moment the same command ends in the library that an undisturbed one makes."""
    records = write_records(tmp_path / "laws.jsonl")
    command = [sys.executable, "-m", "siyada", "ingest", "guide", str(records), "--data"]
    subprocess.run([*command, str(tmp_path / "undisturbed")], check=True, capture_output=True)
    killed = subprocess.Popen([*command, str(settings.data)], stdout=subprocess.DEVNULL, start_new_session=True)
    time.sleep(delay_s)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    subprocess.run([*command, str(settings.data)], check=True, capture_output=True)

    with open_house(load_settings(data=tmp_path / "undisturbed")) as one, open_house(settings) as other:
        assert contents(other) == contents(one)
        assert one.index.sequence == other.index.sequence == RECORDS
        asked = "délai de 399 jours"
        assert one.assistant.ask(asked).nearest == other.assistant.ask(asked).nearest


def test_readers_ask_while_a_writer_ingests(settings: Settings, tmp_path: Path) -> None:
    """Questions are answered all through an ingestion by another process; none finds the database locked."""
    records = write_records(tmp_path / "laws.jsonl")
    command = [sys.executable, "-m", "siyada", "ingest", "guide", str(records), "--data", str(settings.data)]
    with open_house(settings) as house:
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while writer.poll() is None:
            house.follow(wait=False)
            house.assistant.ask("Quel est le délai ?")
        writer.communicate()
        house.follow()

        assert writer.returncode == 0
        assert house.assistant.ask("délai de 399 jours").nearest[0].passage.document == "loi/399"
