# Two commands matter: `make demo` and `make test`. The rest is for people who change the code.
PYTHON ?= python3
VENV = .venv/bin

.PHONY: demo test prove benchmarks format lock

demo: ## set up, and run the main job on the sample evidence
	@$(PYTHON) scripts/environment.py run
	@$(VENV)/nameplate demo

test: ## set up what the tests need, and pass them
	@$(PYTHON) scripts/environment.py dev
	@$(VENV)/python scripts/check.py

prove: ## the long proofs: hostile corpora, fuzzing, kill loops, benchmarks
	@$(PYTHON) scripts/environment.py dev
	@$(PYTHON) scripts/fuzzing.py
	@$(VENV)/python scripts/check.py prove

benchmarks: ## measure against the peers; prints tables
	@$(PYTHON) scripts/environment.py dev
	@for b in benchmarks/*.py; do echo "== $$b"; $(VENV)/python $$b; done

format: ## put the code in the house's form
	@$(VENV)/ruff format . && $(VENV)/ruff check --fix .

lock: ## renew locks/ (needs uv); they name no address
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --quiet --extra build --extra dev pyproject.toml -o locks/dev.txt
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --quiet --extra build -c locks/dev.txt pyproject.toml -o locks/run.txt
	@printf '%s\n' "atheris<3.1 ; python_full_version < '3.12'" "atheris>=3.1 ; python_full_version >= '3.12'" \
	  | uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --no-annotate --quiet - -o locks/fuzz.txt
	@! grep -n '://' locks/*.txt
