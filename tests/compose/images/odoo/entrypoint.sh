#!/bin/bash
# As the official image's does: waits for the database, and tells Odoo where it is by options at the end.
set -e
database=(
	--db_host "${HOST:-db}" --db_port "${PORT:-5432}" --db_user "${USER:-odoo}" --db_password "${PASSWORD:-odoo}"
)
case $1 in
odoo | --)
	shift
	if [ "$1" = scaffold ]; then exec odoo "$@"; fi
	wait-for-psql "${database[@]}" --timeout=30
	exec odoo "$@" "${database[@]}"
	;;
-*)
	wait-for-psql "${database[@]}" --timeout=30
	exec odoo "$@" "${database[@]}"
	;;
*) exec "$@" ;;
esac
