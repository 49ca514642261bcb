// A stereo gain: sample-accurate, modulatable, with a state of 24 bytes. It watches the host's threads and logs what
// it does not like.
#include <clap/clap.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GAIN = 10, MODE = 11 };

typedef struct {
  clap_plugin_t plugin;
  const clap_host_t *host;
  const clap_host_log_t *log;
  const clap_host_thread_check_t *threads;
  double gain, mode, modulation;
} gain_t;

static gain_t *self(const clap_plugin_t *plugin) { return plugin->plugin_data; }

static void expect(gain_t *g, bool is_main, const char *call) {
  if (!g->log || !g->threads) return;
  const bool is_right = is_main ? g->threads->is_main_thread(g->host) : g->threads->is_audio_thread(g->host);
  if (!is_right) g->log->log(g->host, CLAP_LOG_HOST_MISBEHAVING, call);
}
#define MAIN(plugin) expect(self(plugin), true, __func__)
#define AUDIO(plugin) expect(self(plugin), false, __func__)

static void apply(gain_t *g, const clap_event_header_t *header) {
  if (header->space_id != CLAP_CORE_EVENT_SPACE_ID) return;
  if (header->type == CLAP_EVENT_PARAM_VALUE) {
    const clap_event_param_value_t *event = (const void *)header;
    if (event->param_id == GAIN) g->gain = fmin(fmax(event->value, 0), 4);
    if (event->param_id == MODE) g->mode = event->value >= 0.5;
  } else if (header->type == CLAP_EVENT_PARAM_MOD) {
    const clap_event_param_mod_t *event = (const void *)header;
    if (event->param_id == GAIN) g->modulation = event->amount;
  }
}

static uint32_t port_count(const clap_plugin_t *p, bool is_input) { MAIN(p); return 1; }
static bool port_get(const clap_plugin_t *p, uint32_t index, bool is_input, clap_audio_port_info_t *info) {
  if (index > 0) return false;
  *info = (clap_audio_port_info_t){
    .id = is_input ? 1 : 2, .flags = CLAP_AUDIO_PORT_IS_MAIN, .channel_count = 2, .port_type = CLAP_PORT_STEREO,
    .in_place_pair = is_input ? 2 : 1};
  strcpy(info->name, is_input ? "In" : "Out");
  return true;
}
static const clap_plugin_audio_ports_t ports = {port_count, port_get};

static uint32_t param_count(const clap_plugin_t *p) { MAIN(p); return 2; }
static bool param_info(const clap_plugin_t *p, uint32_t index, clap_param_info_t *info) {
  if (index > 1) return false;
  *info = (clap_param_info_t){
    .id = index ? MODE : GAIN, .max_value = index ? 1 : 4, .default_value = index ? 0 : 1,
    .flags = CLAP_PARAM_IS_AUTOMATABLE
      | (index ? CLAP_PARAM_IS_STEPPED | CLAP_PARAM_IS_ENUM : CLAP_PARAM_IS_MODULATABLE)};
  strcpy(info->name, index ? "Mode" : "Gain");
  strcpy(info->module, "Main");
  return true;
}
static bool param_value(const clap_plugin_t *p, clap_id id, double *value) {
  MAIN(p);
  *value = id == GAIN ? self(p)->gain : self(p)->mode;
  return id == GAIN || id == MODE;
}
static bool param_text(const clap_plugin_t *p, clap_id id, double value, char *text, uint32_t size) {
  if (id == GAIN) return snprintf(text, size, "%.3f x", value) > 0;
  if (id == MODE) return snprintf(text, size, "%s", value >= 0.5 ? "Invert" : "Normal") > 0;
  return false;
}
static bool param_parse(const clap_plugin_t *p, clap_id id, const char *text, double *value) {
  if (id == MODE) {
    *value = strcmp(text, "Invert") == 0;
    return *value == 1 || strcmp(text, "Normal") == 0;
  }
  char unit = 0;
  return id == GAIN && sscanf(text, "%lf %c", value, &unit) == 2 && unit == 'x';
}
static void param_flush(const clap_plugin_t *p, const clap_input_events_t *in, const clap_output_events_t *out) {
  for (uint32_t i = 0; i < in->size(in); i++) apply(self(p), in->get(in, i));
}
static const clap_plugin_params_t params = {
  param_count, param_info, param_value, param_text, param_parse, param_flush};

static bool save(const clap_plugin_t *p, const clap_ostream_t *stream) {
  MAIN(p);
  char bytes[24] = "gain-v1";
  memcpy(bytes + 8, &self(p)->gain, 8);
  memcpy(bytes + 16, &self(p)->mode, 8);
  for (int64_t at = 0, moved; at < 24; at += moved)
    if ((moved = stream->write(stream, bytes + at, 24 - at)) <= 0) return false;
  return true;
}
static bool load(const clap_plugin_t *p, const clap_istream_t *stream) {
  MAIN(p);
  char bytes[24];
  for (int64_t at = 0, moved; at < 24; at += moved)
    if ((moved = stream->read(stream, bytes + at, 24 - at)) <= 0) return false;
  double gain, mode;
  memcpy(&gain, bytes + 8, 8);
  memcpy(&mode, bytes + 16, 8);
  const bool is_sound = gain >= 0 && gain <= 4 && (mode == 0 || mode == 1);
  if (memcmp(bytes, "gain-v1", 8) || !is_sound) return false;
  self(p)->gain = gain;
  self(p)->mode = mode;
  return true;
}
static const clap_plugin_state_t state = {save, load};

static bool init(const clap_plugin_t *p) {
  gain_t *g = self(p);
  g->log = g->host->get_extension(g->host, CLAP_EXT_LOG);
  g->threads = g->host->get_extension(g->host, CLAP_EXT_THREAD_CHECK);
  MAIN(p);
  if (g->log) g->log->log(g->host, CLAP_LOG_INFO, "ready");
  return true;
}
static void destroy(const clap_plugin_t *p) { MAIN(p); free(self(p)); }
static bool activate(const clap_plugin_t *p, double rate, uint32_t min, uint32_t max) { MAIN(p); return rate < 500000; }
static void deactivate(const clap_plugin_t *p) { MAIN(p); }
static bool start(const clap_plugin_t *p) { AUDIO(p); return true; }
static void stop(const clap_plugin_t *p) { AUDIO(p); }
static void reset(const clap_plugin_t *p) { AUDIO(p); }
static void on_main_thread(const clap_plugin_t *p) { MAIN(p); }

static clap_process_status process(const clap_plugin_t *p, const clap_process_t *block) {
  AUDIO(p);
  gain_t *g = self(p);
  uint32_t next = 0, count = block->in_events->size(block->in_events);
  for (uint32_t n = 0; n < block->frames_count; n++) {
    while (next < count) {
      const clap_event_header_t *event = block->in_events->get(block->in_events, next);
      if (event->time > n) break;
      apply(g, event);
      next++;
    }
    float factor = (float)((g->gain + g->modulation) * (g->mode >= 0.5 ? -1 : 1));
    for (int c = 0; c < 2; c++)
      block->audio_outputs[0].data32[c][n] = factor * block->audio_inputs[0].data32[c][n];
  }
  for (; next < count; next++) apply(g, block->in_events->get(block->in_events, next));
  return CLAP_PROCESS_CONTINUE;
}

static const void *extension(const clap_plugin_t *p, const char *id) {
  if (!strcmp(id, CLAP_EXT_AUDIO_PORTS)) return &ports;
  if (!strcmp(id, CLAP_EXT_PARAMS)) return &params;
  if (!strcmp(id, CLAP_EXT_STATE)) return &state;
  return NULL;
}

static const char *const features[] = {CLAP_PLUGIN_FEATURE_AUDIO_EFFECT, CLAP_PLUGIN_FEATURE_STEREO, NULL};
static const clap_plugin_descriptor_t descriptor = {
  CLAP_VERSION_INIT, "org.attractor.fixture.gain", "Fixture Gain", "Attractor", "", "", "", "1.0.0", "A gain.", features};

static uint32_t plugin_count(const clap_plugin_factory_t *f) { return 1; }
static const clap_plugin_descriptor_t *plugin_descriptor(const clap_plugin_factory_t *f, uint32_t index) {
  return index ? NULL : &descriptor;
}
static const clap_plugin_t *create(const clap_plugin_factory_t *f, const clap_host_t *host, const char *id) {
  if (strcmp(id, descriptor.id)) return NULL;
  gain_t *g = calloc(1, sizeof *g);
  *g = (gain_t){.host = host, .gain = 1};
  g->plugin = (clap_plugin_t){
    &descriptor, g, init, destroy, activate, deactivate, start, stop, reset, process, extension, on_main_thread};
  return &g->plugin;
}
static const clap_plugin_factory_t factory = {plugin_count, plugin_descriptor, create};

static bool entry_init(const char *path) { return true; }
static void entry_deinit(void) {}
static const void *get_factory(const char *id) { return strcmp(id, CLAP_PLUGIN_FACTORY_ID) ? NULL : &factory; }

const clap_plugin_entry_t clap_entry = {CLAP_VERSION_INIT, entry_init, entry_deinit, get_factory};
