#!/usr/bin/env bash
# Writes contracts/openapi.json anew from what the gateway serves, and the web app's types from that.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet build tests/Gateway.Tests -c Release -v q --nologo
ZOETROPE_WRITE_API_DOCUMENT=1 dotnet tests/Gateway.Tests/bin/Release/net10.0/Zoetrope.Gateway.Tests.dll -noLogo \
  -method 'Zoetrope.Gateway.Tests.ShapeTests.The_committed_document_is_what_the_code_serves'
npm --prefix web run types
