# Lokakarya. `make run` and `make test` start from a bare checkout.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
export PORT
py := .venv/bin/python
pytest := env -u DATABASE_URL -u REDIS_URL -u MAIL_URL -u BASE_URL .venv/bin/pytest

.PHONY: help setup run test check bench messages

help: ## show this
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install what is needed, where it may
	@tools/setup

run: setup ## set up, migrate, load the demonstration, serve on http://127.0.0.1:8000 with a worker
	@tools/serve

test: ## the whole suite on SQLite, and again on PostgreSQL where one answers
	@tools/setup --tests
	@echo "== SQLite"; $(pytest) -n 2 $(ARGS)
	@url=$$($(py) tools/find_postgres.py); \
	if [ -n "$$url" ]; then echo "== PostgreSQL"; TEST_DATABASE_URL="$$url" $(pytest) -n 2 -m "not one_database" $(ARGS); \
	else echo "== PostgreSQL: LOUDLY SKIPPED, none answers. Start one, or set TEST_DATABASE_URL."; fi

check: ## lint, types, import contracts, migrations, translations, deployment
	@tools/setup --tests
	@tools/check

bench: ## every benchmark, one table each
	@tools/setup --tests
	@for file in benchmarks/bench_*.py; do $(py) $$file; done

messages: ## collect the texts to translate
	@$(py) manage.py makemessages --locale id --no-location --no-obsolete --ignore .venv --ignore var
