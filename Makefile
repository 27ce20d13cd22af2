# `make run` and `make test` work from nothing but Python 3.11+: see `make help`.
# What is installed or built is done again only when what it is made from has changed.
# (Kept to what macOS' make 3.81 understands.)

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(if $(shell command -v uv 2>/dev/null),uv pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)

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

help: ## Show this
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUNTIME) $(BUILT) ## Serve a demo workshop (PORT, HOST and DATABASE_URL are honoured)
	@exec $(BIN)/polling serve --demo

# Tests of a folder share prepared rooms, so neighbours go to the same process (see tests/conftest.py).
PYTEST := $(BIN)/pytest --numprocesses auto --dist worksteal

check: $(BUILT) lint ## Check what takes a minute: lint, types, import contracts, and the fast tests
	@$(PYTEST) -m "not browser and not server and not faults and not slow"

test: $(BUILT) lint ## Check everything: lint, types, import contracts, and every test
	@$(BIN)/python -m tests.chromium
	@$(PYTEST) --durations 10

faults: $(DEV) $(BUILT) ## Break things for long and count what is lost (RUNS, SEED to replay, SHARE of full size, ON=postgresql)
	@$(BIN)/python -m tests.faults $(RUNS) $(if $(SEED),--seed $(SEED)) $(if $(SHARE),--share $(SHARE)) $(if $(ON),--on $(ON))

bench: $(DEV) $(BUILT) ## Measure this server next to a bare engine (SCENARIO, PHONES)
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

lock: $(DEV) ## Choose and pin anew the versions that pyproject.toml and package.json allow
	@scripts/lock.sh

screenshots: $(DEV) $(BUILT) ## Take a picture of every page
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.screenshots

clean: ## Remove all that was installed or built; keep the data
	rm -rf $(VENV) node_modules static/dist build dist $(CATALOGUES)

# ---- What the above are made from ----

$(BIN)/python:
	@echo "Making $(VENV)"
	@scripts/make_venv.sh $(VENV)

$(RUNTIME): requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	@echo "Installing the server (requirements.lock): the first time this takes a minute"
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
