# One word to do it: `make demo` shows mailbot at work, `make test` runs every test; both set up what they need.
#
# All that must be there: make, and a Python from 3.11 to 3.13 with its venv module. The set-up lives in .venv and is
# done again only when pyproject.toml or constraints.txt changed.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PYTHON ?=
ARGS ?=

# A name on the PATH is not enough: version managers leave names that fail, and Debian splits venv off Python.
WORKS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
FIND = for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
	if "$$python" -c '$(WORKS)' >/dev/null 2>&1; then echo "$$python"; exit 0; fi; done; \
	echo "no Python from 3.11 to 3.13 with venv found$(if $(PYTHON), at $(PYTHON)): on Debian install python3-venv, or say make PYTHON=/path/to/python3" >&2; exit 1

# The build of the package itself (hatchling) is pinned as well; old and new pips take different variables for that.
PIP_PINS = PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt
PIP = $(PIP_PINS) $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check

.PHONY: help demo demo-server test check gates setup python clean
.DEFAULT_GOAL := help

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name words; do \
		printf '%-18s %s\n' "$$name" "$$words"; done

demo: $(READY) ## watch mailbot, an agent and an engineer serve nine customers, on servers of its own
	@$(BIN)/mailbot demo $(ARGS)

demo-server: $(READY) ## keep those servers and mailbot up for your own mail program; Ctrl-C ends it
	@$(BIN)/mailbot demo --serve $(ARGS)

test: $(READY) ## run every test; tests whose servers or data are absent say why they skip (ARGS="-k words")
	@$(BIN)/pytest $(ARGS)

check: $(READY) ## lint, types and the core tests: what to run before a commit
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/pytest -q tests/core

gates: ## try 30,000 hostile strings on the header gate, on every supported Python that is here
	@for python in python3.11 python3.12 python3.13; do \
		if "$$python" -c '' >/dev/null 2>&1; then "$$python" -m benchmarks.gatefuzz $(ARGS) || exit 1; \
		else echo "$$python is not here"; fi; done

setup: $(READY) ## make .venv with everything in it

python: ## say which Python .venv would be made of (PYTHON=... overrides)
	@$(FIND)

clean: ## remove .venv and every cache; db/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml constraints.txt
	@$(BIN)/python -c '$(WORKS)' 2>/dev/null || { python=$$($(FIND)) && \
		echo "making $(VENV) with $$("$$python" --version) ..." && "$$python" -m venv --clear $(VENV); }
	@echo "installing mailbot and what it builds on into $(VENV): about a minute, once ..."
	@$(PIP) install --constraint constraints.txt --editable '.[demo,dev]'
	@touch $(READY)
