#!/bin/sh
# Rebuilds the vendored files under assets/ from the packages pinned in
# npm/package-lock.json. Needs Node 20 or newer; building and running the program
# needs neither Node nor this script.
#
#   assets/vendor.sh           rebuild
#   assets/vendor.sh --check   rebuild and fail if any byte differs from SHA256SUMS
set -eu
cd "$(dirname "$0")"

before=$(cat SHA256SUMS 2>/dev/null || true)
(cd npm && npm ci --ignore-scripts --no-audit --no-fund && node build.mjs)
sha256sum --check --quiet SHA256SUMS

if [ "${1:-}" = --check ] && [ "$before" != "$(cat SHA256SUMS)" ]; then
	echo "assets/vendor.sh: the rebuilt files differ from the committed ones" >&2
	exit 1
fi
