"""`python -m benchmarks`: the main job measured on real input, filed by commit in `benchmarks/results/`."""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import main_job

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Measure, print and file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder of corpora")
    parser.add_argument("--passages", type=int, default=100_000, help="how many passages the large library holds")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = main_job.measure(arguments.data, Path(folder), passages=arguments.passages)
    commit = _git("rev-parse", "--short=12", "HEAD")
    report = {
        "commit": commit,
        "dirty": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": main_job.machine(),
        **figures,
    }
    text = json.dumps(report, ensure_ascii=False, indent=2)
    filed = ROOT / "benchmarks" / "results" / f"{commit}.json"
    filed.parent.mkdir(exist_ok=True)
    filed.write_text(text + "\n", encoding="utf-8")
    print(text)


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
