# Everything runs in .venv, which each target makes by itself; no environment needs to be active.
# Another interpreter: make test PYTHON=python3.13

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name))))
WORKERS ?= 2
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: test check demo docs clean help

help:
	@echo "make demo    play one whole cycle of the plan under demo/"
	@echo "make test    run the tests"
	@echo "make check   style, types, direction of imports, generated pages"
	@echo "make docs    write the generated pages and pictures again"
	@echo "make clean   remove caches, builds and the demo"

# The file is written last, so that an installation that was cut off is done again.
$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later was not found. Install it, or name it: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is older than Python 3.11. Name another: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' \
		|| { echo "$(PYTHON) comes without venv. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

test: $(READY)
	$(BIN)/python -m pytest -q -n $(WORKERS)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py
	$(BIN)/python scripts/cli_docs.py --check

demo: $(READY)
	$(BIN)/python scripts/demo.py

docs: $(READY)
	$(BIN)/python scripts/cli_docs.py
	$(BIN)/python scripts/pictures.py

clean:
	rm -rf build dist demo .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find neaspec_cli scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +
