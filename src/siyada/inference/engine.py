"""The program of the engine's child process: `python -m siyada.inference.engine`.

Reads one line of JSON from standard input, loads the model, serves it on a Unix socket in a folder that only this user
may enter, says so in one line on standard output, and lives exactly as long as the process that started it.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

_WATCH_S = 1.0


def _leave_with_parent(parent: int, folder: Path) -> None:
    """Ends this process when the parent closes its end of standard input, or is gone."""
    while os.getppid() == parent:
        readable, _, _ = select.select([sys.stdin.fileno()], [], [], _WATCH_S)
        if readable and not os.read(sys.stdin.fileno(), 1):
            break
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _parameters(engine: Any, wanted: dict[str, Any]) -> Any:  # noqa: ANN401  # the engine has no types
    parameters = engine.CommonParams()
    parameters.model.path = wanted["model"]
    parameters.hostnames = [wanted["socket"]]
    parameters.n_ctx = wanted["context"] * wanted["parallel"]
    parameters.n_parallel = wanted["parallel"]
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = wanted["threads"]
    # A request whose client went away is dropped between two batches: small ones make that soon.
    parameters.n_batch = parameters.n_ubatch = wanted["batch"]
    parameters.sse_ping_interval = 1
    parameters.cache_ram_mib = wanted["cache_mib"]
    parameters.chat_template = wanted["template"]
    if wanted["template_arguments"]:
        parameters.default_template_kwargs = {
            name: json.dumps(value) for name, value in wanted["template_arguments"].items()
        }
    parameters.offline = True
    parameters.ui = False
    parameters.warmup = False
    parameters.verbosity = 1
    return parameters


def main() -> int:
    """Serve until the parent leaves; 1 where the model does not load."""
    wanted = json.loads(sys.stdin.readline())
    # The engine prints as it pleases; the report has a channel of its own.
    report = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    # Before the engine is loaded: OpenMP reads it once.
    os.environ["OMP_NUM_THREADS"] = str(wanted["threads"])
    watch = threading.Thread(target=_leave_with_parent, args=(os.getppid(), Path(wanted["socket"]).parent))
    watch.start()
    try:
        import xllamacpp  # noqa: PLC0415  # after the environment is set
    except ImportError as error:
        message = 'xllamacpp is not installed: pip install "siyada[llm]"'
        raise ImportError(message) from error
    try:
        server = xllamacpp.Server(_parameters(xllamacpp, wanted))
    except (RuntimeError, ValueError, TypeError) as error:
        print(json.dumps({"error": str(error)}), file=report, flush=True)
        os._exit(1)
    print(json.dumps({"listens": str(server.listening_address)}), file=report, flush=True)
    watch.join()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
