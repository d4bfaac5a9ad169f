# Three commands: `make demo`, `make dev` and `make test`. The rest: `make help`.
# PORT, PGDATA and DATABASE_URL work on every command, from the environment or behind it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export PORT PGDATA DATABASE_URL REQUIRE_BROWSER
VENV := .venv
PY := $(VENV)/bin/python
# Tests have a server of their own, so that they never touch what the demonstration holds.
TEST_PGDATA := $(if $(PGDATA),$(PGDATA),$(CURDIR)/var/postgres-test)

.PHONY: help demo dev data test proofs attacks mutations lint stop clean

help:
	@echo "make demo   install, fill, and serve on http://127.0.0.1:8000 (PORT=... to change)"
	@echo "make data   the same without serving"
	@echo "make dev    the same for changing the code: a change is seen at once, with a debug toolbar"
	@echo "make test   all checks and tests"
	@echo "make proofs the random proofs of the tests, with many more cases (about half an hour)"
	@echo "make attacks every attack on the Kandidatenverkenner, on the data of make data"
	@echo "make mutations  150 random changes in the critical modules: do the tests notice? (hours)"
	@echo "make lint   the checks only"
	@echo "make stop   stop the project's own PostgreSQL"
	@echo "make clean  remove .venv and all data"

demo: $(VENV)/.runtime
	@$(PY) manage.py demo

dev: $(VENV)/.dev
	@DEBUG=ja $(PY) manage.py dev

data: $(VENV)/.runtime
	@$(PY) manage.py demo --no-serveer

stop:
	@if [ -x $(PY) ]; then $(PY) manage.py stop; else echo "Er is nog niets gestart."; fi

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports --no-cache
	PGDATA="$(TEST_PGDATA)" $(VENV)/bin/mypy .
	PGDATA="$(TEST_PGDATA)" $(PY) manage.py makemigrations --check --dry-run

test: $(VENV)/.dev
	@trap 'PGDATA="$(TEST_PGDATA)" $(PY) manage.py stop' EXIT; \
	$(MAKE) --no-print-directory lint && PGDATA="$(TEST_PGDATA)" $(VENV)/bin/pytest -n 2 --dist worksteal

# HISTORIES: of each oracle of the counts; QUESTIONS: of memory against SQL. Both can be given.
proofs: $(VENV)/.dev
	@trap 'PGDATA="$(TEST_PGDATA)" $(PY) manage.py stop' EXIT; \
	HISTORIES=$${HISTORIES:-1000} QUESTIONS=$${QUESTIONS:-5000} PGDATA="$(TEST_PGDATA)" \
	  $(VENV)/bin/pytest -m proof -n 2 --dist worksteal

mutations: $(VENV)/.dev
	$(PY) -m tests.mutations

attacks: $(VENV)/.dev
	$(PY) -m tests.attacks

clean: stop
	rm -rf $(VENV) var

# That of the system first: it is built with optimisations, which pyenv leaves out unless asked. The
# site answers a sixth more with it.
$(VENV)/bin/python:
	@for python in /usr/bin/python3 python3.14 python3.13 python3.12 python3.11 python3; do \
	  if $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $$python -m venv $(VENV) && exit 0; fi; done; \
	echo "Python 3.11 of nieuwer (met venv) is nodig en niet gevonden. Installeer het en probeer opnieuw."; exit 1

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	@echo "Bibliotheken installeren ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "Bibliotheken voor de tests installeren ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/.runtime $@
