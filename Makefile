# The developer's whole vocabulary. `make read` and `make test` are all that a newcomer needs.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared

.PHONY: help env read test slow lint data train eval errors coverage bench docs known examples clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

env: .venv/ready ## make the environment in .venv

read: env ## read the shipped example
	$(BIN)/rasid read examples/statement.txt --published 2016-03-15

test: env lint ## run every test but the slow ones
	$(BIN)/pytest

slow: env ## run the tests that take more than a minute
	$(BIN)/pytest -m slow

lint: env ## style, types, layers, docstrings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/interrogate -q src

data: env ## build src/rasid/data from lexicon
	$(BIN)/python tools/build_data.py

train: env ## fit the deciders on the development data (needs SHARED)
	$(BIN)/python tools/train.py $(SHARED) src/rasid/data/weights.json --folds-out evaluation/folds
	$(BIN)/python tools/train_confidence.py $(SHARED) src/rasid/data/confidence.json --folds evaluation/folds
	$(BIN)/python tools/train_reported.py $(SHARED) src/rasid/data/reported.json --folds-out evaluation/folds
	$(BIN)/python tools/train_linking.py $(SHARED) src/rasid/data/linking.json --folds-out evaluation/folds --measure

eval: env ## score every layer on the development data (needs SHARED)
	$(BIN)/python evaluation/run.py $(SHARED)
	$(BIN)/python evaluation/confidence.py $(SHARED)

errors: env ## the most frequent kinds of error in look documents (needs SHARED)
	$(BIN)/python evaluation/errors.py $(SHARED)

coverage: env ## how much of another coder's dictionaries our tables cover (needs SHARED)
	$(BIN)/python tools/coverage.py $(SHARED)

bench: env ## speed, start-up and memory
	$(BIN)/python benchmarks/run.py $(SHARED)

docs: env ## run every example of the documentation
	$(BIN)/pytest tests/test_docs.py

known: env ## write the lists of test items that do not come out right
	$(BIN)/python tools/bed.py --write
	$(BIN)/python tests/reading/test_invariance.py

examples: env ## run the examples of the documentation and write what they print
	$(BIN)/python tools/examples.py --write

clean: ## take away what was made
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache
