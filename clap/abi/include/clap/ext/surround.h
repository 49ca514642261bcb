#pragma once

#include "../plugin.h"

#define CLAP_EXT_SURROUND "clap.surround/4"
#define CLAP_EXT_SURROUND_COMPAT "clap.surround.draft/4"
#define CLAP_PORT_SURROUND "surround"

/// Speakers: positions in a channel map and bits of a channel mask.
enum : uint8_t {
  CLAP_SURROUND_FL = 0,    // front left
  CLAP_SURROUND_FR = 1,    // front right
  CLAP_SURROUND_FC = 2,    // front centre
  CLAP_SURROUND_LFE = 3,   // low frequencies
  CLAP_SURROUND_BL = 4,    // back left
  CLAP_SURROUND_BR = 5,    // back right
  CLAP_SURROUND_FLC = 6,   // front left of centre
  CLAP_SURROUND_FRC = 7,   // front right of centre
  CLAP_SURROUND_BC = 8,    // back centre
  CLAP_SURROUND_SL = 9,    // side left
  CLAP_SURROUND_SR = 10,   // side right
  CLAP_SURROUND_TC = 11,   // top centre
  CLAP_SURROUND_TFL = 12,  // top front left
  CLAP_SURROUND_TFC = 13,  // top front centre
  CLAP_SURROUND_TFR = 14,  // top front right
  CLAP_SURROUND_TBL = 15,  // top back left
  CLAP_SURROUND_TBC = 16,  // top back centre
  CLAP_SURROUND_TBR = 17,  // top back right
  CLAP_SURROUND_TSL = 18,  // top side left
  CLAP_SURROUND_TSR = 19,  // top side right
};

typedef struct clap_plugin_surround {
  /// [main-thread]
  bool (*is_channel_mask_supported)(const clap_plugin_t *plugin, uint64_t channel_mask);

  /// Fills `channel_map` and returns how many it set. [main-thread]
  uint32_t (*get_channel_map)(
    const clap_plugin_t *plugin, bool is_input, uint32_t port_index, uint8_t *channel_map,
    uint32_t channel_map_capacity);
} clap_plugin_surround_t;

typedef struct clap_host_surround {
  /// [main-thread & !active]
  void (*changed)(const clap_host_t *host);
} clap_host_surround_t;
