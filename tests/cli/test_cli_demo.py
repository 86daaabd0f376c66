"""Tests of `siyada demo`: a newcomer's first minute."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from urllib.request import Request, urlopen

from service_houses import prepare_reading
from service_processes import free_port, running

from siyada.cli.demo import load_samples
from siyada.compose import open_house
from siyada.settings import Settings
from siyada.types import Reading
from siyada.web.examples import COLLECTION, SAMPLES


def ask(address: str, question: str) -> bool:
    """Whether the demonstration answers."""
    body = json.dumps({"question": question}).encode()
    request = Request(f"{address}api/ask", body, {"Content-Type": "application/json"})  # noqa: S310  # our own address
    with urlopen(request, timeout=30) as response:  # noqa: S310  # idem
        return not json.load(response)["abstained"]


def test_the_first_time_and_the_second(tmp_path: Path) -> None:
    """Samples are read once; the example questions that it prints are answered."""
    for _ in range(2):
        with running("demo", "--data", str(tmp_path), "--port", str(free_port()), "--no-browser") as (_, address):
            assert ask(address, "Combien coûte une copie intégrale d'acte de naissance ?")
            assert ask(address, "كم يبلغ رسم تصحيح الإمضاء؟")
            page = urlopen(f"{address}ar/", timeout=30).read().decode()  # noqa: S310  # our own address
            assert 'class="examples"' in page


def test_the_samples_are_all_read(tmp_path: Path) -> None:
    """Each file becomes a document; what an older demonstration held is gone."""
    folder = SAMPLES / COLLECTION
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    with open_house(Settings(data=tmp_path)) as house:
        house.library.store(COLLECTION, [prepare_reading("old.md", Reading("Fermé."))])
        load_samples(house)
        known = house.library.known(COLLECTION)
        problems = house.library.problems(COLLECTION)
        sequence = house.library.sequence
        load_samples(house)
        again = house.library.sequence

    assert known == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    assert problems == []
    assert again == sequence
