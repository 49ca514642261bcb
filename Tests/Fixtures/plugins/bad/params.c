// Parameters and the events that move them.
#include "bad.h"

#include <stdio.h>

static double shared = 1; // what all instances of one plugin have in common

void bad_apply(bad_t *b, const clap_event_header_t *header, const clap_output_events_t *out) {
  if (header->space_id != CLAP_CORE_EVENT_SPACE_ID && !does(b, FOREIGN_EVENTS)) return;
  if (header->type == CLAP_EVENT_PARAM_VALUE) {
    const clap_event_param_value_t *event = (const void *)header;
    if (does(b, NEEDS_COOKIES) && !event->cookie) return;
    if (does(b, TRUSTS_IDS)) ((volatile char *)b)[event->param_id > MODE ? (size_t)event->param_id << 8 : 0] += 0;
    const double value = does(b, NEVER_CLAMPS) ? event->value : clamp(event->value, event->param_id == GAIN ? 4 : 1);
    if (event->param_id == GAIN) b->gain = shared = value;
    if (event->param_id == MODE) b->mode = does(b, NEVER_CLAMPS) ? value : value >= 0.5;
    if (does(b, CLICKS_AT_VALUES)) b->ring[0] = b->ring[1] = 0;
    if (does(b, ECHOES_VALUES)) out->try_push(out, header);
  } else if (header->type == CLAP_EVENT_PARAM_MOD && !does(b, IGNORES_MODULATION)) {
    const clap_event_param_mod_t *event = (const void *)header;
    if (event->param_id == GAIN && isfinite(event->amount)) b->modulation = fmin(fmax(event->amount, -4), 4);
  }
}

static uint32_t count(const clap_plugin_t *p) { return 2; }

static bool info(const clap_plugin_t *p, uint32_t index, clap_param_info_t *info) {
  if (index > 1) return false;
  *info = (clap_param_info_t){
    .id = index && !does(self(p), IDS_COLLIDE) ? MODE : GAIN, .max_value = index ? 1 : 4,
    .default_value = index ? 0 : does(self(p), DEFAULT_OUT_OF_RANGE) ? 5 : 1, .cookie = self(p),
    .flags = CLAP_PARAM_IS_AUTOMATABLE
      | (index ? CLAP_PARAM_IS_STEPPED | CLAP_PARAM_IS_ENUM : CLAP_PARAM_IS_MODULATABLE)};
  strcpy(info->name, index ? "Mode" : "Gain");
  return true;
}

static bool value(const clap_plugin_t *p, clap_id id, double *value) {
  const double gain = does(self(p), SHARES_VALUES) ? shared : self(p)->gain;
  *value = id == GAIN ? gain : self(p)->mode;
  return id == GAIN || id == MODE || does(self(p), KNOWS_EVERY_ID);
}

static bool text(const clap_plugin_t *p, clap_id id, double value, char *text, uint32_t size) {
  if (id != GAIN && id != MODE) return false;
  if (does(self(p), OVERRUNS_TEXT)) size = 32;
  if (id == MODE) return snprintf(text, size, "%s", value >= 0.5 ? "Inverted" : "Normal") > 0;
  return snprintf(text, size, "%.3f x", value) > 0;
}

static bool parse(const clap_plugin_t *p, clap_id id, const char *text, double *value) {
  if (id == MODE) {
    *value = strcmp(text, "Inverted") == 0;
    return *value == 1 || strcmp(text, "Normal") == 0 || does(self(p), READS_NONSENSE);
  }
  double read = 0;
  char unit = 0;
  if (does(self(p), READS_NONSENSE) && id == GAIN && !*text) return *value = NAN, true;
  if (id != GAIN || sscanf(text, "%lf %c", &read, &unit) != 2 || unit != 'x' || !isfinite(read)) return false;
  *value = does(self(p), WRONG_TEXT) ? read * 0.5 : clamp(read, 4);
  return true;
}

static void flush(const clap_plugin_t *p, const clap_input_events_t *in, const clap_output_events_t *out) {
  if (does(self(p), DROPS_FLUSHES) || (does(self(p), FLUSHES_IDLE) && self(p)->rate > 0)) return;
  for (uint32_t i = 0; i < in->size(in); i++) bad_apply(self(p), in->get(in, i), out);
}

const clap_plugin_params_t bad_params = {count, info, value, text, parse, flush};
