#!/usr/bin/env bash
# Runs `keikaku worker` under a real, local PySpark (`rdd.pipe`) and compares each record with what
# `keikaku convert FOLDER -o OUT` writes. Installs PySpark into a temporary virtual environment, and
# a Java runtime if there is none.
#
#     spark.sh [FOLDER]          a folder of PDFs; by default the fixtures of this repository
#
# KEIKAKU=path  the program to test; by default it is built with `cargo build --release`
# VENV=folder   keep the virtual environment there, and use it again
set -euo pipefail

pyspark="pyspark==4.3.0" # needs Java 17 or newer
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here
until [ -f "$root/Cargo.toml" ] || [ "$root" = / ]; do root=$(dirname "$root"); done

fail() {
    echo "spark: $*" >&2
    exit 2
}

if [ $# -gt 1 ]; then fail "usage: spark.sh [FOLDER]"; fi
if [ $# = 0 ] && [ "$root" = / ]; then fail "no Cargo.toml above $here: name a folder of PDFs"; fi
folder=${1:-$root/fixtures}
[ -d "$folder" ] || fail "$folder is no folder"

if [ -z "${KEIKAKU:-}" ]; then
    [ -f "$root/Cargo.toml" ] || fail "no Cargo.toml above $here: set KEIKAKU to the program"
    (cd "$root" && cargo build --release --locked --quiet) || fail "the program does not build"
    KEIKAKU=${CARGO_TARGET_DIR:-$root/target}/release/keikaku
fi
[ -x "$KEIKAKU" ] || fail "$KEIKAKU is no program"
KEIKAKU=$(cd "$(dirname "$KEIKAKU")" && pwd)/$(basename "$KEIKAKU")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

packages() { # installs Debian packages
    command -v apt-get >/dev/null || fail "please install: $*"
    local as=()
    if [ "$(id -u)" != 0 ]; then as=(sudo); fi
    { "${as[@]}" apt-get update -q &&
        "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } \
        >"$work/apt.log" 2>&1 || { tail -5 "$work/apt.log" >&2; fail "could not install: $*"; }
}

# The major version of the Java runtime at hand, or 0.
java_version() {
    local java=java
    if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
    "$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | grep . || echo 0
}
if [ "$(java_version)" -lt 17 ]; then
    unset JAVA_HOME
    packages default-jre-headless
    [ "$(java_version)" -ge 17 ] || fail "PySpark needs Java 17 or newer, here is $(java_version)"
fi

command -v python3 >/dev/null || packages python3 python3-venv
venv=${VENV:-$work/venv}
if [ ! -x "$venv/bin/pip" ]; then
    python3 -m venv "$venv" >/dev/null 2>&1 || { packages python3-venv && python3 -m venv --clear "$venv"; }
fi
"$venv/bin/pip" install --quiet --disable-pip-version-check "$pyspark" >"$work/pip.log" 2>&1 ||
    { tail -5 "$work/pip.log" >&2; fail "could not install $pyspark"; }

export SPARK_LOCAL_IP=127.0.0.1
# Not `exec`: the trap must still remove the temporary folder.
"$venv/bin/python" "$here/spark.py" "$KEIKAKU" "$folder" "$work"
