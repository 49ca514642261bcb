// Chains of equal instructions, each waiting for the one before: how long one of them takes.
#ifndef LATENCY_CHAINS_H
#define LATENCY_CHAINS_H

#include <stdbool.h>

typedef enum LatencyChain {
  LatencyChainInteger,   // addition of two registers: one cycle on every processor, so the clock
  LatencyChainAdd,       // packed floats from here on
  LatencyChainMultiply,
  LatencyChainFMA,
  LatencyChainDivide,
  LatencyChainMinimum,
  LatencyChainPermute,   // any lane into any lane
  LatencyChainExchange,  // store a vector, load one of its lanes into all lanes
} LatencyChain;

/// Instructions in one round.
#define LATENCY_CHAIN_LENGTH 64

/// Whether this processor has the chain's instruction.
bool latency_chain_exists(LatencyChain chain);

void latency_chain_run(LatencyChain chain, long rounds);

#endif
