#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Pictures of every page of the studio at 1280x800 and 1024x600, made by the real window and a virtual device under Xvfb.
# usage: tests/e2e/screenshots.sh FOLDER [PART]   (studio-tour and espseal-virtual-device on PATH or in ESPSEAL_BIN_DIR)
set -euo pipefail

[ $# = 1 ] || [ $# = 2 ] || { echo "usage: $0 FOLDER [PART]" >&2; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd -P)
tour=$(PATH="${ESPSEAL_BIN_DIR:+$ESPSEAL_BIN_DIR:}$PATH" command -v studio-tour) ||
    { echo "screenshots: studio-tour is not built; build the target studio-tour or set ESPSEAL_BIN_DIR" >&2; exit 3; }
command -v xvfb-run >/dev/null || { echo "screenshots: xvfb-run is missing; install the package xvfb" >&2; exit 3; }

# A home of its own, so that no setting of the user shows; the C locale, so that pictures of two machines compare.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
HOME="$scratch" XDG_CONFIG_HOME="$scratch/config" XDG_DATA_HOME="$scratch/data" LC_ALL=C.UTF-8 QT_QPA_PLATFORM=xcb QT_SCALE_FACTOR=1 \
    xvfb-run --auto-servernum --server-args='-screen 0 1400x900x24 -dpi 96' "$tour" "$folder" ${2:+"$2"}
echo "screenshots: $(ls "$folder"/*.png | wc -l) pictures in $folder"
