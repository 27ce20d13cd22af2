# `make help` lists the commands. They need only Python 3.11 or newer.
# Packages are installed again, and files built again, only if their sources have changed.
# (Must work with make 3.81, the version on macOS.)

VENV := .venv
BIN := $(VENV)/bin
INSTALL := scripts/install.sh $(VENV)

RUNTIME := $(VENV)/runtime.stamp
DEV := $(VENV)/dev.stamp
FRONTEND := static/dist/manifest.json
TRANSLATIONS := polling/translations
PO := $(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/*.po)
CATALOGUES := $(PO:.po=.mo)
BUILT := $(FRONTEND) $(CATALOGUES)

# Compile each module once, not again in each of the many processes of a test run.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.PHONY: help run check test faults lint build messages lock screenshots clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUNTIME) $(BUILT) ## Serve a demo workshop (set PORT, HOST or DATABASE_URL to change the defaults)
	@exec $(BIN)/polling serve --demo

# Tests of a folder share prepared rooms, so neighbours go to the same process (see tests/conftest.py).
PYTEST := $(BIN)/pytest --numprocesses auto --dist worksteal

check: $(BUILT) lint ## Check style, types and imports, and run the fast tests (about a minute)
	@$(PYTEST) -m "not browser and not server and not faults and not slow"

test: $(BUILT) lint ## Run all checks and tests
	@$(BIN)/python -m tests.chromium
	@$(PYTEST) --durations 10

faults: $(DEV) $(BUILT) ## Run the long fault tests (RUNS, SEED, SHARE of the full size, ON=postgresql)
	@$(BIN)/python -m tests.faults $(RUNS) $(if $(SEED),--seed $(SEED)) $(if $(SHARE),--share $(SHARE)) $(if $(ON),--on $(ON))

bench: $(DEV) $(BUILT) ## Compare the speed of this server with a bare engine (SCENARIO, PHONES)
	@$(BIN)/python -m benchmarks $(foreach one,$(SCENARIO),--scenario $(one)) $(if $(PHONES),--phones $(PHONES))

lint: $(DEV) ## Check style, types, import contracts and declared dependencies
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry .

build: $(RUNTIME) $(BUILT) ## Build the front end and the message catalogues

messages: $(DEV) ## Collect the texts to translate into the catalogues
	@mkdir -p $(TRANSLATIONS)
	@$(BIN)/pybabel --quiet extract --mapping-file babel.cfg --keywords lazy --add-location file --sort-by-file \
		--project "Synthesis workshop" --copyright-holder "the Synthesis Workshop authors" \
		--output-file $(TRANSLATIONS)/messages.pot .
	@$(if $(PO),$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --input-file $(TRANSLATIONS)/messages.pot --output-dir $(TRANSLATIONS))
	@$(MAKE) --no-print-directory build

lock: $(DEV) ## Update the pinned versions of all packages
	@scripts/lock.sh

screenshots: $(DEV) $(BUILT) ## Take the pictures in the docs again
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.screenshots

clean: ## Remove everything that was installed or built, but no data
	rm -rf $(VENV) node_modules static/dist build dist $(CATALOGUES)

# ---- Files that the commands need ----

$(BIN)/python:
	@echo "Making $(VENV)"
	@scripts/make_venv.sh $(VENV)

$(RUNTIME): requirements.lock requirements-build.lock requirements-install.lock pyproject.toml | $(BIN)/python
	@echo "Installing the server (requirements.lock)"
	@$(INSTALL) --require-hashes -r requirements.lock -r requirements-build.lock
	@$(INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "Installing the tools (requirements-dev.lock)"
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

# The folders are listed too: their times tell when a file was taken away.
$(FRONTEND): $(shell find static/css static/js 2>/dev/null) package-lock.json scripts/build_frontend.py $(RUNTIME)
	@echo "Building the front end"
	@$(BIN)/python scripts/build_frontend.py

%.mo: %.po $(RUNTIME)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
