#!/usr/bin/env bash
# The social side as ratios to bare things: a like's statement, a like and watches over HTTP, a page of comments, a like until another screen shows it.
# Arguments: [statement|like|watches|comments|screen …], all without. Writes bench/results/<date>-social.md. Let the machine rest meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/prepare.sh
need_dotnet
need_program wrk "it likes and watches" wrk wrk wrk
exec dotnet run --project bench/SocialBench -c Release -- "$@"
