#include "file.h"

#include <stdlib.h>

static const clap_preset_discovery_provider_descriptor_t descriptor = {
  CLAP_VERSION_INIT, "org.attractor.fixture.file.presets", "Nameless presets", "Attractor"};

static bool init(const clap_preset_discovery_provider_t *p) {
  const clap_preset_discovery_indexer_t *indexer = p->provider_data;
  return indexer->declare_location(
    indexer, &(clap_preset_discovery_location_t){0, "Factory", CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN, NULL});
}
static void destroy(const clap_preset_discovery_provider_t *p) { free((void *)p); }
static bool metadata(
  const clap_preset_discovery_provider_t *p, uint32_t kind, const char *location,
  const clap_preset_discovery_metadata_receiver_t *receiver) {
  if (!receiver->begin_preset(receiver, "", "key")) return true;
  receiver->add_plugin_id(receiver, &(clap_universal_plugin_id_t){"clap", "org.attractor.fixture.file"});
  return true;
}
static const void *extension(const clap_preset_discovery_provider_t *p, const char *id) { return NULL; }

static uint32_t count(const clap_preset_discovery_factory_t *f) { return 1; }
static const clap_preset_discovery_provider_descriptor_t *get(const clap_preset_discovery_factory_t *f, uint32_t index) {
  return index ? NULL : &descriptor;
}
static const clap_preset_discovery_provider_t *create(
  const clap_preset_discovery_factory_t *f, const clap_preset_discovery_indexer_t *indexer, const char *id) {
  clap_preset_discovery_provider_t *provider = malloc(sizeof *provider);
  *provider = (clap_preset_discovery_provider_t){&descriptor, (void *)indexer, init, destroy, metadata, extension};
  return provider;
}
const clap_preset_discovery_factory_t nameless_presets = {count, get, create};
