#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries a Debian package where nobody has built anything: installs it in a clean Debian 12, uses it as an ordinary user, removes it,
# and says what is left.
#   sudo debootstrap --variant=minbase bookworm ROOT        # once; then copies of it, for ROOT is changed
#   sudo installer/try-package.sh PACKAGE ROOT [RESULTS]    # results: pictures of the window and of a fusion
set -euo pipefail

if [ $# -lt 2 ] || [ ! -f "$1" ] || [ ! -e "$2/etc/debian_version" ] || [ "$(id -u)" -ne 0 ]; then
    sed -n '3,6s/^# //p' "$0" >&2
    exit 1
fi
package=$1
root=$(cd "$2" && pwd)
results=${3:-}
sources=$(cd "$(dirname "$0")/.." && pwd)

in_root() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# As somebody without rights, whose home is new.
as_user() {
    chroot --userspec=65534:65534 "$root" /usr/bin/env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 HOME=/tmp/home \
        XDG_RUNTIME_DIR=/tmp/home "$@"
}
# What is where, but for what apt, dpkg and the system note for themselves.
listing() {
    (cd "$root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./sys -o -path ./tmp -o -path ./run -o -path ./var/cache \
        -o -path ./var/log -o -path ./var/lib/apt -o -path ./var/lib/dpkg \) -prune -o -print | LC_ALL=C sort)
}
step() { printf '\n== %s\n' "$*"; }

lists=$(mktemp -d)
mounted=()
finish() {
    for place in "${mounted[@]}"; do umount "$root/$place"; done
    rm -rf "$lists"
}
trap finish EXIT
mount -t proc proc "$root/proc" && mounted=(proc)
mount -t devpts devpts "$root/dev/pts" && mounted+=(dev/pts) # where apt writes its log from
for device in null zero random urandom; do
    [ -e "$root/dev/$device" ] || { touch "$root/dev/$device" && mount --bind "/dev/$device" "$root/dev/$device" && mounted+=("dev/$device"); }
done
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # no service starts
chmod +x "$root/usr/sbin/policy-rc.d"
install -m 644 "$package" "$root/tmp/duoscope.deb"

step "The dependencies, and what draws a window without a screen"
in_root apt-get update -qq
in_root apt-get install -y -qq --no-install-recommends xvfb xauth >"$lists/log" 2>&1 || { tail -n 20 "$lists/log"; exit 1; }
in_root apt-get satisfy -y -qq --no-install-recommends "$(dpkg-deb -f "$package" Depends)" >"$lists/log" 2>&1 || {
    tail -n 20 "$lists/log"
    exit 1
}
listing >"$lists/before"

step "Install"
in_root apt-get install -y --no-install-recommends /tmp/duoscope.deb
listing >"$lists/installed"
LC_ALL=C comm -13 "$lists/before" "$lists/installed"

step "Use"
rm -rf "$root/tmp/home"
install -d -m 700 -o 65534 -g 65534 "$root/tmp/home"
as_user duoscope --version
as_user duoscope-cli --version
if grep -qF "$sources/" "$root"/usr/bin/duoscope*; then echo "The programs name the folder that they were compiled in." >&2; exit 1; fi
blas=$(in_root readlink -f /usr/lib/x86_64-linux-gnu/libblas.so.3)
case $blas in *openblas*) echo "BLAS: $blas" ;; *) echo "The BLAS is $blas, not OpenBLAS." >&2; exit 1 ;; esac
sample=/usr/share/duoscope/samples/night
as_user duoscope-cli fuse -i $sample/infrared.png -v $sample/visible.png -o /tmp/home/fused --trace 2>/dev/null
as_user xvfb-run -a duoscope --tour /tmp/home/tour
ls "$root/tmp/home/tour"
if [ -n "$results" ]; then
    mkdir -p "$results"
    cp -r "$root/tmp/home/fused" "$root/tmp/home/tour" "$results"
fi

step "Remove and purge"
in_root apt-get purge -y duoscope
listing >"$lists/after"
left=$(LC_ALL=C comm -13 "$lists/before" "$lists/after")
gone=$(LC_ALL=C comm -23 "$lists/before" "$lists/after")
if [ -n "$left$gone" ]; then
    printf 'Left behind:\n%s\nTaken along:\n%s\n' "$left" "$gone" >&2
    exit 1
fi
echo "Nothing is left, nothing else is gone."
