#!/bin/sh
# Carries the snapshots of one data folder to another: sh carry.sh FROM TO, each a folder or a place that rclone knows
# (remote:path). CURRENT is read first and replaced last, in one step: whoever reads TO meanwhile, or after a run that
# was killed, sees the snapshot before or the whole new one. Nothing else may write TO.
set -eu
from=$1 to=$2 held=$(mktemp -d)
trap 'rm -r "$held"' EXIT

rclone copyto "$from/CURRENT" "$held/CURRENT"
rclone copy --exclude ".tmp-*/**" "$from/versions" "$to/versions"
rclone copyto --checksum "$from/HISTORY" "$to/HISTORY"
if [ ! -d "$to" ]; then
  rclone copyto --checksum "$held/CURRENT" "$to/CURRENT" # a bucket has the old or the new file
elif ! cmp -s "$held/CURRENT" "$to/CURRENT"; then
  cp "$held/CURRENT" "$to/.tmp-CURRENT"
  mv "$to/.tmp-CURRENT" "$to/CURRENT"
fi
rclone sync --exclude ".tmp-*/**" "$from/versions" "$to/versions" # what was pruned goes
