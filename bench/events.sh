#!/usr/bin/env bash
# Events on the PostgreSQL log: commit to handler, one at a time, and a backlog drained. Arguments: [events in the backlog]
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run --project bench/EventsBench -c Release -- "$@"
