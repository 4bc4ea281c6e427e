# 連絡（Renraku）: make help で一覧
SHELL := /bin/sh
BIN := .venv/bin
ROOMS := cases flows ui infra tests
.DEFAULT_GOAL := help
.PHONY: help run test check bench docs clean environment test-environment browser
MAKEFLAGS += --no-print-directory

help:  ## この一覧
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r word told; do printf '  make %-6s %s\n' "$$word" "$$told"; done

run: environment  ## 起動する（環境づくりも含む）。終えるには Ctrl-C
	@exec $(BIN)/renraku up

test: test-environment browser  ## 試験をすべて実行する（ARGS=... で pytest に引数を渡せる）
	@exec $(BIN)/python -m pytest -n 2 $(ARGS)

check: test-environment  ## 書き方・型・部屋の約束・使われない部分・生成文書を確かめる
	$(BIN)/ruff check $(ROOMS)
	$(BIN)/ruff format --check $(ROOMS)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/renraku handbook docs --check

bench: test-environment  ## 速さを測る
	@exec $(BIN)/python -m tests.bench $(ARGS)

docs: test-environment  ## 段階図と説明書を作り直す
	@exec $(BIN)/renraku handbook docs

clean:  ## 環境・演習用のデータ・作業用の写しを消す（本番のデータは消さない）
	@if [ -x $(BIN)/renraku ]; then $(BIN)/renraku clean; fi
	@rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find $(wildcard $(ROOMS)) -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@infra/install requirements.lock

test-environment:
	@infra/install requirements-dev.lock

# The browser tests want Debian's chromium and a Japanese font; only root can and may install them.
browser:
	@if [ ! -x /usr/bin/chromium ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "画面の試験に使うブラウザと日本語の字体を入れています…" >&2; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; } >/dev/null 2>&1 \
	        || echo "入れられませんでした。画面の試験は飛ばされます。" >&2; \
	fi
