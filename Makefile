# The two commands:
#
#   make demo    builds a graph from examples/ and shows what is in it
#   make test    runs the tests
#
# Both set up what they need in .venv, once. Wanted on the machine: Python 3.11 to 3.13, git and make.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
OUT := out
GRAPH := $(OUT)/demo.trig
PAGE := $(OUT)/demo-network.html
EXAMPLES := $(wildcard examples/*)
SOURCES := $(shell find kg ontology queries -name '*.py' -o -name '*.toml' -o -name '*.ttl' -o -name '*.rq' 2>/dev/null)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: demo test lint types bench docs site clean
.DEFAULT_GOAL := demo

demo: $(PAGE)
	@echo
	@$(BIN)/kg query examples/most-active.rq --graph $(GRAPH)
	@echo
	@$(BIN)/kg query discrepancies --columns kind,measure,low,otherLow,text,otherText --graph $(GRAPH)
	@echo
	@echo "Graph:   $(GRAPH)"
	@echo "Network: $(PAGE)  (open it in a browser; it needs no network)"

$(GRAPH): $(VENV)/installed $(EXAMPLES) $(SOURCES)
	@mkdir -p $(OUT)
	$(BIN)/kg build examples -o $@
	@touch $@

$(PAGE): $(GRAPH)
	$(BIN)/kg view --graph $(GRAPH) -o $@

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .

types: $(VENV)/installed-dev
	$(BIN)/pyright

bench: $(VENV)/installed
	$(BIN)/python -m benchmarks.run

docs: $(VENV)/installed
	$(BIN)/python -m kg.commands.reference > docs/cli.md

site: $(VENV)/installed-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet
	@echo "The documentation: $(OUT)/site/index.html"

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "kg needs Python 3.11, 3.12 or 3.13: install one, or say where it is: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up $(VENV) with $(PYTHON) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is missing (on Debian: apt install python3-venv)"; exit 1; }

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@echo "Installing kg and what it needs (some minutes the first time) ..."
	@$(PIP) install -e .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(VENV)/bin/python
	@echo "Installing kg with what its tests need ..."
	@$(PIP) install -e '.[dev,docs]'
	@touch $(VENV)/installed $@

clean:
	rm -rf $(OUT) build dist .pytest_cache .ruff_cache .hypothesis
