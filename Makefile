# Everything runs in .venv, made from uv.lock. `make` lists the targets.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
INDEX := .onrecord
PORT := 8400
# What runs on a cluster too, but for hundreds of commits, a page of one hit each.
CONTRACT := tests/search/engines/test_contract.py tests/search/engines/test_commits.py tests/search/test_queries.py
AXE := tests/browser/node_modules/axe-core/axe.min.js

# Tests start many processes: without cached bytecode each compiles every module it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install demo test test-browser test-opensearch pictures check format docs bench bench-web clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/.installed: pyproject.toml uv.lock
	@test -n "$(PYTHON)" || { echo "onrecord needs Python 3.11 or newer on the PATH" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	UV_PROJECT_ENVIRONMENT=.venv $(BIN)/python -m uv sync --quiet --frozen --inexact --all-extras --python $(BIN)/python
	@touch $@

install: .venv/.installed ## install into .venv

demo: install ## index seeds/ and serve the search page
	$(BIN)/onrecord --index $(INDEX) demo --port $(PORT)

test: install ## run the tests (CI=true or TESTS=--slow: the slow ones too)
	$(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

$(AXE): tests/browser/package-lock.json
	npm ci --prefix tests/browser --no-audit --no-fund --loglevel=error
	@touch $@

.venv/.browser: .venv/.installed $(AXE)
	UV_PROJECT_ENVIRONMENT=.venv $(BIN)/python -m uv sync --quiet --frozen --inexact --group browser --python $(BIN)/python
	@touch $@

test-browser: .venv/.browser ## run the journeys in chromium (apt-get install chromium nginx)
	$(BIN)/python -m pytest -n auto --dist worksteal tests/browser

pictures: .venv/.browser ## take the screenshots of README.md
	$(BIN)/python -m tests.browser.pictures

test-opensearch: install ## run the tests of OpenSearch on real nodes (needs Java and Maven)
	$(BIN)/python -m tests.opensearch_node
	$(BIN)/python -m tests.opensearch_node --cluster pytest -k "opensearch and not opensearch-1-" $(CONTRACT)

check: install ## format, lint, types, imports, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry --no-ansi .
	$(BIN)/cog --check docs/*.md README.md ARCHITECTURE.md

format: install ## rewrite the code in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: install ## write the generated parts of the docs
	$(BIN)/cog -r docs/*.md README.md ARCHITECTURE.md

bench: install ## measure against peers (SIZE=30000 articles); OpenSearch if there is Java
	$(BIN)/python -m tests.opensearch_node --if-possible bench.speed $(if $(SIZE),--size $(SIZE))

bench-web: install ## measure pages and API under load, beside Datasette
	UV_PROJECT_ENVIRONMENT=.venv $(BIN)/python -m uv sync --quiet --frozen --inexact --group bench --python $(BIN)/python
	$(BIN)/python -m bench.web $(if $(SIZE),--size $(SIZE))

clean: ## remove what the other targets made
	rm -rf .venv .onrecord .opensearch bench/out tests/browser/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
