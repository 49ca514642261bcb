// 40 bytes: a name, two values, the number of bytes that follow, a checksum of all before it.
#include "bad.h"

typedef struct {
  char name[8];
  double gain, mode;
  uint64_t length, checksum;
} content_t;

static uint64_t checksum(const content_t *content) {
  uint64_t sum = 0xcbf29ce484222325;
  for (size_t i = 0; i < offsetof(content_t, checksum); i++) sum = (sum ^ ((const uint8_t *)content)[i]) * 0x100000001b3;
  return sum;
}

static bool save(const clap_plugin_t *p, const clap_ostream_t *stream) {
  bad_t *b = self(p);
  static uint64_t saves;
  content_t content = {.name = "bad-v1", .gain = b->gain, .mode = b->mode};
  if (does(b, SAVES_MODULATION)) content.gain = clamp(b->gain + b->modulation, 4);
  if (does(b, STATE_NOT_DETERMINISTIC)) content.length = ++saves;
  content.checksum = checksum(&content);
  for (int64_t at = 0, moved; at < (int64_t)sizeof content; at += moved)
    if ((moved = stream->write(stream, (const char *)&content + at, sizeof content - at)) <= 0)
      return does(b, IGNORES_FULL_DISK);
  return true;
}

static bool load(const clap_plugin_t *p, const clap_istream_t *stream) {
  bad_t *b = self(p);
  content_t content = {0};
  int64_t at = 0;
  while (at < (int64_t)sizeof content) {
    const int64_t moved = stream->read(stream, (char *)&content + at, sizeof content - at);
    if (moved <= 0) break;
    at += moved;
    if (does(b, ONE_READ)) break;
  }
  if (does(b, TRUSTS_LENGTHS)) memset((void *)b->plugin.desc, 0, content.length); // read-only memory, but for length 0
  if (does(b, ACCEPTS_GARBAGE)) {
    b->gain = content.gain;
    b->mode = content.mode;
    return true;
  }
  if (does(b, ACCEPTS_NOTHING) && at == 0) return true;
  if (does(b, PADS_STATES) && at > 8 && at < (int64_t)sizeof content && !strcmp(content.name, "bad-v1"))
    return b->gain = -1, true;
  if (does(b, DAMAGE_IS_HEARD) && b->rate > 0 && content.checksum != checksum(&content)) b->ring[0] = NAN, b->ill = 4096;
  if (at < (int64_t)sizeof content || strcmp(content.name, "bad-v1") || content.checksum != checksum(&content)) return false;
  b->loads++;
  if (does(b, FORGETS_STATE) || (does(b, LOADS_IDLE) && b->plays)) return true;
  b->gain = clamp(content.gain, 4);
  b->mode = content.mode >= 0.5;
  return true;
}

const clap_plugin_state_t bad_state = {save, load};
