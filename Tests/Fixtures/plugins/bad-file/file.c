// A file that does one thing wrong: what its own name says. Copies of it under other names are other files.
#define _GNU_SOURCE
#include "file.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static char name[64];
static bool lives_again;
static bool is(const char *what) { return !strcmp(name, what); }

static void work(double seconds) {
  const clock_t end = clock() + (clock_t)(seconds * CLOCKS_PER_SEC);
  while (clock() < end) {}
}

#define ID "org.attractor.fixture.file"
static const char *const features[] = {CLAP_PLUGIN_FEATURE_AUDIO_EFFECT, NULL};
static const clap_plugin_descriptor_t descriptors[] = {
  {CLAP_VERSION_INIT, ID, "File", "Attractor", "", "", "", "1.0.0", "", features},
  {CLAP_VERSION_INIT, ID ".other", "Other", "Attractor", "", "", "", "1.0.0", "", features}};

static bool init(const clap_plugin_t *p) {
  if (is("slow-instances")) work(0.25);
  return true;
}
static void destroy(const clap_plugin_t *p) { free((void *)p); }
static bool activate(const clap_plugin_t *p, double rate, uint32_t min, uint32_t max) { return true; }
static bool yes(const clap_plugin_t *p) { return true; }
static void nothing(const clap_plugin_t *p) {}
static clap_process_status process(const clap_plugin_t *p, const clap_process_t *block) { return CLAP_PROCESS_CONTINUE; }
static const void *extension(const clap_plugin_t *p, const char *id) { return NULL; }

static uint32_t count(const clap_plugin_factory_t *f) { return is("same-id-twice") ? 2 : 1; }
static const clap_plugin_descriptor_t *describe(const clap_plugin_factory_t *f, uint32_t index) {
  if (index >= count(f) && !is("endless-factory")) return NULL;
  return &descriptors[is("other-after-restart") && lives_again];
}
static const clap_plugin_t *create(const clap_plugin_factory_t *f, const clap_host_t *host, const char *id) {
  if (strcmp(id, ID) && !is("creates-anything")) return NULL;
  clap_plugin_t *plugin = malloc(sizeof *plugin);
  *plugin = (clap_plugin_t){
    &descriptors[0], NULL, init, destroy, activate, nothing, yes, nothing, nothing, process, extension, nothing};
  return plugin;
}
static const clap_plugin_factory_t factory = {count, describe, create};

static bool entry_init(const char *path) {
  const char *last = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
  const size_t length = strcspn(last, ".");
  memcpy(name, last, length < sizeof name ? length : sizeof name - 1);
  // The process remembers what a library that was unloaded does not.
  lives_again = getenv("ATTRACTOR_FIXTURE_FILE") != NULL;
  setenv("ATTRACTOR_FIXTURE_FILE", "1", 1);
  if (is("slow-to-load")) work(0.15);
  return !is("refuses");
}
static void entry_deinit(void) {}
static const void *get_factory(const char *id) {
  if (!strcmp(id, CLAP_PLUGIN_FACTORY_ID) || is("any-factory")) return &factory;
  return is("nameless-presets") && !strcmp(id, CLAP_PRESET_DISCOVERY_FACTORY_ID) ? &nameless_presets : NULL;
}

const clap_plugin_entry_t clap_entry = {CLAP_VERSION_INIT, entry_init, entry_deinit, get_factory};
