# Every target sets itself up: the first one to run makes .venv with the packages of pyproject.toml in the versions of constraints.txt.
#
#   make setup                                                      .venv, and nothing else
#   make lab                                                        the start page of the course, in JupyterLab
#   make lab LAB_ARGS="--port 8899 --no-browser --allow-root"       the same on a headless machine
#   make teach                                                      JupyterLab with nbgrader's menus for instructors
#   make demo                                                       a sample class, graded, in demo/
#   make bench                                                      how fast grading is, beside stock nbgrader
#   make pictures                                                   README's pictures, taken in a real browser
#   make site                                                       the website of the course, in build/site
#   make quick                                                      the tests to run after each change: two minutes
#   make coverage                                                   all tests, and which branches of grader/ they take
#   make test                                                       all tests, and every solution run again
#   make lint                                                       style, format, imports, types and words; no tests
#   make release                                                    notebooks/, made from solutions/
#   make clean                                                      removes what tests and commands have left, but not .venv

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
LAB_ARGS ?=
TEST_ARGS ?=
BENCH_ARGS ?=

# nbgrader calls alembic, and JupyterLab its extensions, by name.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: setup lab teach demo quick test coverage bench pictures site release lint imports prose types clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; (3, 11) <= sys.version_info < (3, 15) or sys.exit("Python 3.11 to 3.14 is needed, because PyTorch has no build for this one: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	@sh tools/install-torch.sh $(BIN)/python
	$(BIN)/python -m pip install -c constraints.txt -e '.[lab,grading,cluster,postgresql,dev]'
	@mkdir -p .venv/etc && cp -R etc/jupyter .venv/etc/  # an editable installation leaves out what is not Python
	@mkdir -p .venv/share/jupyter/labextensions/train-a-network
	@cp -R grader/notebook/labextension/. .venv/share/jupyter/labextensions/train-a-network/
	@sh grader/sandbox/provide-sandbox.sh
	touch $(READY)

# etc/lab leaves out what only instructors need, and the news.
lab: $(READY)
	JUPYTER_CONFIG_PATH="$(CURDIR)/etc/lab" $(BIN)/jupyter lab --LabApp.default_url=/course $(LAB_ARGS)

teach: $(READY)
	JUPYTER_CONFIG_PATH="$(CURDIR)/etc/teach" $(BIN)/jupyter lab --LabApp.default_url=/lab/tree/solutions $(LAB_ARGS)

demo: $(READY)
	$(BIN)/grader demo

quick: $(READY)
	$(BIN)/python -m pytest -n 2 --no-loadscope-reorder -m quick tests $(TEST_ARGS)

test: $(READY)
	$(BIN)/python -m pytest -n 2 --no-loadscope-reorder --nbval --nbval-sanitize-with tests/nbval.cfg tests solutions $(TEST_ARGS)

# Kernels in the sandbox are not measured: they see neither this environment nor a place to write to.
coverage: $(READY)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 --no-loadscope-reorder tests $(TEST_ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --include 'grader/judges/*,grader/evidence/*' --fail-under 95
	$(BIN)/coverage report --fail-under 90

bench: $(READY)
	$(BIN)/python -m tools.bench $(BENCH_ARGS)

pictures: export GRADER_SCREENSHOTS ?= build/screenshots
pictures: $(READY)
	$(BIN)/python -m pytest tests/browser/test_student.py tests/browser/test_instructor.py tests/browser/test_report.py
	$(BIN)/python -m tests.browser.pictures

site: $(READY)
	@$(BIN)/python -m tools.website

release: $(READY)
	$(BIN)/grader release

lint: $(READY) imports prose types
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

imports: $(READY)
	@found="$$($(BIN)/lint-imports --no-logo)" || { echo "$$found"; exit 1; }

types: $(READY)
	@$(BIN)/mypy --no-error-summary

prose: $(READY)
	@$(BIN)/python -m tools.prose

clean:
	rm -rf demo build .pytest_cache .ruff_cache *.egg-info
	find grader tests -name __pycache__ -type d -prune -exec rm -rf {} +
