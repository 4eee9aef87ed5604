#!/bin/sh
# What the emulator alone takes, and whether its memory stays flat. Needs wrk, a JDK (jcmd), and a machine at rest.
#
#   benchmarks/emulator/run.sh speed [SECONDS]     logins a second, for each kind of login in logins.lua
#   benchmarks/emulator/run.sh memory [EVENTS]     heap after a collection, until that many events are logged (default: a million)
set -eu
what=${1:-speed}
here=$(CDPATH= cd -- "$(dirname "$0")" && pwd -P)
port=${PORT:-18789}
out=$(mktemp)

# The JVM itself: the launcher replaces itself with it.
"$here/../../portcullis" emulator --port "$port" --password-hashing pbkdf2:1 >"$out" 2>&1 &
emulator=$!
trap 'kill $emulator 2>/dev/null; wait $emulator; rm -f "$out" "$out.wrk"' EXIT
until grep -q '^An emulated Auth0 tenant' "$out"; do
  kill -0 $emulator 2>/dev/null || { cat "$out" >&2; exit 1; }
  sleep 0.2
done

load() { LOGIN=$1 wrk -t1 -c16 -d"$2"s --latency -s "$here/logins.lua" "http://127.0.0.1:$port/oauth/token"; }

# Milliseconds of CPU that the emulator has used; the clock of /proc ticks a hundred times a second.
cpu() { awk '{ print ($14 + $15) * 10 }' /proc/$emulator/stat 2>/dev/null || echo 0; }

speed() {
  seconds=${1:-20}
  for kind in opaque openid api wrong; do load $kind 10 >/dev/null; done
  for kind in opaque openid api wrong; do
    before=$(cpu)
    load $kind "$seconds" >"$out.wrk"
    after=$(cpu)
    awk -v kind=$kind -v ms=$((after - before)) '
      /requests in/ { n = $1 } /Requests\/sec/ { rate = $2 } /50%/ { p50 = $2 } /99%/ { p99 = $2 } /answers other/ { odd = $NF }
      END { printf "%-7s %8.0f/s   p50 %-9s p99 %-9s emulator %.3f ms of CPU each   other answers: %d\n", kind, rate, p50, p99, ms / n, odd }
    ' "$out.wrk"
  done
}

heap() {
  jcmd $emulator GC.run >/dev/null
  jcmd $emulator GC.heap_info | awk '{ for (i = 1; i < NF; i++) if ($i == "used" && $0 !~ /Metaspace|class space/) { sub("K", "", $(i + 1)); sum += $(i + 1) } } END { printf "%.1f", sum / 1024 }'
}

memory() {
  events=${1:-1000000}
  logged=0
  printf '%10s events  %s MiB\n' 0 "$(heap)"
  while [ "$logged" -lt "$events" ]; do
    load wrong 20 >"$out.wrk"
    logged=$((logged + 2 * $(awk '/requests in/ { print $1 }' "$out.wrk")))
    printf '%10s events  %s MiB  (%s)\n' $logged "$(heap)" "$(grep 'answers other' "$out.wrk")"
  done
}

case $what in
  speed) shift; speed "$@" ;;
  memory) shift; memory "$@" ;;
  *) sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
