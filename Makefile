# Two commands are enough: `make tour` builds a real tour, `make test` runs the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install tour test

help:
	@echo "make tour   install, build mozui-village with the embedded voice"
	@echo "make test   install, run every test"
