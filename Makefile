# Rollout for Odoo: everything starts here. `make help` lists it.
# The work is done by the Python package dev/; its state is in .dev/, which `make clean` removes.
PYTHON ?= python3
export PORT UPDATE ARGS PART ADDONS CORE ODOO_HOME

.PHONY: help run test test-subsets test-core test-faults test-compose test-machines lint format bench setup clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

run: ## Serve a demo on http://localhost:8069 (PORT= another port, UPDATE=1 after a change of the addons)
	@$(PYTHON) -m dev run

test: ## Run every test (PART=rollout_win one addon's, PART=tests those of the whole, ARGS="-k word" options for pytest)
	@$(PYTHON) -m dev test

test-subsets: ## Try every two addons without the others (hours; ADDONS=rollout_win,rollout_log some of them)
	@$(PYTHON) -m dev test-subsets

test-core: ## Run the tests of Odoo's own modules beside the suite (CORE=hr,mail names others)
	@$(PYTHON) -m dev test-core

test-faults: ## Kill servers, restart PostgreSQL, refuse mails: nothing may be lost or doubled (many minutes)
	@$(PYTHON) -m dev test-faults

test-compose: ## Start docker-compose.yml on a Docker engine and try all that it promises (many minutes)
	@$(PYTHON) -m dev test-compose

test-machines: ## Start from a fresh clone in containers with Debian 12 and Debian 13 (many minutes)
	@$(PYTHON) -m dev test-machines

lint: ## Check the style of everything
	@$(PYTHON) -m dev lint

format: ## Write Python, XML and JavaScript as lint wants them
	@$(PYTHON) -m dev format

bench: ## Measure speed, and print a table
	@$(PYTHON) -m dev bench

setup: ## Only fetch and install what the others need
	@$(PYTHON) -m dev setup

clean: ## Remove the environment with its databases
	@$(PYTHON) -m dev clean
