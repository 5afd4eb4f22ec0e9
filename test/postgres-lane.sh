#!/bin/sh
# Runs the tests on a throw-away PostgreSQL: test/postgres-lane.sh [test files...]
set -eu
cd "$(dirname "$0")/.."

bin=""
for dir in "$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")" \
  $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -rV); do
  if [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ]; then bin=$dir; break; fi
done
if [ -z "$bin" ]; then
  echo "There is no PostgreSQL server here; install it (Debian: apt-get install postgresql) and run this again." >&2
  exit 1
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/tessera-postgres.XXXXXX")
# PostgreSQL refuses to run as root; its package brings the account `postgres`.
as=""
if [ "$(id -u)" = 0 ]; then
  as="runuser -u postgres --"
  chown postgres "$dir"
fi
stop() {
  trap - EXIT INT TERM
  (cd "$dir" && $as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'stop; exit 130' INT
trap 'stop; exit 143' TERM

port=$(node bin/node24.mjs -e "const s=require('node:net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
(
  cd "$dir"
  $as "$bin/initdb" -D data -U tessera -A trust -E UTF8 --locale=C >/dev/null
  # What is thrown away need not be on the disk; everything else is as in earnest.
  $as "$bin/pg_ctl" -D data -w -l "$dir/log" \
    -o "-h 127.0.0.1 -p $port -k '$dir' -c fsync=off -c max_connections=200" start >/dev/null
) || { cat "$dir/log" >&2; exit 1; }

export TESSERA_TEST_DATABASE_URL="postgres://tessera@127.0.0.1:$port/postgres"
if [ $# -gt 0 ]; then set -- --disable-coverage "$@"; fi
node bin/node24.mjs node_modules/tap/dist/esm/run.mjs "$@"
