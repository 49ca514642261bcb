#pragma once

#include "../plugin.h"

#define CLAP_EXT_AMBISONIC "clap.ambisonic/3"
#define CLAP_EXT_AMBISONIC_COMPAT "clap.ambisonic.draft/3"
#define CLAP_PORT_AMBISONIC "ambisonic"

enum : uint32_t {
  CLAP_AMBISONIC_ORDERING_FUMA = 0,
  CLAP_AMBISONIC_ORDERING_ACN = 1,
};

enum : uint32_t {
  CLAP_AMBISONIC_NORMALIZATION_MAXN = 0,
  CLAP_AMBISONIC_NORMALIZATION_SN3D = 1,
  CLAP_AMBISONIC_NORMALIZATION_N3D = 2,
  CLAP_AMBISONIC_NORMALIZATION_SN2D = 3,
  CLAP_AMBISONIC_NORMALIZATION_N2D = 4,
};

typedef struct clap_ambisonic_config {
  uint32_t ordering;
  uint32_t normalization;
} clap_ambisonic_config_t;

typedef struct clap_plugin_ambisonic {
  /// [main-thread]
  bool (*is_config_supported)(const clap_plugin_t *plugin, const clap_ambisonic_config_t *config);

  /// [main-thread]
  bool (*get_config)(
    const clap_plugin_t *plugin, bool is_input, uint32_t port_index, clap_ambisonic_config_t *config);
} clap_plugin_ambisonic_t;

typedef struct clap_host_ambisonic {
  /// [main-thread & !active]
  void (*changed)(const clap_host_t *host);
} clap_host_ambisonic_t;
