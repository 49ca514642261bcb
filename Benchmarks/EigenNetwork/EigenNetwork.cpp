#include "EigenNetwork.h"

#include <cmath>
#include <eigen3/Eigen/Dense>

struct EigenNetwork {
  virtual ~EigenNetwork() = default;
  virtual void run(const float *input, float *output, long count) = 0;
};

namespace {

struct PlainTanh {
  template <typename Vector>
  static void apply(Vector &x) {
    for (int i = 0; i < Vector::RowsAtCompileTime; i++) x(i) = std::tanh(x(i));
  }
};

struct FastTanh {
  template <typename Vector>
  static void apply(Vector &x) {
    x = x.array().tanh();
  }
};

struct RationalTanh {
  template <typename Vector>
  static void apply(Vector &x) {
    const auto c = x.array().min(3.0f).max(-3.0f).eval();
    const auto s = (c * c).eval();
    x = (c * (s + 27.0f) / (s * 9.0f + 27.0f)).matrix();
  }
};

template <int Rows, int Columns>
struct Dense {
  Eigen::Matrix<float, Rows, Columns> weights;
  Eigen::Matrix<float, Rows, 1> bias;
  Eigen::Matrix<float, Rows, 1> output;

  const float *load(const float *from) {
    for (int i = 0; i < Rows; i++)
      for (int j = 0; j < Columns; j++) weights(i, j) = *from++;
    for (int i = 0; i < Rows; i++) bias(i) = *from++;
    return from;
  }

  template <typename Input>
  void forward(const Input &input) {
    output.noalias() = weights * input;
    output += bias;
  }
};

template <int Layers, int Units, typename Activation>
class Network final : public EigenNetwork {
  static constexpr int kStates = 2;
  static constexpr int kTaps = 2;

  Dense<Units, kStates + kTaps> first;
  Dense<Units, Units> further[Layers - 1];
  Dense<kStates, Units> last;
  Eigen::Matrix<float, kStates + kTaps, 1> z;
  Eigen::Matrix<float, kStates, 1> state;
  float previous = 0;

 public:
  explicit Network(const float *weights) {
    weights = first.load(weights);
    for (auto &layer : further) weights = layer.load(weights);
    last.load(weights);
    state.setZero();
  }

  void run(const float *input, float *output, long count) override {
    for (long n = 0; n < count; n++) {
      z << state, input[n], previous;
      previous = input[n];
      first.forward(z);
      Activation::apply(first.output);
      auto *below = &first.output;
      for (auto &layer : further) {
        layer.forward(*below);
        Activation::apply(layer.output);
        below = &layer.output;
      }
      last.forward(*below);
      state += last.output;
      output[n] = state(0);
    }
  }
};

template <typename Activation>
EigenNetwork *create(int layers, int units, const float *weights) {
  if (layers == 2 && units == 8) return new Network<2, 8, Activation>(weights);
  if (layers == 2 && units == 16) return new Network<2, 16, Activation>(weights);
  if (layers == 3 && units == 32) return new Network<3, 32, Activation>(weights);
  return nullptr;
}

}  // namespace

EigenNetwork *eigen_network_create(int layers, int units, EigenActivation activation, const float *weights) {
  switch (activation) {
    case EigenActivationPlainTanh: return create<PlainTanh>(layers, units, weights);
    case EigenActivationFastTanh: return create<FastTanh>(layers, units, weights);
    case EigenActivationRationalTanh: return create<RationalTanh>(layers, units, weights);
  }
  return nullptr;
}

void eigen_network_destroy(EigenNetwork *network) { delete network; }

void eigen_network_run(EigenNetwork *network, const float *input, float *output, long count) {
  network->run(input, output, count);
}
