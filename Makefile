# The menu: `make` alone shows it. Everything happens in .venv; nothing needs root.
PYTHON ?= python3
BIN := .venv/bin
# One worker more than the cores of a small machine: servers and clocks are waited for.
PYTEST := $(BIN)/pytest -n 3 --dist loadgroup
# A suite; with AGAIN=yes what failed in it is run once more, alone, and only what fails twice stops `make`.
suite = $(PYTEST) $(1) $(if $(AGAIN),|| { echo 'Once more what failed:'; $(PYTEST) $(1) --last-failed; })
, := ,
unexport PYTHONDONTWRITEBYTECODE # hundreds of processes would compile the program anew
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

.PHONY: help serve test browser caches readers recipes year simulation lint check format bench faults messages mutants soak soak-sqlite soak-postgresql screenshots clean

help: ## Show this menu
	@sed -n 's/^\([a-z]*\):.*## /\1:/p' Makefile | while IFS=: read -r name text; do printf '  make %-11s %s\n' "$$name" "$$text"; done

serve: .venv/installed ## Serve seeds/ on http://127.0.0.1:8000/
	@if [ -z "$$FEEDS_ARTICLES$$FEEDS_DATABASE_URL" ]; then \
		export FEEDS_ARTICLES=seeds FEEDS_DATABASE_URL=sqlite:///instance/demo.db; fi; \
	exec $(BIN)/feeds serve

test: .venv/tested ## Run the test suite, in some four minutes
	$(call suite,)

browser: .venv/browsed .venv/browser/installed ## Walk through the pages as people do, axe and the Nu checker with them: needs chromium, npm, java
	$(call suite,tests/browser)

caches: .venv/tested ## Ask through real caches: needs nginx, Varnish, a C compiler
	$(call suite,tests/caches)

readers: .venv/tested .venv/readers/installed ## Let feed readers read everything: needs newsboat, rss2email, sfeed, curl, node
	$(call suite,tests/readers)

recipes: .venv/cooked ## Run the recipes of docs/recipes.md, docs/first-site.md and the steps of docs/deploy.md: needs rss2email, trafilatura, Scrapy
	$(call suite,tests/recipes)

screenshots: .venv/tested ## Draw what the README shows: needs chromium; every kind of page in every language: INTO=folder, needs playwright
	$(BIN)/python -m tests.screenshots $(INTO)

year: .venv/tested ## Walk through a publisher's year with the built wheel, and upgrade stores of earlier versions
	$(call suite,tests/years)

simulation: .venv/tested ## Simulate a thousand changes on each engine
	$(PYTEST) tests/simulation/check.py

faults: .venv/tested ## Break what can break, for real: everything that docs/faults.md lists
	$(call suite,-m '' $(sort $(shell grep -o 'tests/[a-z_/]*\.py' docs/faults.md)))

lint: .venv/linted ## Layers, style, types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test browser caches readers recipes year simulation faults ## Everything that must hold: lint, test, browser, caches, readers, recipes, year, simulation, faults

format: .venv/linted ## Put the code in its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: .venv/tested ## Bring the catalogues of pages into step with their sentences
	$(BIN)/pybabel -q extract --mapping-file=babel.cfg --keywords="marked InvalidSelection StillIndexing StillReading Told UnknownFacet" --no-location --sort-output --output-file=.venv/messages.pot .
	@for language in $$($(BIN)/python -c 'from feeds.config.values import PAGE_LANGUAGES; print(*PAGE_LANGUAGES)'); do \
		file=feeds/web/languages/$$language.po; if [ $$language = en ]; then continue; fi; \
		if [ -e $$file ]; then how="update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date"; else how=init; fi; \
		$(BIN)/pybabel -q $$how --input-file=.venv/messages.pot --output-file=$$file --locale=$$language --width=100; \
		sed -Ei '/^"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Trans|Language-Team|MIME|Content-Tr|Generated)/d' $$file; done

bench: .venv/benched ## Measure side by side, and print what was wanted beside each figure (half an hour)
	$(BIN)/python -m tests.benchmarks

mutants: .venv/mutated ## Put small faults into modules and see whether the tests tell: SAMPLE=40 MODULES=windows (half an hour)
	$(BIN)/python -m tests.mutants $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) $(MODULES)

soak: soak-sqlite soak-postgresql ## Simulate a hundred thousand changes on each engine, for hours (-j2: both at once); SEED=… takes up an earlier run

soak-sqlite soak-postgresql: soak-%: .venv/tested
	$(BIN)/python -m tests.simulation --steps 100000 --round 500 --engine $* $(if $(SEED),--seed $(SEED))

clean: ## Forget the environment; the store in instance/ stays
	rm -rf .venv dist

# What pip gets is told by name as it comes, on a terminal or not; what it says of errors is left to it.
define install
	@echo 'Getting what `make $(1)` needs, this once:'
	@PYTHONUNBUFFERED=1 $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off \
	  --constraint constraints.txt --editable '.[$(2)]' \
	  | sed -un -e 's/^Collecting \([A-Za-z0-9._-]*\).*/  \1/p' -e 's/^Installing collected packages.*/Putting it into .venv …/p'
	@touch $@
endef

.venv/bin/python:
	@echo 'Making an environment in .venv …'
	@$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(call install,serve,check$(,)cards)

.venv/tested: .venv/installed
	$(call install,test,test$(,)postgres)

.venv/benched: .venv/tested
	$(call install,bench,bench)

.venv/cooked: .venv/tested
	$(call install,recipes,recipes)

.venv/browsed: .venv/tested
	$(call install,browser,browser)

.venv/mutated: .venv/tested
	$(call install,mutants,mutants)

.venv/linted: .venv/tested
	$(call install,lint,lint)

.venv/readers/installed .venv/browser/installed: .venv/%/installed: .venv/bin/python tests/%/package.json
	mkdir -p $(@D)
	cp tests/$*/package.json $(@D)
	npm install --prefix $(@D) --loglevel=error --ignore-scripts --no-audit --no-fund --no-package-lock
	@touch $@
