# Two commands for a new user: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: help setup run test test-fast lint types train build validate bench fix browser clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: ## install what is missing
	@test -n "$(PYTHON)" || { echo "Python 3.11 was not found. On Debian 12: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) scripts/setup.py

run: setup ## set up, build, train what is missing, start everything and print the address
	@exec $(BIN)/ronghe serve

browser: setup ## find Chromium for the browser tests, or install it where that is allowed
	@$(PYTHON) scripts/browser.py

test: setup browser lint types ## set up and pass everything
	@$(BIN)/ronghe check
	@$(BIN)/ronghe train --quiet
	@$(BIN)/rasa data validate --quiet --fail-on-warnings
	@$(BIN)/pytest

test-fast: setup ## the tests without browsers, models and whole processes
	@$(BIN)/pytest -m "not e2e and not model"

lint: setup ## style and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@PYTHONPATH=. $(BIN)/lint-imports --no-cache | tail -n 3

types: setup ## mypy --strict
	@$(BIN)/mypy

fix: setup ## let ruff mend what it can
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

build: setup ## build the knowledge index
	@$(BIN)/ronghe build

train: setup ## build, then train the Rasa model
	@$(BIN)/ronghe train

validate: setup ## check the content and Rasa's data
	@$(BIN)/ronghe check
	@$(BIN)/rasa data validate

bench: setup ## measure; see bench/README.md
	@$(BIN)/python -m bench

clean: ## remove what was built, but neither the database nor the environment
	rm -rf var/knowledge var/rasa .rasa results
