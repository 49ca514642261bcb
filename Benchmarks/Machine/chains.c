#include "LatencyChains.h"

#define REPEATED(instruction) ".rept 64\n\t" instruction "\n\t.endr\n\t"

#if defined(__x86_64__)

#define INTEGER_ADD "addq %[step], %[value]"

// The vector instructions of AVX2 with FMA, which the kernel uses: ones in ymm1, the chain runs through ymm0.
#define VECTOR_CHAIN(instructions)                                                                 \
  __asm__ volatile(                                                                                \
      "vbroadcastss %[one], %%ymm1\n\tvmovaps %%ymm1, %%ymm0\n\t1:\n\t" REPEATED(instructions)     \
      "decq %[rounds]\n\tjnz 1b\n\tvzeroupper"                                                     \
      : [memory] "+m"(memory), [rounds] "+r"(rounds)                                               \
      : [one] "m"(one)                                                                             \
      : "xmm0", "xmm1", "cc")

static void run_vectors(LatencyChain chain, long rounds) {
  const float one = 1;
  struct {
    _Alignas(32) float lanes[8];
  } memory = {0};
  if (rounds < 1) return;
  switch (chain) {
    case LatencyChainAdd: VECTOR_CHAIN("vaddps %%ymm1, %%ymm0, %%ymm0"); break;
    case LatencyChainMultiply: VECTOR_CHAIN("vmulps %%ymm1, %%ymm0, %%ymm0"); break;
    case LatencyChainFMA: VECTOR_CHAIN("vfmadd213ps %%ymm1, %%ymm1, %%ymm0"); break;
    case LatencyChainDivide: VECTOR_CHAIN("vdivps %%ymm1, %%ymm0, %%ymm0"); break;
    case LatencyChainMinimum: VECTOR_CHAIN("vminps %%ymm1, %%ymm0, %%ymm0"); break;
    case LatencyChainPermute: VECTOR_CHAIN("vpermps %%ymm0, %%ymm1, %%ymm0"); break;
    case LatencyChainExchange: VECTOR_CHAIN("vmovaps %%ymm0, %[memory]\n\tvbroadcastss %[memory], %%ymm0"); break;
    default: break;
  }
}

bool latency_chain_exists(LatencyChain chain) {
  return chain == LatencyChainInteger || (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"));
}

#elif defined(__aarch64__)

#define INTEGER_ADD "add %[value], %[value], %[step]"

static void run_vectors(LatencyChain chain, long rounds) {}

bool latency_chain_exists(LatencyChain chain) { return chain == LatencyChainInteger; }

#else
#error "expected x86-64 or arm64"
#endif

void latency_chain_run(LatencyChain chain, long rounds) {
  if (chain != LatencyChainInteger) {
    run_vectors(chain, rounds);
    return;
  }
  long value = 0;
  const long step = 3;
  for (long round = 0; round < rounds; round++)
    __asm__ volatile(REPEATED(INTEGER_ADD) : [value] "+r"(value) : [step] "r"(step));
}
