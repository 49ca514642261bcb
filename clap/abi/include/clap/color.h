#pragma once

#include "base.h"

/// A colour; alpha 255 is opaque.
typedef struct clap_color {
  uint8_t alpha;
  uint8_t red;
  uint8_t green;
  uint8_t blue;
} clap_color_t;

static const clap_color_t CLAP_COLOR_TRANSPARENT = {0, 0, 0, 0};
