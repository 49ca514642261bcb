#pragma once

#include <clap/clap.h>

/// Discovery of one preset, without a name.
extern const clap_preset_discovery_factory_t nameless_presets;
