#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shows that another configuration builds, without compiling everything a second time: it builds its program by commands
# that are the same, word for word, as those of a build that has run them.
#   same_commands.sh SOURCE BUILD NAME TARGET OPTION...    configures BUILD/NAME with the options
set -euo pipefail
source=$1 build=$2 name=$3 target=$4
shift 4
rm -rf "${build:?}/$name"
cmake -S "$source" -B "$build/$name" -G Ninja "$@"
commands() { ninja -C "$1" -t commands "$target" | sed "s#$build/$name#$build#g" | sort -u; }
[ "$(commands "$build/$name" | wc -l)" -gt 10 ] || { echo "$name has hardly any commands"; exit 1; }
other="$(comm -13 <(commands "$build") <(commands "$build/$name"))"
[ -z "$other" ] || { echo "Commands of $name that this build does not have:"; echo "$other"; exit 1; }
