// One instance: a stereo gain with a short decay behind it, well behaved but for one thing.
#pragma once

#include <clap/clap.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX "org.attractor.fixture.bad."

typedef enum {
#define BEHAVIOUR(constant, name) constant,
#include "behaviours.h"
#undef BEHAVIOUR
  BEHAVIOUR_COUNT,
} behaviour_t;

enum { GAIN = 1, MODE = 2 };
static const double DECAY = 0.5;
enum { TAIL = 64 };

typedef struct {
  clap_plugin_t plugin;
  const clap_host_t *host;
  behaviour_t behaviour;
  double gain, mode, modulation;
  double ring[2]; // what decays
  double rate;
  uint32_t activations, starts, blocks, resets, loads, ill;
  bool plays;
  void *memory;
} bad_t;

static inline bad_t *self(const clap_plugin_t *plugin) { return plugin->plugin_data; }
static inline bool does(const bad_t *b, behaviour_t behaviour) { return b->behaviour == behaviour; }
static inline double clamp(double value, double most) { return value >= 0 ? fmin(value, most) : 0; }

extern const clap_plugin_params_t bad_params;
extern const clap_plugin_state_t bad_state;
extern const clap_plugin_preset_load_t bad_preset_load;
extern const clap_preset_discovery_factory_t bad_presets;
extern const clap_plugin_descriptor_t *bad_descriptor(uint32_t index);

void bad_apply(bad_t *b, const clap_event_header_t *event, const clap_output_events_t *out);
clap_process_status bad_process(const clap_plugin_t *plugin, const clap_process_t *block);
