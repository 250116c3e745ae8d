# A cover over start.py, which does the work on every system; `make` alone lists the commands.
# GNU Make 3.81 (macOS) or newer.

# Set these on the command line only: plain `=` keeps, say, a shell's own $HOST from opening the
# page to the network. `make help` says what they are for.
PYTHON = python3 python3.13 python3.12 python3.11
HOST = 127.0.0.1
PORT = 7860
PIPFLAGS =
PYTESTFLAGS =
WORKERS = 2
UVFLAGS =
DATASETS = ../shared/datasets
SAMPLE = 200

# The question is a stranger's text. `$(value)` takes it as typed, so that make expands no `$` in
# it; the recipe reads it from the environment, so that no shell ever parses it. So with the rest.
override Q := $(value Q)
override HOST := $(value HOST)
override PORT := $(value PORT)
override PIPFLAGS := $(value PIPFLAGS)
override PYTESTFLAGS := $(value PYTESTFLAGS)
override WORKERS := $(value WORKERS)
override UVFLAGS := $(value UVFLAGS)
override DATASETS := $(value DATASETS)
override SAMPLE := $(value SAMPLE)
export Q HOST PORT PIPFLAGS PYTESTFLAGS WORKERS UVFLAGS DATASETS SAMPLE

# The first Python that is there runs start.py, which looks for another where this one won't do.
START = @for python in $(PYTHON); do \
		command -v "$$python" >/dev/null || continue; \
		exec "$$python" start.py $(1); \
	done; \
	echo 'Found no Python. Install 3.11, 3.12 or 3.13, or name it: make PYTHON=/path/to/python3' >&2; \
	exit 1

PLAIN = setup ingest test test-all check format evals bench freeze docs constraints wheels licences clean

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve ask $(PLAIN)

help:
	$(call START,help)
	@echo
	@echo 'With make: make COMMAND, make ask Q="...", and variables, as in: make serve PORT=8000'
	@echo
	@echo '  Q            the question, in quotes'
	@echo '  HOST, PORT   where the page is served (127.0.0.1, 7860)'
	@echo '  PYTHON       the Python to use, 3.11 to 3.13 (the first that fits)'
	@echo '  PIPFLAGS     more options for pip'
	@echo '  PYTESTFLAGS  more options for pytest, such as "-k cite -x"'
	@echo '  WORKERS      how many test files run at a time (2); 0 for all in one process'

serve:
	$(call START,serve --host "$$HOST" --port "$$PORT")

ask:
	@[ -n "$$Q" ] || { echo 'Ask something: make ask Q="What is the policy for?"' >&2; exit 2; }
	$(call START,ask -- "$$Q")

$(PLAIN):
	$(call START,$@)
