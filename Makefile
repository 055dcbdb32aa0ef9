# `make run` and `make test` are all that a fresh machine needs, beside Python 3.11+ and make.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= 2
UPGRADE ?=
DATA ?= data
BIN := .venv/bin

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE)

export NEWSROOM_DATA := $(abspath $(DATA))
# numpy's own threads gain nothing on arrays this small and take the cores from each other.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint bench lock clean

help:  ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

run: .venv/run  ## Set up, load the sample articles, serve the site (PORT=8000 HOST=127.0.0.1 DATA=data)
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/python manage.py serve --host $(HOST) --port $(PORT) --workers $(WORKERS)

test: .venv/test lint  ## Set up and run every check
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

lint: .venv/test  ## Style, types, floors, migrations, production settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	NEWSROOM_DATA=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run
	NEWSROOM_DATA=$$(mktemp -d) NEWSROOM_HTTPS=1 $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: .venv/test  ## Measure everything on data made here, beside the peers
	$(BIN)/python -m tests.benchmarks

lock: .venv/bin/uv  ## Write the lock files again; what they pin stays (UPGRADE=--upgrade: the newest)
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --group dev --group bench --output-file requirements-dev.lock pyproject.toml

clean:  ## Remove what can be made again (never your archive)
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; try make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/bin/uv: | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/run: requirements.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@touch $@

.venv/test: requirements-dev.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@
