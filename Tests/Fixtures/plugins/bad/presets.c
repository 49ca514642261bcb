// One preset per plugin, inside the library.
#include "bad.h"

static const clap_preset_discovery_provider_descriptor_t descriptor = {
  CLAP_VERSION_INIT, "org.attractor.fixture.bad.presets", "Bad presets", "Attractor"};

typedef struct {
  clap_preset_discovery_provider_t provider;
  const clap_preset_discovery_indexer_t *indexer;
} provider_t;

static bool init(const clap_preset_discovery_provider_t *p) {
  const clap_preset_discovery_indexer_t *indexer = ((provider_t *)p->provider_data)->indexer;
  return indexer->declare_location(
    indexer, &(clap_preset_discovery_location_t){
               CLAP_PRESET_DISCOVERY_IS_FACTORY_CONTENT, "Factory", CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN, NULL});
}
static void destroy(const clap_preset_discovery_provider_t *p) { free(p->provider_data); }

static bool metadata(
  const clap_preset_discovery_provider_t *p, uint32_t kind, const char *location,
  const clap_preset_discovery_metadata_receiver_t *receiver) {
  if (kind != CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN) return false;
  for (uint32_t i = 0; i < BEHAVIOUR_COUNT; i++) {
    if (!receiver->begin_preset(receiver, "Loud", "loud")) return true;
    receiver->add_plugin_id(receiver, &(clap_universal_plugin_id_t){"clap", bad_descriptor(i)->id});
  }
  return true;
}
static const void *extension(const clap_preset_discovery_provider_t *p, const char *id) { return NULL; }

static uint32_t count(const clap_preset_discovery_factory_t *f) { return 1; }
static const clap_preset_discovery_provider_descriptor_t *get(const clap_preset_discovery_factory_t *f, uint32_t index) {
  return index ? NULL : &descriptor;
}
static const clap_preset_discovery_provider_t *create(
  const clap_preset_discovery_factory_t *f, const clap_preset_discovery_indexer_t *indexer, const char *id) {
  if (!indexer || strcmp(id, descriptor.id)) return NULL;
  provider_t *p = calloc(1, sizeof *p);
  p->indexer = indexer;
  p->provider = (clap_preset_discovery_provider_t){&descriptor, p, init, destroy, metadata, extension};
  return &p->provider;
}
const clap_preset_discovery_factory_t bad_presets = {count, get, create};

static bool load(const clap_plugin_t *p, uint32_t kind, const char *location, const char *key) {
  if (does(self(p), TAKES_EVERY_PRESET)) return true;
  if (kind != CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN || !key || strcmp(key, "loud")) return false;
  if (does(self(p), REFUSES_PRESETS)) return false;
  self(p)->gain = 2;
  return true;
}
const clap_plugin_preset_load_t bad_preset_load = {load};
