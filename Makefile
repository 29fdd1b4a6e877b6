# Two commands do everything: `make run` and `make test`. README.md says what they do and what can be set.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT

.PHONY: run test test-sqlite test-postgresql test-a11y goldens check bench bench-full clean help

help:             ## List the commands
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

run: $(VENV)/run.stamp   ## Install, load and serve the site on http://127.0.0.1:$PORT
	@$(BIN)/python manage.py serve

test: $(VENV)/test.stamp tools   ## Run the whole suite, on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest $(ARGS)
	@$(BIN)/python -m tests.postgresql -m pytest $(ARGS)

test-sqlite: $(VENV)/test.stamp   ## Run the suite on SQLite alone; ARGS="-k cone" chooses tests
	@$(BIN)/python -m pytest $(ARGS)

test-postgresql: $(VENV)/test.stamp   ## Run the tests that need a database on PostgreSQL alone
	@$(BIN)/python -m tests.postgresql -m pytest $(ARGS)

test-a11y: $(VENV)/test.stamp tools   ## Run the accessibility tests alone, and write docs/accessibility-run.json
	@$(BIN)/python -m pytest tests/a11y --record $(ARGS)

goldens: $(VENV)/test.stamp tools   ## Write anew what Orca says in each journey; ARGS="-k T01" chooses journeys
	@$(BIN)/python -m pytest tests/a11y/test_journeys.py::test_with_a_screen_reader --goldens=write $(ARGS)

check: $(VENV)/test.stamp   ## Style, types, templates, declarations, migrations, deployment
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	BEHIND_HTTPS=yes $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(VENV)/test.stamp   ## Measure speed as ratios in one run, and write docs/benchmarks.md; ARGS="requests" chooses parts
	@$(BIN)/python -m tests.bench $(ARGS)

bench-full: $(VENV)/test.stamp   ## The same on both databases, beside DaCHS too, and up to 10^8 rows: hours, and 40 GB
	@sh tests/bench/install_peers.sh
	@$(BIN)/python -m tests.bench --full $(ARGS)

clean:            ## Remove the environment and everything that was loaded
	rm -rf $(VENV) var

.PHONY: tools
tools:
	@sh tests/install_tools.sh

$(VENV)/run.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, and $(PYTHON) is " + sys.version.split()[0] + ". Say which to use: make PYTHON=python3.12 run")'
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements-test.txt requirements-prerelease.txt tests/a11y/rules/package-lock.json
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements-test.txt
	$(BIN)/python -m tests.a11y.rules.installed
	rm -rf $(VENV)/astroquery-pre
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps --target $(VENV)/astroquery-pre -r requirements-prerelease.txt
	@touch $@
