#!/usr/bin/env bash
# Figures of the web app: Lighthouse, swipes, taps. Writes bench/results/<date>-web.md.
#   bench/web.sh [lighthouse|swipes|taps …] [--at http://localhost:3000]
# Build first (./run once), and let the machine rest. Without --at it starts an instance with demo content, which takes minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/prepare.sh
need_node
need_program chromium "the figures are taken in it" chromium chromium ""
npm_packages bench/WebBench --ignore-scripts
ZOETROPE_CHROMIUM=$(command -v chromium)
export ZOETROPE_CHROMIUM
exec node bench/WebBench/web.mjs "$@"
