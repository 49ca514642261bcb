#pragma once

#include "../plugin.h"

#define CLAP_EXT_EVENT_REGISTRY "clap.event-registry"

typedef struct clap_host_event_registry {
  /// Maps the name of an event space to its number for this session. [main-thread]
  bool (*query)(const clap_host_t *host, const char *space_name, uint16_t *space_id);
} clap_host_event_registry_t;
