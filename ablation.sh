#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains the light preset once whole and once without each part of the method, from the same segmentation network, and
# prints one table (Table III of the paper, on a small scale).
#   ./ablation.sh DATA MODEL OUTPUT [STEPS] [PAIRS]
# DATA is what duoscope-cli pack wrote, MODEL a trained model whose segmentation network all variants start from. A
# variant that was begun in OUTPUT goes on from its checkpoint, so the script can be interrupted and started anew.
set -euo pipefail
if [ $# -lt 3 ]; then
    sed -n '3,8s/^# \{0,1\}//p' "$0" >&2
    exit 1
fi
data=$1 model=$2 output=$3 steps=${4:-150} pairs=${5:-6}
program="$(dirname "$0")/build/release/app/cli/duoscope-cli"
mkdir -p "$output"

settings_of() {
    case $1 in
    "whole") echo "" ;;
    "no attention (I)") echo "--set network.attention_gate=false" ;;
    "plain gradient (II)") echo "--set network.attention=gradient" ;;
    "no L_int (III)") echo "--set joint.intensity=0" ;;
    "no L_grad (IV)") echo "--set joint.gradient=0" ;;
    "no memory (VII)") echo "--set network.short_memory=false --set network.long_memory=false" ;;
    esac
}

echo "| variant | L_int | L_grad | persons found | mean IoU, synthetic |"
echo "|---|---|---|---|---|"
for variant in "whole" "no attention (I)" "plain gradient (II)" "no L_int (III)" "no L_grad (IV)" "no memory (VII)"; do
    folder="$output/$(echo "$variant" | tr -c 'A-Za-z\n' '_')"
    reduction=$("$program" info "$model" | awk '$1 == "segmentation.reduction" {print $2}')
    if [ -e "$folder/checkpoint.safetensors" ]; then
        "$program" train --data "$data" -o "$folder" --resume >/dev/null # ends at once where it is complete
    else
        # shellcheck disable=SC2046 # the settings are words
        "$program" train --data "$data" -o "$folder" --segmentation-from "$model" \
            --set "network.reduction=$reduction" --set segmentation.steps=0 --set "joint.steps=$steps" \
            --set validate_every=0 --set validation_limit=1 $(settings_of "$variant") >/dev/null
    fi
    "$program" validate "$folder/model.safetensors" --data "$data" --limit "$pairs" --effect-limit 0 >"$folder/validation.txt"
    value() { awk -v name="$1" 'index($0, name) == 1 {print $NF}' "$folder/validation.txt"; }
    echo "| $variant | $(value 'msrs fused intensity') | $(value 'msrs fused gradient')" \
        "| $(value 'msrs fused person_recall') | $(value 'synthetic fused mean_iou') |"
done
