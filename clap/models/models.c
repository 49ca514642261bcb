#include "EmbeddedModels.h"

#define MODEL_BYTES(number) static const uint8_t model_bytes_##number[]
#define PRESET_BYTES(number) static const uint8_t preset_bytes_##number[]
#include "index.inc"
#undef MODEL_BYTES
#undef PRESET_BYTES

// The last entry keeps the table legal when there are no models.
static const attractor_embedded_model_t models[] = {
#define MODEL(number, circuit, name, has_presets)                           \
  {circuit,                                                                 \
   name,                                                                    \
   model_bytes_##number,                                                    \
   sizeof model_bytes_##number,                                             \
   preset_bytes_##number,                                                   \
   has_presets ? sizeof preset_bytes_##number : 0},
#include "index.inc"
#undef MODEL
  {0},
};

size_t attractor_embedded_model_count(void) { return sizeof models / sizeof models[0] - 1; }

const attractor_embedded_model_t *attractor_embedded_model(size_t index) { return &models[index]; }
