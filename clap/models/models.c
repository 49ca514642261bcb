#include "EmbeddedModels.h"

#define MODEL_BYTES(number) static const uint8_t model_bytes_##number[]
#include "index.inc"
#undef MODEL_BYTES

// The last entry keeps the table legal when there are no models.
static const attractor_embedded_model_t models[] = {
#define MODEL(number, circuit, name) {circuit, name, model_bytes_##number, sizeof model_bytes_##number},
#include "index.inc"
#undef MODEL
  {0},
};

size_t attractor_embedded_model_count(void) { return sizeof models / sizeof models[0] - 1; }

const attractor_embedded_model_t *attractor_embedded_model(size_t index) { return &models[index]; }
