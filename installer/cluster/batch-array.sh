#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#SBATCH --job-name=duoscope
#SBATCH --array=1-8
#SBATCH --cpus-per-task=8
#SBATCH --mem=16G
#SBATCH --time=04:00:00
#SBATCH --output=duoscope-%A_%a.log

# A shard of a batch for each task of the array:
#   sbatch batch-array.sh -i /data/ir -v /data/vi -o /scratch/run -m uaafusion laplacian --metrics six
# A task that was stopped, or whose time was up, goes on when the same line is given again.
set -eu

if [ -z "${SLURM_ARRAY_TASK_ID:-}" ]; then
    echo "Submit this with sbatch; outside Slurm see README.md." >&2
    exit 1
fi

# Slurm's numbers may begin at any other number.
index=$((SLURM_ARRAY_TASK_ID - ${SLURM_ARRAY_TASK_MIN:-1} + 1))

status=0
"${DUOSCOPE_CLI:-duoscope-cli}" batch "$@" --resume --threads "${SLURM_CPUS_PER_TASK:-0}" \
    --shard "$index/$SLURM_ARRAY_TASK_COUNT" || status=$?

# 3: done, but for some items, which the summary names. That is no failed task to Slurm.
if [ "$status" -eq 3 ]; then
    exit 0
fi
exit "$status"
