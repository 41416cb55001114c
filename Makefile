# One runner for all of it. `make` alone prints this list.
.DEFAULT_GOAL := help
SHELL := /bin/bash

# Any Python from 3.11 on; the version that is tested first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK_UV := 0.13.9
# Tests on all cores, a file at a time; those of the flows want Prefect's port for themselves.
TOGETHER := --numprocesses logical --maxprocesses 4 --dist loadfile

.PHONY: help run demo setup test check fast flows cover bench approve fix docs lock clean

help: ## Print this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | \
	  awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

run: setup demo ## Set everything up, then follow one incident from notice to sealed log

demo: $(INSTALLED) ## Follow one incident from the contractor's notice to the sealed log
	$(BIN)/duenotice demo

setup: $(INSTALLED) ## Make .venv from the lock (needs Python 3.11 with venv, nothing else)

$(INSTALLED): requirements-build.lock requirements-dev.lock pyproject.toml
	@echo "Setting up $(VENV) from the lock; the first time this takes a minute or two."
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV) || { \
	  echo "Python could not make $(VENV); on Debian: apt install python3.11-venv"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	@$(PIP) --no-deps --require-hashes --only-binary :all: -r requirements-build.lock
	@$(PIP) --no-deps --require-hashes --no-build-isolation --prefer-binary -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip --disable-pip-version-check check
	@touch $@

test: setup check ## Everything: the checks, then every test (what CI runs)
	$(BIN)/python -m pytest $(TOGETHER) --ignore=tests/flows --ignore=flows
	$(BIN)/python -m pytest tests/flows flows

check: $(INSTALLED) ## Style, types, arrows and generated pages; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

fast: $(INSTALLED) ## The inner loop: all tests that need no Prefect
	$(BIN)/python -m pytest --quiet $(TOGETHER) --ignore=tests/flows --ignore=flows

flows: $(INSTALLED) ## The tests of the flows and of the ring around Prefect
	$(BIN)/python -m pytest tests/flows flows

cover: $(INSTALLED) ## Which branches the tests reach; the law and the ledger wholly
	$(BIN)/python -m pytest --quiet --cov --cov-report=
	$(BIN)/coverage report --include='incidents/law/*,incidents/ledger/*' --fail-under=100
	$(BIN)/coverage report --fail-under=95

bench: $(INSTALLED) ## Measure this machine; prints the table of the README
	$(BIN)/python -m bench

approve: $(INSTALLED) ## Rewrite the golden notices; read the diff before you commit it
	$(BIN)/python -m pytest --quiet tests --ignore=tests/flows --approve
	git --no-pager diff --stat

fix: $(INSTALLED) ## Let ruff mend and lay out what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(INSTALLED) ## Write the generated pages anew
	$(BIN)/python docs/generate.py

lock: ## Choose and pin every dependency anew from pyproject.toml
	"$(PYTHON)" -m venv build/lock
	build/lock/bin/pip install --quiet uv==$(LOCK_UV)
	$(call pinned,requirements.lock,pyproject.toml)
	$(call pinned,requirements-dev.lock,pyproject.toml --group dev --constraints requirements.lock)
	$(call pinned,requirements-build.lock,--group build --constraints requirements-dev.lock)
	rm -r build/lock

define pinned
build/lock/bin/uv pip compile $(2) --quiet --output-file $(1) --universal \
  --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
  --custom-compile-command 'make lock'
endef

clean: ## Remove what make made, .venv too
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache .coverage*
	find . -name __pycache__ -prune -exec rm -r {} +
