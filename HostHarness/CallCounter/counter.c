#include "CallCounter.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Local to the thread without any call that could allocate.
#define PER_THREAD static _Thread_local __attribute__((tls_model("initial-exec")))

PER_THREAD bool counts;
PER_THREAD int pauses;
PER_THREAD attractor_calls_t calls;

void attractor_count_begin(void) {
  calls = (attractor_calls_t){0};
  pauses = 0;
  counts = true;
}

attractor_calls_t attractor_count_end(void) {
  counts = false;
  return calls;
}

void attractor_count_pause(void) { pauses++; }
void attractor_count_resume(void) { pauses--; }

static inline void count(uint64_t *what) {
  if (counts && pauses == 0) ++*what;
}

void attractor_count_allocation(void) { count(&calls.allocations); }
void attractor_count_free(void) { count(&calls.frees); }
void attractor_count_lock(void) { count(&calls.locks); }
void attractor_count_system_call(void) { count(&calls.system_calls); }

uint64_t attractor_float_control(void) {
#if defined(__x86_64__)
  return _mm_getcsr() & ~0x3fu; // flags of what happened are no mode
#elif defined(__aarch64__)
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  return control;
#else
  return 0;
#endif
}

void attractor_set_float_control(uint64_t control) {
#if defined(__x86_64__)
  _mm_setcsr((unsigned)control);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" ::"r"(control));
#else
  (void)control;
#endif
}
