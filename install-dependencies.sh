#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs through apt what building and testing Duoscope needs on Debian 12, if anything is missing.
#   ./install-dependencies.sh           everything: program, window, tests
#   ./install-dependencies.sh headless  what core and command line need, without Qt
set -euo pipefail

packages=(
    build-essential cmake ninja-build ccache pkg-config ca-certificates
    libtorch-dev libopenblas0-pthread
    libopencv-dev libjpeg-dev libtiff-dev zlib1g-dev
    libspdlog-dev nlohmann-json3-dev libcli11-dev libssl-dev
)
if [ "${1:-}" != headless ]; then
    packages+=(qt6-base-dev qt6-l10n-tools qt6-translations-l10n qt6-tools-dev qt6-tools-dev-tools qt6-svg-dev libqcustomplot-dev libgl1-mesa-dev)
    # For the package, and for the tests that look at what is installed.
    packages+=(file desktop-file-utils appstream man-db groff-base)
fi

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing ${missing[*]}" >&2
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
fi

# Debian's default BLAS is the reference one, ten times slower. OpenBLAS takes its place by alternatives; say so
# where somebody has chosen otherwise.
if ! readlink -f /usr/lib/x86_64-linux-gnu/libblas.so.3 2>/dev/null | grep -q openblas; then
    echo "Warning: libblas.so.3 is not OpenBLAS here; update-alternatives --config libblas.so.3-x86_64-linux-gnu" >&2
fi
