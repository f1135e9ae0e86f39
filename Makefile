# Two commands are enough: `make tour` builds a real tour, `make test` runs the tests.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install studio tour test quick coverage corpus bench docs requirements

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

# A stamp per set of extras, so that a second `make` installs nothing
$(VENV)/.user: pyproject.toml requirements/install.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/install.txt
	$(BIN)/pip install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml requirements/develop.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/develop.txt
	$(BIN)/pip install --quiet --no-build-isolation --no-deps --editable .
	@touch $@ $(VENV)/.user

install: $(VENV)/.user ## Install audioguide into .venv

studio: install ## Open the studio: write tours in the browser
	$(BIN)/audioguide studio

tour: install ## Build the tour mozui-village with the embedded voice, and tell how to play it
	$(BIN)/audioguide build scripts/mozui-village.yaml --engine kokoro
	@echo
	@echo "Listen:          $(BIN)/audioguide play mozui-village"
	@echo "See the pages:   $(BIN)/audioguide serve"

test: $(VENV)/.dev ## Run every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell audioguide benchmarks docs tests CHANGELOG.md README.md
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .
	$(BIN)/pytest --numprocesses auto --dist loadfile

quick: $(VENV)/.dev ## Run the tests that take neither a browser nor the embedded voice
	$(BIN)/pytest --numprocesses auto --dist loadfile -m "not browser and not speech"

coverage: $(VENV)/.dev ## Run every test, and tell which lines none of them reaches: takes half as long again
	$(BIN)/pytest --numprocesses auto --dist loadfile --cov --cov-report term

corpus: install ## Build all tours with the embedded voice (about two hours of speech)
	$(BIN)/audioguide build --engine kokoro

docs: $(VENV)/.dev ## Write docs/cli.md and docs/api.md again from the code
	AUDIOGUIDE_LANG=en $(BIN)/python -m audioguide.cli.reference > docs/cli.md
	$(BIN)/python -m audioguide.cli.api_reference > docs/api.md

# The exact releases, with hashes, that the commands above install on Python 3.11 to 3.13 and on every system
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-strip-extras --upgrade pyproject.toml requirements/build.in

requirements: ## Renew the pinned releases in requirements/
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet uv
	$(COMPILE) --output-file requirements/install.txt
	$(COMPILE) --extra dev --output-file requirements/develop.txt

bench: $(VENV)/.dev ## Measure speed and memory
	$(BIN)/python -m benchmarks
