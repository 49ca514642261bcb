// A mono delay of 64 frames that reports its latency, then an echo 480 frames later at half the level that is its
// tail. It asks for one callback and one restart while it plays, and answers each with a log message.
#include <clap/clap.h>
#include <stdlib.h>
#include <string.h>

enum { LATENCY = 64, ECHO = 480, SIZE = 1024 };

typedef struct {
  clap_plugin_t plugin;
  const clap_host_t *host;
  const clap_host_log_t *log;
  float line[SIZE];
  uint32_t at, blocks, activations;
} echo_t;

static echo_t *self(const clap_plugin_t *plugin) { return plugin->plugin_data; }

static uint32_t port_count(const clap_plugin_t *p, bool is_input) { return 1; }
static bool port_get(const clap_plugin_t *p, uint32_t index, bool is_input, clap_audio_port_info_t *info) {
  *info = (clap_audio_port_info_t){
    .id = is_input, .flags = CLAP_AUDIO_PORT_IS_MAIN, .channel_count = 1, .port_type = CLAP_PORT_MONO,
    .in_place_pair = CLAP_INVALID_ID};
  return index == 0;
}
static const clap_plugin_audio_ports_t ports = {port_count, port_get};
static uint32_t latency_get(const clap_plugin_t *p) { return LATENCY; }
static const clap_plugin_latency_t latency = {latency_get};
static uint32_t tail_get(const clap_plugin_t *p) { return ECHO; }
static const clap_plugin_tail_t tail = {tail_get};

static bool init(const clap_plugin_t *p) {
  self(p)->log = self(p)->host->get_extension(self(p)->host, CLAP_EXT_LOG);
  return true;
}
static void destroy(const clap_plugin_t *p) { free(self(p)); }
static bool activate(const clap_plugin_t *p, double rate, uint32_t min, uint32_t max) {
  if (++self(p)->activations == 2) self(p)->log->log(self(p)->host, CLAP_LOG_INFO, "restarted");
  return true;
}
static void nothing(const clap_plugin_t *p) {}
static bool start(const clap_plugin_t *p) { return true; }
static void reset(const clap_plugin_t *p) { memset(self(p)->line, 0, sizeof self(p)->line); }
static void on_main_thread(const clap_plugin_t *p) { self(p)->log->log(self(p)->host, CLAP_LOG_INFO, "called back"); }

static clap_process_status process(const clap_plugin_t *p, const clap_process_t *block) {
  echo_t *e = self(p);
  if (++e->blocks == 2) e->host->request_callback(e->host);
  if (e->blocks == 3) e->host->request_restart(e->host);
  for (uint32_t n = 0; n < block->frames_count; n++, e->at++) {
    e->line[e->at % SIZE] = block->audio_inputs[0].data32[0][n];
    block->audio_outputs[0].data32[0][n] =
      e->line[(e->at + SIZE - LATENCY) % SIZE] + 0.5f * e->line[(e->at + SIZE - LATENCY - ECHO) % SIZE];
  }
  return CLAP_PROCESS_TAIL;
}

static const void *extension(const clap_plugin_t *p, const char *id) {
  if (!strcmp(id, CLAP_EXT_AUDIO_PORTS)) return &ports;
  if (!strcmp(id, CLAP_EXT_LATENCY)) return &latency;
  if (!strcmp(id, CLAP_EXT_TAIL)) return &tail;
  return NULL;
}

static const char *const features[] = {CLAP_PLUGIN_FEATURE_AUDIO_EFFECT, NULL};
static const clap_plugin_descriptor_t descriptor = {
  CLAP_VERSION_INIT, "org.attractor.fixture.echo", "Fixture Echo", "Attractor", "", "", "", "1.0.0", "", features};

static uint32_t plugin_count(const clap_plugin_factory_t *f) { return 1; }
static const clap_plugin_descriptor_t *plugin_descriptor(const clap_plugin_factory_t *f, uint32_t index) {
  return index ? NULL : &descriptor;
}
static const clap_plugin_t *create(const clap_plugin_factory_t *f, const clap_host_t *host, const char *id) {
  if (strcmp(id, descriptor.id)) return NULL;
  echo_t *e = calloc(1, sizeof *e);
  e->host = host;
  e->plugin = (clap_plugin_t){
    &descriptor, e, init, destroy, activate, nothing, start, nothing, reset, process, extension, on_main_thread};
  return &e->plugin;
}
static const clap_plugin_factory_t factory = {plugin_count, plugin_descriptor, create};

static bool entry_init(const char *path) { return true; }
static void entry_deinit(void) {}
static const void *get_factory(const char *id) { return strcmp(id, CLAP_PLUGIN_FACTORY_ID) ? NULL : &factory; }

const clap_plugin_entry_t clap_entry = {CLAP_VERSION_INIT, entry_init, entry_deinit, get_factory};
