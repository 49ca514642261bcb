// The models that ship inside the library, byte for byte as they lie under Models/.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct attractor_embedded_model {
  const char *circuit;  // the folder's name, "diode-clipper"
  const char *name;     // for display, "Diode Clipper"
  const uint8_t *bytes; // model.json
  size_t length;
  const uint8_t *preset_bytes; // presets.json
  size_t preset_length;        // 0 where there are none
} attractor_embedded_model_t;

/// How many there are; none in a checkout without trained models.
size_t attractor_embedded_model_count(void);

/// The model of that index below the count. It lives as long as the library.
const attractor_embedded_model_t *attractor_embedded_model(size_t index);
