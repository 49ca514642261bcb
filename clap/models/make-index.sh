#!/bin/sh
# Writes clap/models/index.inc from the folders under Models/ that hold a model.json.
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
    # The model's display name: the first "name" that follows the circuit's id in the file.
    name=$(tr -d '\n' <"$file" | sed -n 's/^[^[]*"circuit"[^[]*"name" *: *"\([^"\\]*\)".*/\1/p' | head -c 200)
    [ -n "$name" ] || name=$(echo "$circuit" | tr '-' ' ' | awk '{
      for (i = 1; i <= NF; i++) $i = toupper(substr($i, 1, 1)) substr($i, 2); print }')
    cat <<BLOCK

#ifdef MODEL_BYTES
MODEL_BYTES($number) = {
#embed "$file"
};
#else
MODEL($number, "$circuit", "$name")
#endif
BLOCK
    number=$((number + 1))
  done
} >"$index.new"
if cmp -s "$index.new" "$index"; then rm "$index.new"; else mv "$index.new" "$index"; fi
