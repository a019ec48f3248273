#!/usr/bin/env bash
# The tables of README.md and docs/performance.md, on the standard output.
#
#   benchmarks/table.sh               Kinglet and JDBC on the three places, about 8 minutes
#   benchmarks/table.sh --full        the same with three processes each, about half an hour
#   PEERS=1 benchmarks/table.sh       with the peers
#   benchmarks/table.sh --only byKey --db sqlite    a part of it; `help` names all parts
#   benchmarks/table.sh start         one of the other measurements; `help` names them, too
#
# It compiles what it needs first. MVN may hold further arguments of Maven, such as "-o".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck disable=SC2086 # several arguments
exec mvn -B -q ${MVN:-} -P"bench${PEERS:+,peers}" -pl benchmarks -am package -Dbench.args="$*"
