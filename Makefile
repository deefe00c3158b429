# The front door. `make` alone lists what there is.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test build bench format

PEOPLE ?= 5000
PORT ?= 8080
DATA ?= demo-data
FILTER ?=
NAME ?=
ARGUMENTS ?=

help: ## This list.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## Builds Rapport and serves a made-up company on http://127.0.0.1:8080 (PEOPLE=5000 PORT=8080 DATA=demo-data).
	.build/release/rapport demo --people $(PEOPLE) --port $(PORT) --data "$(DATA)"

test: ## Checks the format, builds, and runs all tests on SQLite and PostgreSQL (FILTER=MailTests or FILTER=browser: a part).
	@scripts/test "$(FILTER)"

build: ## Builds .build/release/rapport, which needs no Swift where it runs.
	@scripts/install-libraries build
	swift build -c release --static-swift-stdlib --product rapport

bench: build ## Builds Rapport and measures it (NAME=import: one benchmark; ARGUMENTS='--people 5000 --runs 5').
	.build/release/rapport bench $(NAME) $(ARGUMENTS)

format: ## Formats the Swift sources in place.
	swift format --in-place --parallel --recursive Sources Tests Package.swift
