#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds with AddressSanitizer and UndefinedBehaviorSanitizer, runs all tests under them, and says which share of the
# lines of core and widgets they ran, with the files of which they ran least. Needs clang and llvm (Debian: clang-14
# libclang-rt-14-dev libstdc++-11-dev llvm-14).
#   ./coverage.sh         everything
#   ./coverage.sh FILE    the lines of one source, with how often each ran, of the last run
set -euo pipefail
cd "$(dirname "$0")"
build=build/asan
counts=$build/counts

cov() { # command of llvm-cov, arguments
    local command=$1
    shift
    llvm-cov-14 "$command" -object $build/app/gui/duoscope -object $build/app/cli/duoscope-cli \
        -object $build/app/trainer/duoscope-train -instr-profile=$build/counts.profdata "$@"
}

if [ $# -gt 0 ]; then
    cov show "$@"
    exit
fi

cmake --preset asan
cmake --build --preset asan
rm -rf $counts
mkdir -m 1777 $counts # some tests run the programs as another user
status=0
LLVM_PROFILE_FILE=$PWD/$counts/%8m.profraw ctest --preset asan -j2 || status=$?
llvm-profdata-14 merge -sparse $counts/*.profraw -o $build/counts.profdata

# Columns 8 and 9 of a file's row are its lines and those that did not run.
cov report -ignore-filename-regex='^/usr/|_autogen|\.rcc' 2>/dev/null |
    awk 'match($1, /(core|widgets)\/.*/) { print substr($1, RSTART), $8, $9 }' >$build/coverage.txt
awk '{ split($1, path, "/"); lines[path[1]] += $2; missed[path[1]] += $3 }
     END { for (name in lines) printf "%-8s %5.1f %% of %d lines\n", name, 100 - 100 * missed[name] / lines[name], lines[name] }' \
    $build/coverage.txt
echo "least:"
awk '$2 >= 10 { printf "%6.1f %%  %4d of %4d lines  %s\n", 100 - 100 * $3 / $2, $2 - $3, $2, $1 }' $build/coverage.txt |
    sort -n | head -n 15
exit $status
