#!/usr/bin/env bash
# Figures of the web app in Chromium, against the real program: Lighthouse, swipes, taps, the kept watch page under load.
#   bench/web.sh [lighthouse|swipes|taps|load …] [--at http://localhost:3000]
# All of them without a name; then it writes bench/results/<date>-web.md. Build first (./run once), and let the machine rest.
# Its instance with demo content takes minutes to make and is kept in artifacts/web-bench; with --at it measures one that runs.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/prepare.sh
need_dotnet
need_node
need_program chromium "the figures are taken in it" chromium chromium ""
need_program wrk "it asks for the watch page" wrk wrk wrk
npm_packages bench/WebBench --ignore-scripts
CHROME_PATH=$(command -v chromium)
export CHROME_PATH
exec node bench/WebBench/web.mjs "$@"
