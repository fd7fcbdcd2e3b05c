#!/usr/bin/env bash
# /media: throughput of 1 MB ranges of one file, as a share of nginx on the same file. The real program, the real public door; rounds alternate,
# medians. Needs nginx and wrk (apt install nginx-light wrk) and the built program. Arguments: [rounds] [seconds]
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5} seconds=${2:-4}
for need in nginx wrk; do command -v "$need" >/dev/null || { echo "$need is missing: apt install nginx-light wrk" >&2; exit 1; }; done

place=$(mktemp -d)
chmod 755 "$place"
program='' server=''
trap 'for p in $program $server; do kill "$p" 2>/dev/null || true; done; wait 2>/dev/null; rm -rf "$place"' EXIT
free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
ours=$(free_port) theirs=$(free_port) manage=$(free_port)

video=01890000-0000-7000-8000-000000000001 version=0123456789abcdef0123456789abcdef
mkdir -p "$place/data/media/public/$video/$version"
head -c $((32 << 20)) /dev/urandom >"$place/data/media/public/$video/$version/1080.mp4"
path=/media/$video/$version/1080.mp4

# Everything a range passes on its way in is there, but no service is asked for it: no limit on rates, or the limiter would be measured.
Data__Path=$place/data Gateway__Port=$ours Management__Port=$manage Limits__Multiplier=1000000 Public__Url=http://localhost:$ours \
  dotnet src/Host/bin/Release/net10.0/zoetrope.dll serve --roles infra,gateway,auth,video,interaction,notification,recommendation >"$place/log" 2>&1 &
program=$!
cat >"$place/nginx.conf" <<CONF
daemon off; worker_processes auto; pid $place/nginx.pid; error_log $place/nginx.log; user root;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types { video/mp4 mp4; }
  server { listen 127.0.0.1:$theirs; location /media/ { alias $place/data/media/public/; } } }
CONF
nginx -c "$place/nginx.conf" &
server=$!
for _ in $(seq 240); do curl -fsS -o /dev/null -H 'Range: bytes=0-0' "http://localhost:$ours$path" 2>/dev/null && break; sleep 0.5; done
curl -fsS -o /dev/null "http://127.0.0.1:$theirs$path"

# one <port>: requests a second, of 1 MiB each.
one() { wrk -t2 -c16 -d"${seconds}s" -H "Host: localhost:$1" -H 'Range: bytes=4194304-5242879' "http://127.0.0.1:$1$path" | awk '/Requests\/sec/ { print $2 }'; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
one "$ours" >/dev/null; one "$theirs" >/dev/null
for _ in $(seq "$rounds"); do one "$ours" >>"$place/ours"; one "$theirs" >>"$place/theirs"; done
a=$(median <"$place/ours") b=$(median <"$place/theirs")
awk -v a="$a" -v b="$b" -v r="$rounds" -v c="$(nproc)" 'BEGIN { printf "cores %d, %d rounds, 16 connections, 1 MiB ranges\nzoetrope %8.0f MiB/s\nnginx    %8.0f MiB/s\nratio    %8.2f   (goal 0.70)\n", c, r, a, b, a / b }'
