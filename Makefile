# make run     open the dashboard            make test    run the whole suite
# PACK=packs/VNM make run    the dashboard with another article, of another economy; run it again after a change
# make test-long  the suite with all that `make test` samples
# make check   format, lint, types           make data    rebuild the bundled snapshot, byte for byte
# make image   build the container           make images  screenshots for the documents
# make lock    pin the dependencies          make bundle  rebuild the plotly.js bundle (needs npm)
# make scripts rebuild the scripts of the site (needs npm)
# make tree    every module, in a line       make bench   time and weigh the site (BASE=COMMIT: and another)
# make golden  what readers get, as text in tests/golden that a change is reviewed by
# make lessons answers in docs/teaching.md    make site    the site as files, in dist/site
# make release source archive, wheels, bill of materials, data as Parquet, checksums in dist/
# make mcp     the server for assistants, on standard input and output
# make coverage which branches of analysis, data and etl the tests take

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP     = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes
PYTEST  = $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations 10
LOCK    = $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --no-build --generate-hashes --no-annotate \
          --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# An environment whose Python is gone, after an upgrade say, is made anew.
$(if $(wildcard $(VENV)),$(if $(shell $(BIN)/python -c 'print(1)' 2>/dev/null),,$(shell rm -rf $(VENV))))

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: run test test-long system coverage check data bench golden image images lock bundle scripts tree lessons site release mcp clean

# The data of a pack are built first, if a file that they are made of has changed.
run: $(VENV)/runtime
	$(if $(PACK),$(BIN)/python -m etl build --pack "$(PACK)")
	$(BIN)/python app.py

# Its standard output is for the assistant alone: what is installed says nothing there.
mcp: $(VENV)/mcp
	@$(BIN)/python -m service.assistants $(ARGS)

test: system $(VENV)/development
	$(PYTEST)

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
	@for room in analysis data etl; do \
	  echo "== $$room"; $(BIN)/python -m coverage report --include "$$room/*" || failed=1; \
	done; exit $${failed:-0}

check: $(VENV)/development
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m ruff check
	$(BIN)/python -m mypy

data: $(VENV)/development
	$(BIN)/python -m etl build --bundled
	$(BIN)/frictionless validate data/bundled/datapackage.json
	@git diff --exit-code --stat -- data/bundled && test -z "$$(git status --porcelain -- data/bundled)" \
	  || { echo "make data: data/bundled differs from what is committed (see above)" >&2; exit 1; }

bench: $(VENV)/development
	$(BIN)/python -m tools.bench

image:
	docker build --tag innovation-trajectory .

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
