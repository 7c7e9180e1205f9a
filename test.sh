#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds Duoscope with warnings as errors, and runs all tests.
#   ./test.sh              everything
#   ./test.sh -R PATTERN   passes its arguments to ctest: only the tests whose name matches
set -euo pipefail
cd "$(dirname "$0")"

./install-dependencies.sh
cmake --preset dev
cmake --build --preset dev
ctest --preset dev "$@"
