#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# UNTESTED: makes an AppImage. What it does up to linuxdeploy (the folder of installed files) is what the Debian package holds;
# linuxdeploy itself has not been run on it.
#   installer/appimage/make-appimage.sh     leaves build/package/Duoscope-VERSION-x86_64.AppImage
# linuxdeploy and linuxdeploy-plugin-qt (their projects publish both as AppImages) have to be in the path.
set -euo pipefail
cd "$(dirname "$0")/../.."

for tool in linuxdeploy linuxdeploy-plugin-qt; do
    command -v "$tool" >/dev/null || {
        echo "$tool is not in the path; see the first lines of $0." >&2
        exit 1
    }
done

cmake --preset package
cmake --build --preset package
folder=build/package/AppDir
rm -rf "$folder"
DESTDIR=$folder cmake --install build/package --prefix /usr --strip

# OpenBLAS takes the place of the BLAS that LibTorch asks for by its name.
blas=$(ldconfig -p | awk '/libopenblas\.so\.0 /{print $NF; exit}')
cd build/package
QMAKE=$(command -v qmake6 || command -v qmake) VERSION=$(sed -n 's/^CMAKE_PROJECT_VERSION:[A-Z]*=//p' CMakeCache.txt) \
    linuxdeploy --appdir AppDir --plugin qt --output appimage ${blas:+--library "$blas"} \
    --executable AppDir/usr/bin/duoscope --executable AppDir/usr/bin/duoscope-cli \
    --desktop-file AppDir/usr/share/applications/org.duoscope.Duoscope.desktop \
    --icon-file AppDir/usr/share/icons/hicolor/scalable/apps/duoscope.svg
