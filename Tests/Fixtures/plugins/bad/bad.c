// A library of plugins that each do one thing wrong, named in behaviours.h.
#include "bad.h"

#include <fcntl.h>

static const char *const features[] = {CLAP_PLUGIN_FEATURE_AUDIO_EFFECT, CLAP_PLUGIN_FEATURE_STEREO, NULL};
static const char *const no_features[] = {NULL};

#define DESCRIPTOR(name, features) \
  {CLAP_VERSION_INIT, PREFIX name, "Bad: " name, "Attractor", "", "", "", "1.0.0", "", features}
static const clap_plugin_descriptor_t descriptors[] = {
#define BEHAVIOUR(constant, name) DESCRIPTOR(name, constant == NO_FEATURES ? no_features : features),
#include "behaviours.h"
#undef BEHAVIOUR
};
const clap_plugin_descriptor_t *bad_descriptor(uint32_t index) { return index < BEHAVIOUR_COUNT ? &descriptors[index] : NULL; }

static uint32_t port_count(const clap_plugin_t *p, bool is_input) { return 1; }
static bool port_get(const clap_plugin_t *p, uint32_t index, bool is_input, clap_audio_port_info_t *info) {
  if (index > 0 && !does(self(p), ENDLESS_PORTS)) return false;
  *info = (clap_audio_port_info_t){
    .id = is_input ? 1 : 2, .flags = CLAP_AUDIO_PORT_IS_MAIN | CLAP_AUDIO_PORT_SUPPORTS_64BITS, .channel_count = 2,
    .port_type = does(self(p), WRONG_PORT_TYPE) ? CLAP_PORT_MONO : CLAP_PORT_STEREO, .in_place_pair = is_input ? 2 : 1};
  strcpy(info->name, is_input ? "In" : does(self(p), PORTS_CHANGE) && self(p)->blocks > 4 ? "Other" : "Out");
  return true;
}
static const clap_plugin_audio_ports_t ports = {port_count, port_get};
static uint32_t latency_get(const clap_plugin_t *p) { return does(self(p), LATENCY_CHANGES) ? self(p)->blocks % 7 : 0; }
static const clap_plugin_latency_t latency = {latency_get};
static uint32_t tail_get(const clap_plugin_t *p) { return does(self(p), TAIL_TOO_SHORT) ? 1 : TAIL; }
static const clap_plugin_tail_t tail = {tail_get};

// Tables that no host calls.
static const clap_plugin_param_indication_t half = {NULL, NULL};
static clap_plugin_params_t moved;

static bool init(const clap_plugin_t *p) {
  bad_t *b = self(p);
  if (does(b, REFUSES_INIT)) return false;
  const clap_host_log_t *log = b->host->get_extension(b->host, CLAP_EXT_LOG);
  if (does(b, NEEDS_EXTENSIONS)) log->log(b->host, CLAP_LOG_DEBUG, "ready");
  if (does(b, LEAKS)) b->memory = memset(malloc(65536), 1, 65536);
  if (does(b, LEAVES_FILES_OPEN) && open("/dev/null", O_RDONLY) < 0) return false;
  if (does(b, NEEDS_INIT_TO_DIE)) b->memory = malloc(16);
  return true;
}
static void destroy(const clap_plugin_t *p) {
  bad_t *b = self(p);
  if (does(b, NEEDS_INIT_TO_DIE)) *(volatile char *)b->memory = 1;
  if (!does(b, LEAKS)) free(b->memory);
  free(b);
}
static bool activate(const clap_plugin_t *p, double rate, uint32_t min, uint32_t max) {
  memset(self(p)->ring, 0, sizeof self(p)->ring);
  self(p)->rate = rate;
  self(p)->starts = 0;
  const bool is_idle = self(p)->activations > 0 && !self(p)->plays;
  self(p)->plays = false;
  return (++self(p)->activations == 1 || !does(self(p), ACTIVATES_ONCE)) && !(does(self(p), MUST_PLAY) && is_idle);
}
static void deactivate(const clap_plugin_t *p) { self(p)->rate = 0; }
static bool start(const clap_plugin_t *p) {
  self(p)->plays = true;
  if (does(self(p), FREES) && !self(p)->memory) self(p)->memory = malloc(16);
  return ++self(p)->starts == 1 || !does(self(p), STARTS_ONCE);
}
static void stop(const clap_plugin_t *p) {}
static void reset(const clap_plugin_t *p) {
  if (!does(self(p), IGNORES_RESET)) memset(self(p)->ring, 0, sizeof self(p)->ring);
  if (does(self(p), RESETS_VALUES)) self(p)->gain = 1;
  self(p)->resets++;
}
static void on_main_thread(const clap_plugin_t *p) {}

static const void *extension(const clap_plugin_t *p, const char *id) {
  if (does(self(p), HALF_AN_EXTENSION) && !strcmp(id, CLAP_EXT_PARAM_INDICATION)) return &half;
  if (does(self(p), MOVES_EXTENSIONS) && self(p)->rate > 0 && !strcmp(id, CLAP_EXT_PARAMS)) return moved = bad_params, &moved;
  if (!strcmp(id, CLAP_EXT_AUDIO_PORTS)) return &ports;
  if (!strcmp(id, CLAP_EXT_PARAMS)) return &bad_params;
  if (!strcmp(id, CLAP_EXT_STATE)) return &bad_state;
  if (!strcmp(id, CLAP_EXT_LATENCY)) return &latency;
  if (!strcmp(id, CLAP_EXT_TAIL)) return &tail;
  if (!strcmp(id, CLAP_EXT_PRESET_LOAD)) return &bad_preset_load;
  // Something that is no extension at all, for names that no host should know either.
  return does(self(p), KNOWS_EVERY_EXTENSION) && strncmp(id, "clap.", 5) ? &ports : NULL;
}

static uint32_t plugin_count(const clap_plugin_factory_t *f) { return BEHAVIOUR_COUNT; }
static const clap_plugin_descriptor_t *plugin_descriptor(const clap_plugin_factory_t *f, uint32_t index) {
  return bad_descriptor(index);
}
static const clap_plugin_t *create(const clap_plugin_factory_t *f, const clap_host_t *host, const char *id) {
  uint32_t index = 0;
  while (index < BEHAVIOUR_COUNT && strcmp(id, descriptors[index].id)) index++;
  if (index == BEHAVIOUR_COUNT) return NULL;
  bad_t *b = calloc(1, sizeof *b);
  *b = (bad_t){.host = host, .behaviour = index, .gain = index == STARTS_ELSEWHERE ? 2 : 1};
  if (does(b, CALLS_HOST_IN_CREATE)) host->request_callback(host);
  b->plugin = (clap_plugin_t){
    &descriptors[index == DESCRIBES_ANOTHER ? NOTHING : index], b, init, destroy, activate, deactivate, start, stop, reset, bad_process, extension, on_main_thread};
  return &b->plugin;
}
static const clap_plugin_factory_t factory = {plugin_count, plugin_descriptor, create};

static bool entry_init(const char *path) { return true; }
static void entry_deinit(void) {}
static const void *get_factory(const char *id) {
  if (!strcmp(id, CLAP_PLUGIN_FACTORY_ID)) return &factory;
  return strcmp(id, CLAP_PRESET_DISCOVERY_FACTORY_ID) ? NULL : &bad_presets;
}

const clap_plugin_entry_t clap_entry = {CLAP_VERSION_INIT, entry_init, entry_deinit, get_factory};
