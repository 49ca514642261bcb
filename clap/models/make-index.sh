#!/bin/sh
# Writes clap/models/index.inc from the folders under Models/ that hold a model.json and no card.json with a row missed;
# factory presets lie beside it in presets.json.
# Run it from anywhere after a model was added, removed or renamed; the result is committed.
set -eu
export LC_ALL=C # sorted the same everywhere
cd "$(dirname "$0")"

index=index.inc
{
  echo '// Written by make-index.sh: one block per Models/<circuit>/model.json, in the order of the circuits.'
  echo '// models.c includes this file twice: for the bytes, then for the table.'
  number=0
  for file in ../../Models/*/model.json; do
    [ -f "$file" ] || continue
    circuit=$(basename "$(dirname "$file")")
    # A model that misses what it must reach is not offered; its recipe and card stay.
    ! grep -qs '"mark" : "missed"' "$(dirname "$file")/card.json" || continue
    # The model's own name: the only one that is indented by two spaces.
    name=$(sed -n 's/^  "name" *: *"\([^"\\]*\)",\{0,1\}$/\1/p' "$file" | head -n 1)
    [ -n "$name" ] || { echo "$file: no name without quotes and backslashes" >&2; rm "$index.new"; exit 1; }
    presets=$(dirname "$file")/presets.json
    if [ -f "$presets" ]; then bytes="#embed \"$presets\"" has=1; else bytes=0 has=0; fi
    cat <<BLOCK

#ifdef MODEL_BYTES
MODEL_BYTES($number) = {
#embed "$file"
};
PRESET_BYTES($number) = {
$bytes
};
#else
MODEL($number, "$circuit", "$name", $has)
#endif
BLOCK
    number=$((number + 1))
  done
} >"$index.new"
if cmp -s "$index.new" "$index"; then rm "$index.new"; else mv "$index.new" "$index"; fi
