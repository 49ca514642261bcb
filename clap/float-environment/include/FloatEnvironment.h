// The processor's mode for subnormal numbers, which are slow and which no plugin may put out.
#pragma once

#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// The calling thread's floating-point control word.
typedef uint64_t attractor_float_mode_t;

/// Makes the calling thread read and write subnormals as zero. Returns the mode to restore.
static inline attractor_float_mode_t attractor_flush_subnormals(void) {
#if defined(__x86_64__)
  const attractor_float_mode_t before = _mm_getcsr();
  _mm_setcsr((unsigned)before | 0x8040u); // flush to zero, denormals are zero
  return before;
#elif defined(__aarch64__)
  attractor_float_mode_t before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before));
  __asm__ volatile("msr fpcr, %0" ::"r"(before | (1ull << 24)));
  return before;
#else
  return 0;
#endif
}

/// The x86-64 level that processor and system offer: 2 for v4 (AVX-512), 1 for v3 (AVX2, FMA), else 0.
int attractor_instruction_set(void);

/// Puts the calling thread back into the mode it had.
static inline void attractor_restore_float_mode(attractor_float_mode_t mode) {
#if defined(__x86_64__)
  _mm_setcsr((unsigned)mode);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" ::"r"(mode));
#else
  (void)mode;
#endif
}
