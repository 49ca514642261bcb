// The audio ports: how many, how wide, which pairs may share a buffer.
#pragma once

#include "../plugin.h"
#include "../string-sizes.h"

#define CLAP_EXT_AUDIO_PORTS "clap.audio-ports"
#define CLAP_PORT_MONO "mono"
#define CLAP_PORT_STEREO "stereo"

/// Flags of a port.
enum : uint32_t {
  CLAP_AUDIO_PORT_IS_MAIN = 1 << 0,  // port 0, at most one each way
  CLAP_AUDIO_PORT_SUPPORTS_64BITS = 1 << 1,
  CLAP_AUDIO_PORT_PREFERS_64BITS = 1 << 2,
  CLAP_AUDIO_PORT_REQUIRES_COMMON_SAMPLE_SIZE = 1 << 3,  // all ports of this flag take the same sample size
};

typedef struct clap_audio_port_info {
  clap_id id;
  char name[CLAP_NAME_SIZE];
  uint32_t flags;
  uint32_t channel_count;
  const char *port_type;  // CLAP_PORT_…, or null
  clap_id in_place_pair;  // the port of the other direction that may share the buffer, or CLAP_INVALID_ID
} clap_audio_port_info_t;

typedef struct clap_plugin_audio_ports {
  /// [main-thread]
  uint32_t (*count)(const clap_plugin_t *plugin, bool is_input);

  /// [main-thread]
  bool (*get)(const clap_plugin_t *plugin, uint32_t index, bool is_input, clap_audio_port_info_t *info);
} clap_plugin_audio_ports_t;

/// What changed. All but names need a plugin that is not active.
enum : uint32_t {
  CLAP_AUDIO_PORTS_RESCAN_NAMES = 1 << 0,
  CLAP_AUDIO_PORTS_RESCAN_FLAGS = 1 << 1,
  CLAP_AUDIO_PORTS_RESCAN_CHANNEL_COUNT = 1 << 2,
  CLAP_AUDIO_PORTS_RESCAN_PORT_TYPE = 1 << 3,
  CLAP_AUDIO_PORTS_RESCAN_IN_PLACE_PAIR = 1 << 4,
  CLAP_AUDIO_PORTS_RESCAN_LIST = 1 << 5,
};

typedef struct clap_host_audio_ports {
  /// [main-thread]
  bool (*is_rescan_flag_supported)(const clap_host_t *host, uint32_t flag);

  /// [main-thread]
  void (*rescan)(const clap_host_t *host, uint32_t flags);
} clap_host_audio_ports_t;
