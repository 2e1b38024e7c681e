#!/bin/bash
# As the official image's does: makes the cluster at the first start, with a server on the socket alone that
# prepares it, and then becomes PostgreSQL under its own account.
set -e
if [ "$(id -u)" = 0 ]; then
	chown postgres "$PGDATA"
	chmod 700 "$PGDATA"
	exec setpriv --reuid=postgres --regid=postgres --clear-groups -- "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
	initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") --auth-local=trust \
		--auth-host=scram-sha-256
	printf '\nhost all all all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
	pg_ctl --options="-c listen_addresses=''" --wait start
	if [ "$POSTGRES_DB" != postgres ]; then
		createdb --username="$POSTGRES_USER" "$POSTGRES_DB"
	fi
	# The official one runs the scripts of its users here.
	sleep 2
	pg_ctl --mode=fast --wait stop
fi
exec "$@"
