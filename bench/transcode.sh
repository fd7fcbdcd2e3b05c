#!/usr/bin/env bash
# Ladder and first playable rung as shares of one hand-written ffmpeg command. Arguments: [runs] [clip]
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run --project bench/TranscodeBench -c Release -- "$@"
