# Three commands do everything on a fresh machine with Python >= 3.11 and make:
#   make report   derive, prove and check the phase diagram; writes build/report/
#   make test     the default tests and doctests
#   make docs     the documentation as a site; writes build/site/
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
EXTRAS := smt,arb,speed,dask,fit,html,complete,explore
# Bytecode is kept, whatever the environment says: the next run starts from it.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: docs report test test-slow test-both test-all touched lint types layers diagram benchmark clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	# What is imported is compiled then: of what is installed that is a small part.
	$(BIN)/python -m pip install --quiet --no-compile --editable '.[$(EXTRAS)]' --group dev
	touch $@

report: $(STAMP)
	$(BIN)/python -m phasecalc report --output build/report

# Pages are executed, warnings are errors, and nothing is fetched while building.
docs: $(STAMP)
	$(BIN)/sphinx-build -W --keep-going -n -q -b html -d build/doctrees docs build/site

# One thread for linear algebra in each process, or they are in each other's way.
PYTEST := OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --durations 30 --durations-min 5

test: $(STAMP)
	$(PYTEST) --dist loadfile -m 'not slow'

test-slow: $(STAMP)
	$(PYTEST) --dist worksteal -m 'slow and not long'

# Both in one go: the tests are collected once, and no process waits for the last one of the other.
test-both: $(STAMP)
	$(PYTEST) --dist worksteal -m 'not slow or not long'

test-all: $(STAMP)
	$(PYTEST) --dist worksteal --hypothesis-profile long

# While one works: the tests of the rooms that differ from main.
touched: $(STAMP)
	$(BIN)/python -m tests.touched

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

layers: $(STAMP)
	$(BIN)/lint-imports

diagram: $(STAMP)
	$(BIN)/python -m phasecalc derive

benchmark: $(STAMP)
	$(BIN)/python -m benchmarks

clean:
	rm -rf build dist $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
