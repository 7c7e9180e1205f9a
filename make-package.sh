#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds Duoscope and makes its Debian package: build/package/duoscope_VERSION_amd64.deb.
set -euo pipefail
cd "$(dirname "$0")"

./install-dependencies.sh
cmake --preset package
cmake --build --preset package --target package
ls -l build/package/duoscope_*.deb
