// Crashes when a host asks it for its factory.
#include <clap/clap.h>

static bool entry_init(const char *path) { return true; }
static void entry_deinit(void) {}
static const void *get_factory(const char *id) {
  volatile int *nowhere = NULL;
  return (void *)(intptr_t)*nowhere;
}

const clap_plugin_entry_t clap_entry = {CLAP_VERSION_INIT, entry_init, entry_deinit, get_factory};
