#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Collects the texts of the window into translations/*.ts, keeping what is translated. English has plurals only.
set -euo pipefail
cd "$(dirname "$0")"
lupdate=$(command -v lupdate6 || echo /usr/lib/qt6/bin/lupdate)
options=(widgets app/gui -I . -locations none -no-obsolete)
"$lupdate" "${options[@]}" -target-language zh_CN -ts translations/duoscope_zh_CN.ts
"$lupdate" "${options[@]}" -target-language en -pluralonly -ts translations/duoscope_en.ts
