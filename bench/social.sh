#!/usr/bin/env bash
# The social side as ratios to bare things: a like's statement, a like over HTTP, a page of comments, a like until another screen shows it.
# Arguments: [statement|like|comments|screen …], all without. Writes bench/results/<date>-social.md. Let the machine rest meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run --project bench/SocialBench -c Release -- "$@"
