#include "Callgrind.h"

#include <stdint.h>

/// Numbers of callgrind.h: 'C', 'T' and the request.
enum request : uint64_t {
  DUMP_STATS = 0x43540000,
  ZERO_STATS,
  START_INSTRUMENTATION = 0x43540004,
  STOP_INSTRUMENTATION,
};

/// Rotations that add up to whole turns: valgrind.h's preamble, which valgrind knows and a processor runs as nothing.
static void ask(enum request request) {
  const volatile uint64_t words[6] = {request};
#if defined(__x86_64__)
  uint64_t answer = 0;
  __asm__ volatile("rolq $3, %%rdi\n\trolq $13, %%rdi\n\trolq $61, %%rdi\n\trolq $51, %%rdi\n\t"
                   "xchgq %%rbx, %%rbx"
                   : "+d"(answer)
                   : "a"(words)
                   : "cc", "memory");
#elif defined(__aarch64__)
  __asm__ volatile("mov x3, xzr\n\tmov x4, %0\n\t"
                   "ror x12, x12, #3\n\tror x12, x12, #13\n\tror x12, x12, #51\n\tror x12, x12, #61\n\t"
                   "orr x10, x10, x10"
                   :
                   : "r"(words)
                   : "cc", "memory", "x3", "x4");
#else
  (void)words;
#endif
}

void attractor_callgrind_begin(void) {
  ask(START_INSTRUMENTATION);
  ask(ZERO_STATS);
}

void attractor_callgrind_end(void) {
  ask(DUMP_STATS);
  ask(STOP_INSTRUMENTATION);
}
