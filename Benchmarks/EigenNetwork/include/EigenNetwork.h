// A small state-space network the way a user of a C++ inference library writes it: Eigen matrices of fixed size, one
// sample after the other.
#ifndef EIGEN_NETWORK_H
#define EIGEN_NETWORK_H

#ifdef __cplusplus
extern "C" {
#endif

typedef struct EigenNetwork EigenNetwork;

typedef enum EigenActivation {
  EigenActivationPlainTanh,     // std::tanh of each value
  EigenActivationFastTanh,      // Eigen's own vectorised tanh
  EigenActivationRationalTanh,  // x (27 + x²) / (27 + 9 x²) on |x| ≤ 3
} EigenActivation;

/// A network of two states and two input taps, at rest; NULL for a shape that there is no template for.
///
/// - weights: per layer the matrix row by row, then the biases; last the output matrix row by row, and its biases.
EigenNetwork *eigen_network_create(int layers, int units, EigenActivation activation, const float *weights);

void eigen_network_destroy(EigenNetwork *network);

/// Plays `count` samples: the states move by the network's output, the first of them is what is heard.
void eigen_network_run(EigenNetwork *network, const float *input, float *output, long count);

#ifdef __cplusplus
}
#endif

#endif
