# Everything that people do with this project. `make help` lists it.
PORT ?= 8000
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/labo

VAR := $(or $(VAR_DIR),var)
PY := .venv/bin/python
CATALOGUE := locale/nl/LC_MESSAGES/django.po
COMPILED := $(CATALOGUE:.po=.mo)
APPS := cms home events practices search
# Made again when what they depend on is newer: the second `make run` starts in seconds.
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev
STATIC := $(VAR)/static/.collected
READY := $(INSTALLED) $(COMPILED)
READY_DEV := $(INSTALLED_DEV) $(COMPILED)
# Icons stand inside sentences and must not end with a line break, on which djade insists.
TEMPLATES = $(shell find templates -name '*.html' ! -path '*/components/icon.html')
# Mails hold plain text, in which spaces at the beginning of a line would be seen.
INDENTED = $(filter-out templates/emails/%,$(TEMPLATES))

export PORT
.NOTPARALLEL:
.PHONY: help run dev seed install test test-postgres proof bench lint format check audit messages lock clean port system

help:  ## list these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

## Running

# BASE_URL follows PORT, unless .env or the environment says where the site is.
ifndef BASE_URL
ifeq ($(shell grep -ls '^BASE_URL=' .env),)
export BASE_URL := http://localhost:$(PORT)
endif
endif

run: export DJANGO_SETTINGS_MODULE := cms.settings.base
run: port $(READY) $(STATIC)  ## set everything up, load the demo into an empty site, serve (PORT=8000)
	@$(PY) manage.py prepare --demo
	@echo "Starting the web server and the worker …"
	@exec $(PY) -m cms.serve

dev: port $(READY_DEV)  ## the reloading server with the debug toolbar
	@$(PY) manage.py prepare
	@exec $(PY) manage.py runserver $(PORT)

seed: export DJANGO_SETTINGS_MODULE := cms.settings.base
seed: $(READY)  ## load the demo content into an empty site
	@$(PY) manage.py load_demo

install: $(READY)  ## the virtual environment with the locked packages and the compiled Dutch texts, for a server

port: $(PY)
	@$(PY) -m cms.serve --check

$(PY):
	@python=$(PYTHON); \
	for candidate in python3.13 python3.12 python3.11 python3; do \
		[ -z "$$python" ] && $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python=$$candidate; \
	done; \
	[ -n "$$python" ] || { echo "Python 3.11 or newer is needed. On Debian and Ubuntu: apt install python3 python3-venv"; exit 1; }; \
	echo "Making a virtual environment with $$($$python --version) …"; \
	rm -f .venv/.installed*; \
	$$python -m venv .venv || { rm -rf .venv; echo "Python's venv is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(INSTALLED): requirements.txt | $(PY)
	@echo "Installing the packages of $< …"
	@$(PY) -m pip install --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt | $(PY)
	@echo "Installing the packages of $< …"
	@$(PY) -m pip install --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

# Stands after the packages in READY: both lists hold what compiles it.
$(COMPILED): $(CATALOGUE)
	@$(PY) -m cms.catalogue

$(STATIC): $(INSTALLED) $(shell find $(APPS) -path '*/static/*' -type f)
	@echo "Collecting the static files …"
	@$(PY) manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

## Proving

# What drives a browser or starts processes counts for no line: it would take twice as long, and reaches many lines that
# it does not look at.
test: $(READY_DEV) system  ## all tests, in the browser too; coverage is that of the others
	@$(PY) -m pytest -n 2 --cov -m "not browser and not processes"
	@if $(PY) -m tests.browser; then \
		$(PY) -m pytest -n 2 -m "browser or processes"; \
	elif [ "$$CI" = true ]; then \
		echo "The browser tests need Chromium."; exit 1; \
	else \
		$(PY) -m pytest -n 2 -m "processes and not browser" && \
		printf '\n!!! The browser tests did NOT run: Chromium is missing. Install it: sudo apt install chromium\n'; \
	fi

test-postgres: export DATABASE_URL := $(TEST_DATABASE_URL)
test-postgres: $(READY_DEV)  ## the tests of all that depends on the database, on PostgreSQL (TEST_DATABASE_URL)
	@$(PY) -c "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL'], dbname='postgres', connect_timeout=5)" \
		|| { echo "PostgreSQL does not answer. Start it, or set TEST_DATABASE_URL=postgres://user:password@host/labo"; exit 1; }
	@$(PY) -m pytest -n 2 -m "not browser and not any_database"

proof: export PROOF := long
proof: $(READY_DEV)  ## at length, on both databases: races, kills, a mail server that is away, and whatever people may type
	@for url in "" "$(TEST_DATABASE_URL)"; do \
		DATABASE_URL=$$url $(PY) -m pytest -q tests/races || exit 1; \
		DATABASE_URL=$$url $(PY) -m pytest -q -n 2 -m hypothesis || exit 1; \
	done

bench: $(READY_DEV)  ## how fast the site is and what misses its goal, on a throw-away site (SUBJECT=search SIZES=500: only that)
	@$(PY) -m tests.bench $(SUBJECT)

# What the tests need besides Python packages, installed where we may.
system: $(INSTALLED_DEV)
	@if $(PY) -m tests.browser >/dev/null && command -v xgettext >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium and gettext …"; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -q && apt-get install -y -q --no-install-recommends gettext && \
		{ apt-get install -y -q --no-install-recommends chromium || .venv/bin/playwright install --with-deps chromium; }; \
	else \
		echo "Chromium or gettext is missing. Install them: sudo apt install chromium gettext"; \
	fi

lint: $(INSTALLED_DEV) check  ## style, import chain, templates, types, settings, migrations
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/lint-imports
	.venv/bin/ty check
	@.venv/bin/djade --check --target-version 5.2 $(TEMPLATES)
	@.venv/bin/djhtml --check --tabwidth 2 $(INDENTED)

check: export DJANGO_SETTINGS_MODULE := cms.settings.base
check: export BASE_URL := https://labo.example.be
check: $(READY_DEV)  ## Django's system checks as deployed, and whether a migration is missing
	@$(PY) manage.py check --deploy --fail-level WARNING
	@$(PY) manage.py makemigrations --check --dry-run

audit: $(INSTALLED_DEV)  ## known vulnerabilities in the locked packages (asks the network)
	@.venv/bin/pip-audit --requirement requirements.txt --disable-pip

## Keeping in order

format: $(INSTALLED_DEV)  ## rewrite Python and templates in the house style
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	-@.venv/bin/djade --target-version 5.2 $(TEMPLATES)
	-@.venv/bin/djhtml --tabwidth 2 $(INDENTED)

messages: $(INSTALLED_DEV)  ## bring the Dutch catalogue up to date with the sources
	$(PY) manage.py makemessages --locale nl --ignore .venv --ignore var --no-location --no-obsolete --no-wrap
	@sed -i.old '/^"POT-Creation-Date/d' $(CATALOGUE) && rm $(CATALOGUE).old
	@$(PY) -m cms.catalogue

lock: export UV_CUSTOM_COMPILE_COMMAND := make lock
lock: $(INSTALLED_DEV)  ## lock the packages of pyproject.toml (UPGRADE=1 takes newer ones)
	@for extra in "" "-dev"; do \
		echo "Locking requirements$$extra.txt …"; \
		.venv/bin/uv pip compile pyproject.toml $${extra:+--extra dev --constraint requirements.txt} \
			--universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
			$(if $(UPGRADE),--upgrade) --quiet --output-file requirements$$extra.txt || exit 1; \
	done

clean:  ## remove the virtual environment and caches; var/ with the site's data stays
	rm -rf .venv $(COMPILED) .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov
	find $(APPS) tests -name __pycache__ -type d -prune -exec rm -rf {} +
