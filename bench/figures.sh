#!/usr/bin/env bash
# Figures of a whole instance: start, memory, playable, live (all without a name). Writes bench/results/<date>-<name>.md.
#   bench/figures.sh [start|memory|playable|live …] [--minutes 10]
# Build first (./run once), and let the machine rest: the figures are of everything that runs on it.
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run --project bench/FigureBench -c Release -- "$@"
