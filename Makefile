# `make run` and `make test` are all that a fresh machine needs, beside Python 3.11+ and make.

PYTHON ?= python3
PYTHONS ?= python3.12 python3.13
PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= 2
TESTERS ?= auto
UPGRADE ?=
DATA ?= data
VENV ?= .venv
BIN := $(VENV)/bin

PYTEST = $(BIN)/python -m pytest --numprocesses $(TESTERS) --dist loadfile
PURE = $(addprefix tests/,english entities gazetteer layout pictures readers search summaries test_docs.py)
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE)
SCRATCH = NEWSROOM_DATA=$$(mktemp -d) $(BIN)/python manage.py

# Install what the lock file $(1) pins, and say how far it is: pip itself is silent or endless.
define install
	@all=$$(grep -c == $(1)); echo "Installing $$all packages in $(VENV) (about a minute) ..."; \
	{ $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off \
	    --require-hashes --no-deps --requirement $(1) && echo Finished; } | { \
	  done=0; while read -r line; do case $$line in \
	    Collecting*|Requirement*) done=$$((done + 1)); \
	      [ $$((done % 10)) -ne 0 ] || echo "  $$done of $$all ...";; \
	    "Installing collected"*) echo "  unpacking ...";; \
	    Finished) exit 0;; \
	  esac; done; exit 1; }
	@touch $@
endef

export NEWSROOM_DATA := $(abspath $(DATA))
# numpy's own threads gain nothing on arrays this small and take the cores from each other.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1

.DEFAULT_GOAL := help
.PHONY: help run test test-pythons suite quick style lint bench messages lock clean

help:  ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

run: $(VENV)/run  ## Set up, load the sample articles, serve the site (PORT=8000 HOST=127.0.0.1 DATA=data)
	@echo "Preparing the archive in $(DATA) ..."
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/python manage.py serve --host $(HOST) --port $(PORT) --workers $(WORKERS)

test: $(VENV)/test lint  ## Set up and run every check
	$(BIN)/python -m tests.chromium
	$(PYTEST) --cov --cov-report=term:skip-covered

test-pythons:  ## Run the tests on other Pythons, too (PYTHONS="python3.12 python3.13"), each in a .venv-3.x
	@ran=; for python in $(PYTHONS); do \
	  version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || \
	    { echo "$$python is not installed, so nothing is tested on it."; continue; }; \
	  echo "Testing on Python $$version ..."; \
	  $(MAKE) --no-print-directory PYTHON=$$python VENV=.venv-$$version suite || exit 1; \
	  ran="$$ran $$version"; \
	done; [ -n "$$ran" ] || { echo "None of $(PYTHONS) is installed."; exit 1; }; \
	echo "The tests passed on Python$$ran."

suite: $(VENV)/test
	$(BIN)/python -m tests.chromium
	$(PYTEST)

quick: style  ## What a change needs before its commit: style, and the tests that start nothing
	$(PYTEST) --quiet -m "not slow" $(PURE)

style: $(VENV)/test  ## Style, types, floors and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djade --target-version 5.2 --check $$(find templates -name '*.html')

lint: style  ## Style, and whether migrations and production settings are complete
	$(SCRATCH) makemigrations --check --dry-run
	NEWSROOM_HTTPS=1 $(SCRATCH) check --deploy --fail-level WARNING

bench: $(VENV)/test  ## Measure everything on data made here, beside the peers
	$(BIN)/python -m tests.benchmarks

messages: $(VENV)/test  ## Gather what is to be translated in locale/, and compile what is (needs GNU gettext)
	@for program in xgettext msgmerge msgfmt; do command -v $$program >/dev/null || { \
	  echo "GNU gettext is needed ($$program is missing): apt install gettext, or brew install gettext"; \
	  exit 1; }; done
	$(SCRATCH) makemessages --all --no-obsolete --no-wrap --no-location \
	  --ignore '.venv*' --ignore tests --ignore articles/samples --verbosity 0
	$(SCRATCH) compilemessages --ignore '.venv*' --verbosity 0
	@git diff --stat -- locale

lock: $(BIN)/uv  ## Write the lock files again; what they pin stays (UPGRADE=--upgrade: the newest)
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --group dev --group bench --output-file requirements-dev.lock pyproject.toml

clean:  ## Remove what can be made again (never your archive)
	rm -rf .venv .venv-* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; try make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(BIN)/uv: | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/run: requirements.lock | $(BIN)/python
	$(call install,$<)

$(VENV)/test: requirements-dev.lock | $(BIN)/python
	$(call install,$<)
