# Attractor: `make demo` and `make test` do all set-up themselves. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
MAKEFLAGS += --no-print-directory

sources := Sources HostHarness Tests Benchmarks clap Package.swift
started := $(shell date +%s)

# A line above each step, and the time it all took below the last.
step = @printf '\033[1m── %s\033[0m\n'
total = @seconds=$$(($$(date +%s) - $(started))); printf '\033[1m── %s: %d min %02d s\033[0m\n' $@ $$((seconds / 60)) $$((seconds % 60))

# The models' list, everything in one configuration (with `tests` the tests too), the products in build/.
compile = clap/models/make-index.sh && swift build -c release $(tests) && .ci/products

# The same build folder: nothing is compiled twice.
compile_bench = ATTRACTOR_BENCHMARKS=1 swift build -c release --product attractor-bench

.PHONY: help demo test build host install models bench instructions arm64 soak leaks format lint setup clean

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: build ## Play a guitar through the built plugin and measure it: build/demo/index.html
	$(step) 'Demo'
	@build/attractor-lab demo --plugin build/Attractor.clap --output build/demo
	$(total)

test: tests := --build-tests
test: lint build ## Everything: set-up, style, build, all tests
	$(step) 'Tests'
	@swift test -c release --skip-build 2>&1 | sed -u '/^◇/d'
	$(step) 'Golden audio'
	@build/attractor-host regress Models
	$(step) 'Budget'
	@# A median: other programs on the machine hardly move it, and a plugin that is too slow for its deadline does.
	@build/attractor-host budget build/Attractor.clap --rates 48000 --blocks 64 --densities 0,1 --caches warm \
	  --seconds 0.5 --judge p50 --max-load 80%
	$(step) 'Instructions'
	@build/attractor-host instructions Benchmarks/instructions.json
	$(step) 'Engine for arm64'
	@.ci/arm64/check
	@# The plugin once more in a host without extensions, and in one with many.
	@for host in bare friendly; do
	@  printf '\033[1m── Plugin in a %s host\033[0m\n' $$host
	@  ATTRACTOR_TEST_HOST=$$host swift test -c release --skip-build --filter PluginTests --skip EnduranceTests 2>&1 |
	@    sed -u '/^◇/d;/^✔ Test [^r]/d'
	@done
	$(total)

build: setup ## Attractor.clap, attractor-host and attractor-lab in build/
	$(step) 'Build'
	@$(compile)
	@ls -lh build/Attractor.clap build/attractor-host build/attractor-lab | awk '{ print "   " $$NF, $$5 }'

host: ## attractor-host alone, in build/: all that other plugins' CI needs
	@.ci/setup host
	$(step) 'Host'
	@swift build -c release --product attractor-host
	@mkdir -p build
	@cp "$$(swift build -c release --show-bin-path)/attractor-host" build/.attractor-host.new
	@mv -f build/.attractor-host.new build/attractor-host

install: build ## The plugin to ~/.clap
	@mkdir -p ~/.clap
	@cp build/Attractor.clap ~/.clap/.Attractor.clap.new
	@mv -f ~/.clap/.Attractor.clap.new ~/.clap/Attractor.clap
	@echo 'installed: ~/.clap/Attractor.clap'

CIRCUIT ?= *
models: build ## Train and measure every model, or one: CIRCUIT=diode-clipper
	@missed=0
	@for recipe in Models/$(CIRCUIT)/recipe.json; do
	@  folder=$$(dirname "$$recipe")
	@  [ -f "$$recipe" ] || { echo "$$recipe: no such circuit" >&2; exit 2; }
	@  printf '\033[1m── %s\033[0m\n' "$$folder"
	@  # A figure missed is told at the end, when all circuits have had their turn.
	@  build/attractor-lab build "$$folder" || { missed=$$?; [ $$missed = 1 ] || exit $$missed; }
	@done
	@$(compile)
	$(total)
	@exit $$missed

BENCH ?=
bench: build ## Kernel, plugin, filters and trainer against the clock: build/bench; BENCH='--quick' and other options
	$(step) 'Benchmark'
	@.ci/setup eigen
	@$(compile_bench)
	@.build/release/attractor-bench --json build/bench/bench.json --plot build/bench/bench.svg $(BENCH)
	$(total)

instructions: build ## Instructions per frame recorded anew; fails once where they changed
	$(step) 'Instructions'
	@build/attractor-host instructions Benchmarks/instructions.json --bless

arm64: ## Whether the engine compiles for 64-bit ARM
	$(step) 'Engine for arm64'
	@.ci/arm64/check

SAMPLES ?= 1e9
SEED ?= 1
LIVES ?= 10000
soak: build ## Endurance: SAMPLES=1e9 of noise, bursts and random automation, LIVES=10000, from SEED=1
	$(step) 'Soak'
	@build/attractor-host soak build/Attractor.clap --samples $(SAMPLES) --seed $(SEED)
	@# Once more with the circuit alone, whose states stay within 20 V.
	@build/attractor-host soak build/Attractor.clap --samples 1e8 --seed $(SEED) --bound 25 \
	  --hold Mix=1 --hold Output=0 --hold Bypass=0
	@build/attractor-host soak build/Attractor.clap --lives $(LIVES) --seed $(SEED)
	$(total)

leaks: build ## A few random lives of every plugin under valgrind: nothing may be lost
	$(step) 'Leaks'
	@valgrind --quiet --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
	  --undef-value-errors=no --error-exitcode=1 build/attractor-host soak build/Attractor.clap --lives 24 --seed $(SEED)
	$(total)

format: ## Every source file in the house style
	@swift format --in-place --parallel --recursive $(sources)

lint: setup ## Whether every source file is in the house style
	$(step) 'Style'
	@swift format lint --strict --parallel --recursive $(sources)

setup: ## Missing Debian packages are installed
	@.ci/setup

clean: ## Removes what was built, checkpoints of training included
	@rm -rf build .build
