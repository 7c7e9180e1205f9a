#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shows that another configuration builds, without compiling everything a second time: it builds its program by commands
# that are the same, word for word, in a build that has run them.
#   same_commands.sh SOURCE BUILD NAME TARGET OPTION...    configures BUILD/NAME with the options
set -euo pipefail
source=$1 build=$2 name=$3 target=$4
shift 4
rm -rf "${build:?}/$name"
cmake -S "$source" -B "$build/$name" -G Ninja "$@"
[ -z "$(ninja -C "$build" -n "$target" | grep -v "no work to do\|Entering directory")" ] ||
    { echo "$target is not up to date in $build: build it first"; exit 1; }
commands() { ninja -C "$1" -t commands "$target" | sed "s#$build/$name#$build#g" | sort -u; }
other="$(comm -13 <(commands "$build") <(commands "$build/$name"))"
[ -z "$other" ] || { echo "Commands of $name that this build has not run:"; echo "$other"; exit 1; }
[ "$(commands "$build/$name" | wc -l)" -gt 50 ] || { echo "$name has hardly any commands"; exit 1; }
