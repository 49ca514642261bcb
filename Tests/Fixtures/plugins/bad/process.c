// The sound: y = factor · x + DECAY · y′, and all that may go wrong on the audio thread.
#define _GNU_SOURCE
#include "bad.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static double get(const clap_audio_buffer_t *port, int channel, uint32_t frame) {
  const double x = port->data64 ? port->data64[channel][frame] : port->data32[channel][frame];
  return x;
}

static void put(clap_audio_buffer_t *port, int channel, uint32_t frame, double y) {
  if (port->data64) port->data64[channel][frame] = y;
  else port->data32[channel][frame] = (float)y;
}

static double step(bad_t *b, int channel, double x) {
  if (does(b, HEALS_SLOWLY) && isnan(x)) b->ill = 4096;
  if (!does(b, KEEPS_NAN) && !(fabs(x) < 1e6)) x = 0;
  const double factor = clamp(b->gain + b->modulation, 4) * (b->mode >= 0.5 ? -1 : 1);
  double y = factor * x + DECAY * b->ring[channel];
  if (b->ill > 0) return b->ill--, NAN;
  if (does(b, PASSES_SUBNORMALS) && fabs(x) < 1e-38 && x != 0) return x;
  if (does(b, SUBNORMAL)) {
    if (fabs(y) < 1e-40) y = 0;
  } else if (fabs(y) < 1e-12) {
    y = 0;
  }
  if ((does(b, NAN_OUT) && x == 0) || (does(b, BREAKS_AT_HIGH_RATES) && b->rate > 200000)) y = NAN;
  if (does(b, OVERFLOWS) && fabs(x) > 100) y = INFINITY;
  b->ring[channel] = isfinite(y) || does(b, KEEPS_NAN) ? y : 0;
  if (does(b, PLAYS_DICE)) y += 1e-3 * rand() / RAND_MAX;
  return y;
}

/// What must not be done here, done once per block.
static void sin_of_the_block(bad_t *b, const clap_process_t *block) {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  b->blocks++;
  switch (b->behaviour) {
  case HANGS: for (;;) usleep(1000);
  case CRASHES: *(volatile int *)8 = 1; break;
  case WRONG_THREAD: {
    const clap_host_params_t *params = b->host->get_extension(b->host, CLAP_EXT_PARAMS);
    if (params) params->rescan(b->host, CLAP_PARAM_RESCAN_VALUES);
    break;
  }
  case NEEDS_TRANSPORT: b->mode = b->mode * (block->transport->tempo > 0); break;
  case ALLOCATES: b->memory = realloc(b->memory, 64 + b->blocks % 64); break;
  case FREES:
    free(b->memory);
    b->memory = NULL;
    break;
  case LOCKS:
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    break;
  case SYSTEM_CALLS: usleep(1); break;
#if defined(__x86_64__)
  case FLOAT_MODE: _mm_setcsr(_mm_getcsr() ^ 0x8040u); break;
#endif
  default: break;
  }
}

static void unsorted(const clap_output_events_t *out) {
  for (int i = 0; i < 2; i++) {
    clap_event_param_gesture_t event = {
      {sizeof event, i ? 0 : 1, CLAP_CORE_EVENT_SPACE_ID, i ? CLAP_EVENT_PARAM_GESTURE_END : CLAP_EVENT_PARAM_GESTURE_BEGIN, 0},
      GAIN};
    out->try_push(out, &event.header);
  }
}

clap_process_status bad_process(const clap_plugin_t *p, const clap_process_t *block) {
  bad_t *b = self(p);
  sin_of_the_block(b, block);
  if (does(b, NEEDS_BLOCK_SIZE) && block->frames_count % 2) return CLAP_PROCESS_ERROR;
  if (does(b, TIRES_OF_RESETS) && b->resets > 4) return CLAP_PROCESS_ERROR;
  if (does(b, DIES_OF_AGE) && b->activations > 1 && b->resets > 0 && b->loads > 0) return CLAP_PROCESS_ERROR;
  if (does(b, FEW_EVENTS) && block->in_events->size(block->in_events) > 400) return CLAP_PROCESS_ERROR;
  if (does(b, SKIPS_SHORT_BLOCKS) && block->frames_count < 8) memset(b->ring, 0, sizeof b->ring);
  if (does(b, NEEDS_FRAMES) && block->frames_count == 0) return CLAP_PROCESS_ERROR;
  if (does(b, UNSORTED) && block->frames_count > 1) unsorted(block->out_events);
  const clap_audio_buffer_t *in = block->audio_inputs;
  clap_audio_buffer_t *out = block->audio_outputs;
  const uint32_t count = block->in_events->size(block->in_events);
  for (uint32_t i = 0; does(b, UNKNOWN_EVENTS) && i < count; i++)
    if (block->in_events->get(block->in_events, i)->type > CLAP_EVENT_MIDI2) return CLAP_PROCESS_ERROR;
  uint32_t next = 0;
  bool constant[2] = {true, true}, silent = true;
  for (uint32_t n = 0; n < block->frames_count; n++) {
    for (; next < count; next++) {
      const clap_event_header_t *event = block->in_events->get(block->in_events, next);
      if (event->time > n && !does(b, EVENTS_AT_BLOCKS)) break;
      if (!does(b, DROPS_EVENTS)) bad_apply(b, event, block->out_events);
    }
    double x[2] = {get(in, 0, n), get(in, 1, n)};
    if (does(b, TRUSTS_CONSTANT_MASK) && in->constant_mask) x[0] = x[1] = 0;
    for (int c = 0; c < 2; c++) {
      double y = step(b, c, x[c]);
      if (does(b, WRONG_64) && out->data64) y *= 0.5;
      silent = silent && x[c] == 0 && y == 0;
      constant[c] = constant[c] && (n == 0 || (float)y == (float)get(out, c, 0));
      if (does(b, LEAVES_OUTPUT) && c == 1 && n == block->frames_count - 1) continue;
      put(out, c, n, y);
      if (does(b, BREAKS_IN_PLACE)) x[1] = get(in, 1, n) + get(in, 0, n) * (in->data32 && out->data32[0] == in->data32[0]);
    }
    if (does(b, WRITES_INPUT)) in->data32 ? (in->data32[0][n] = 0.25f) : (in->data64[0][n] = 0.25);
  }
  for (; next < count && !(does(b, DROPS_LATE_EVENTS) && block->frames_count > 0); next++)
    if (!does(b, DROPS_EVENTS)) bad_apply(b, block->in_events->get(block->in_events, next), block->out_events);
  if (does(b, OVERRUNS_OUTPUT) && out->data32) out->data32[1][block->frames_count] = 0.25f;
  out->constant_mask = does(b, WRONG_CONSTANT_MASK) ? 3 : constant[0] | constant[1] << 1;
  if (block->frames_count == 0) out->constant_mask = 0;
  if (does(b, LIES_ABOUT_SLEEP)) return CLAP_PROCESS_SLEEP;
  return silent && block->frames_count > 0 ? CLAP_PROCESS_SLEEP : CLAP_PROCESS_CONTINUE;
}
