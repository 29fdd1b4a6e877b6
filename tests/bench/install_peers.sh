#!/bin/sh
# Install what the long bench compares with, when this is root on a Debian with apt: wrk, the shell of SQLite, GAVO DaCHS
# with the extensions of PostgreSQL that it wants, and the Tycho-2 stars. Otherwise leave it be: the bench then says what
# it did not run, and what to install.
lacking=""
want() { # a file, and the package that brings it
    [ -e "$1" ] || lacking="$lacking $2"
}
want /usr/bin/wrk wrk
want /usr/bin/sqlite3 sqlite3
want /usr/bin/dachs python3-gavo
want /usr/lib/postgresql/15/bin/initdb postgresql-15
want /usr/share/postgresql/15/extension/q3c.control postgresql-15-q3c
want /usr/share/postgresql/15/extension/pg_sphere.control postgresql-15-pgsphere
want /usr/share/astrometry/index-tycho2-07.littleendian.fits astrometry-data-tycho2-07-littleendian
[ -z "$lacking" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$lacking for the bench ..."
    # shellcheck disable=SC2086  (a list of words)
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $lacking >/dev/null && exit 0
    echo "That failed; the bench goes on without them." >&2
fi
exit 0
