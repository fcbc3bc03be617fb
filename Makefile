# make run        open the dashboard; with PACK=packs/VNM, the dashboard of another article and economy
# make test       run the whole suite; test-fast: the quick unit tests; test-long: without sampling
# make check      check format, lint and types; make format formats Python and CSS
# make coverage   measure which branches of analysis, data and etl the tests take
# make golden     write what readers get as text to tests/golden, for the review of a change
# make bench      time and weigh the site (BASE=COMMIT compares with another commit)
# make data       rebuild the bundled snapshot, byte for byte
# make image      build the container image (IMAGE_BUILDER names another builder than docker)
# make images     take the screenshots of the documents
# make lessons    compute the answers in docs/teaching.md
# make site       write the site as files to dist/site
# make release    write source archive, wheels, bill of materials, Parquet and checksums to dist/
# make mcp        serve assistants on standard input and output
# make lock       pin the dependencies
# make bundle     build the plotly.js bundle and the scripts of the site (needs npm); make scripts: only the scripts
# make tree       list every module in a line

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP     = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes
PYTEST  = $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations 10
STYLES  = $(wildcard components/styles/*.css)
FORMAT_CSS = $(BIN)/css-beautify --indent-size 2 --end-with-newline --preserve-newlines --space-around-combinator \
          --disable-newline-between-rules --disable-selector-separator-newline
LOCK    = $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --no-build --generate-hashes --no-annotate \
          --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# An environment whose Python is gone, after an upgrade say, is made anew.
$(if $(wildcard $(VENV)),$(if $(shell $(BIN)/python -c 'print(1)' 2>/dev/null),,$(shell rm -rf $(VENV))))

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: run test test-fast test-long system coverage check format data bench golden image images lock bundle scripts tree lessons site release mcp clean

# The data of a pack are built first, if a file that they are made of has changed.
run: $(VENV)/runtime
	$(if $(PACK),$(BIN)/python -m etl build --pack "$(PACK)")
	$(BIN)/python app.py

# Its standard output is for the assistant alone: what is installed says nothing there.
mcp: $(VENV)/mcp
	@$(BIN)/python -m service.assistants $(ARGS)

test: system $(VENV)/development
	$(PYTEST)

# The unit tests that are quick, to run after each change.
test-fast: $(VENV)/development
	$(BIN)/python -m pytest tests/unit --ignore tests/unit/slow --numprocesses auto --maxprocesses 4 --dist loadfile --quiet

test-long: export TEST_LONG = 1
test-long: test

system:
	@tools/system.sh

# Not the refresh that is killed at its calls: it would be killed at the calls of the measurement, too.
coverage: $(VENV)/development
	@mkdir -p .cache/coverage
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest tests/unit tests/faults --ignore tests/faults/test_refresh_kill.py \
	  --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
	$(BIN)/python -m coverage combine --quiet
	@for package in analysis data etl; do \
	  echo "== $$package"; $(BIN)/python -m coverage report --include "$$package/*" || failed=1; \
	done; exit $${failed:-0}

check: $(VENV)/development
	$(BIN)/python -m ruff format --check
	@for sheet in $(STYLES); do $(FORMAT_CSS) $$sheet | diff -u $$sheet - || failed=1; done; exit $${failed:-0}
	$(BIN)/python -m ruff check
	$(BIN)/python -m mypy

format: $(VENV)/development
	$(BIN)/python -m ruff format
	@for sheet in $(STYLES); do $(FORMAT_CSS) --replace $$sheet; done

data: $(VENV)/development
	$(BIN)/python -m etl build --bundled
	$(BIN)/frictionless validate data/bundled/datapackage.json
	@git diff --exit-code --stat -- data/bundled && test -z "$$(git status --porcelain -- data/bundled)" \
	  || { echo "make data: data/bundled differs from what is committed (see above)" >&2; exit 1; }

bench: $(VENV)/development
	$(BIN)/python -m tools.bench

image:
	$(or $(IMAGE_BUILDER),docker build --tag innovation-trajectory) $(CURDIR)

images: $(VENV)/development
	$(BIN)/python -m tools.screenshots

lock: $(VENV)/development
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) pyproject.toml --extra mcp --constraint requirements.txt --output-file requirements-mcp.txt
	$(LOCK) pyproject.toml --extra dev --constraint requirements.txt --output-file requirements-dev.txt

golden: $(VENV)/development
	$(BIN)/python -m tools.golden

tree:
	@$(PYTHON) -m tools.tree

lessons: $(VENV)/development
	$(BIN)/python -m tools.lessons

site: $(VENV)/runtime
	$(BIN)/python -m service.edition dist/site

# Of the commit alone, checked anew; the whole suite (.ci/run) must have passed on it before.
release: check data
	$(BIN)/python -m tools.release

bundle: scripts
	cd tools/plotly && node build.mjs

scripts:
	cd tools/plotly && npm ci && node scripts.mjs

clean:
	rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .cache

# Made once, and filled again when a lock changes.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "This project needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name another one: make PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { \
	  echo "Python's venv module is missing (Debian and Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	@echo "Making $(VENV) and installing the pinned packages, once..." >&2
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/runtime: requirements.txt | $(VENV)/bin/python
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/mcp: requirements-mcp.txt | $(VENV)/bin/python
	@$(PIP) -r requirements-mcp.txt >&2
	@touch $@

$(VENV)/development: requirements-dev.txt | $(VENV)/bin/python
	$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/runtime $(VENV)/mcp
