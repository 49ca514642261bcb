// The library's one exported symbol: constant data that points at three Swift functions (Sources/Plugin/Entry.swift).
#include "clap/clap.h"

bool attractor_entry_init(const char *plugin_path);
void attractor_entry_deinit(void);
const void *attractor_entry_get_factory(const char *factory_id);

CLAP_EXPORT const clap_plugin_entry_t clap_entry = {
  .clap_version = CLAP_VERSION_INIT,
  .init = attractor_entry_init,
  .deinit = attractor_entry_deinit,
  .get_factory = attractor_entry_get_factory,
};
