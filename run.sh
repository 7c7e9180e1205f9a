#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds Duoscope and runs it.
#   ./run.sh              opens the window; without a screen, fuses the bundled sample and says what it wrote
#   ./run.sh ARGUMENTS    passes them to duoscope-cli
set -euo pipefail
caller=$PWD
cd "$(dirname "$0")"

./install-dependencies.sh
{
    cmake --preset release
    cmake --build --preset release
} >build.log 2>&1 || {
    tail -n 40 build.log >&2
    echo "The build failed; build.log has all of it." >&2
    exit 1
}
program=$PWD/build/release/app/cli/duoscope-cli

if [ $# -gt 0 ]; then
    cd "$caller"
    exec "$program" "$@"
fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec build/release/app/gui/duoscope
fi
sample=resources/samples/night
"$program" fuse --infrared $sample/infrared.png --visible $sample/visible.png -o out --trace
ls out
