# `make run` and `make test` need Python 3.11 or newer, pip and make; everything else goes into .venv.
# The .venv's own Python has no pip, so it is looked past where .venv/bin stands in the PATH.
PYTHON ?= $(shell PATH="$$(printf %s "$$PATH" | sed 's#$(CURDIR)/.venv/bin:##')" sh -c 'command -v python3')
PORT ?= 8000
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
PIP := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check --quiet
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help setup run test lint lock bench-plan bench-fairness bench-curtois screenshots migration translations clean

help: ## Show this list
	@echo "Community Planner: plans who looks after a brand's community, and when."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Settings: PYTHON=python3.12 picks the interpreter, PORT=8001 another port for make run."

setup: $(VENV)/compiled ## Install the planner and what it needs into .venv

run: $(VENV)/installed ## Plan the sample team's month, then print a link to it at 127.0.0.1 (PORT=8000)
	@$(BIN)/planner demo --port $(PORT)

test: lint $(VENV)/compiled ## Check the code, then run every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

lint: $(VENV)/installed-test ## Check style, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: $(VENV)/installed ## Take the newest versions of all libraries into the lock files
	$(PIP) install uv
	$(LOCK) setup.cfg --extra build --output-file requirements.lock
	$(LOCK) setup.cfg --extra build --extra test --constraint requirements.lock --output-file requirements-test.lock

bench-plan: $(VENV)/installed-test ## Measure planning on the samples (takes minutes)
	$(BIN)/python -m bench.plan

bench-fairness: $(VENV)/installed-test ## Plan a year month by month, with and without the ledger (takes minutes)
	$(BIN)/python -m bench.fairness

bench-curtois: $(VENV)/installed-test ## Plan the public instances beside published results (hours; ONLY=1,8 SEEDS=1-5, CURTOIS_BENCH=where they lie)
	$(BIN)/python -m bench.curtois_table $(if $(ONLY),--only $(ONLY)) $(if $(SEEDS),--seeds $(SEEDS))

screenshots: $(VENV)/installed-test ## Take pictures of every page into out/screenshots, and those in the docs (needs Chromium)
	$(BIN)/python -m bench.screenshots

migration: $(VENV)/installed-test ## Write a step of the database's tables (TEXT="Mail outbox" NUMBER=0003)
	@mkdir -p out && rm -f out/migration.db*
	@$(BIN)/python -c 'from sys import argv; from planner.storage.upgrade import write_step; \
		write_step("sqlite:///out/migration.db", *argv[1:])' '$(TEXT)' '$(NUMBER)'

translations: $(VENV)/installed-test ## Bring new texts into the German catalogues, then say what lacks German
	@mkdir -p out
	@$(BIN)/python -c 'from datetime import date; from planner.services.rule_catalogue import rule_entries; \
		print(*(f"_({rule.text!r})" for rule in rule_entries(date.today())), sep="\n")' > out/rule_texts.py
	@$(BIN)/python -c 'from planner.commands.language import help_texts; from web.command import planner; \
		print(*(f"_({text!r})" for text in help_texts(planner)), sep="\n")' > out/help_texts.py
	$(BIN)/pybabel --quiet extract --keyword _l --keyword Message --keyword Term --no-location --sort-output \
		--omit-header --output out/planner.pot planner out/rule_texts.py out/help_texts.py
	$(BIN)/pybabel --quiet update --locale de --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date \
		--input-file out/planner.pot --output-file planner/translations/de.po
	$(BIN)/pybabel --quiet compile --domain click --locale de --directory planner/translations
	@printf '%s\n' '[python: **.py]' '[jinja2: **.html]' 'trim_blocks = true' 'lstrip_blocks = true' > out/web.cfg
	@$(BIN)/python -c 'from planner.staffing.parameters import countries, country_parameters as of; \
		shown = ("leave", "public_holidays", "sickness", "training"); \
		print(*(f"_({getattr(of(country), name).source!r})" for country in countries() for name in shown), sep="\n")' \
		> out/figure_texts.py
	$(BIN)/pybabel --quiet extract --mapping-file out/web.cfg --keyword _l --keyword Message --keyword Term \
		--keyword Plural:1,2 --no-location --sort-output --omit-header --output out/web-all.pot web out/figure_texts.py
	@# What the planner says, too, needs its German once.
	@$(BIN)/python -c 'from babel.messages.pofile import read_po, write_po; \
		texts, said, kept = (read_po(open(name, "rb")) for name in ("out/web-all.pot", *map("{}/translations/de.po".format, \
		("planner", "web")))); \
		[texts.delete(text.id) for text in list(texts) if text.id and text.id in said and text.id not in kept]; \
		write_po(open("out/web.pot", "wb"), texts, sort_output=True, omit_header=True)'
	$(BIN)/pybabel --quiet update --locale de --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date \
		--input-file out/web.pot --output-file web/translations/de.po
	$(BIN)/python -m pytest -q tests/test_translations.py tests/web/test_page_translations.py

clean: ## Remove .venv and everything else that was made
	rm -rf $(VENV) out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# Made without ensurepip, which Debian's Python lacks; the pip beside $(PYTHON) installs into it.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
		"Community Planner needs Python 3.11 or newer. Choose one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { echo \
		"$(PYTHON) has no pip. Install it (on Debian and Ubuntu: apt install python3-pip)." >&2; exit 1; }
	$(PYTHON) -m venv --without-pip $(VENV)

# The stamp files make a second start quick: pip runs again only when one of these files has changed.
$(VENV)/installed: requirements.lock setup.cfg pyproject.toml | $(BIN)/python
	@echo "Installing the libraries into $(VENV); the first time takes a minute or two."
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# The search's inner loops are compiled here rather than during the first plan of a large team.
$(VENV)/compiled: $(wildcard solver/*.py solver/rows/*.py) $(VENV)/installed
	$(BIN)/python -m solver.rows.warm
	@touch $@

$(VENV)/installed-test: requirements-test.lock $(VENV)/installed
	$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@
