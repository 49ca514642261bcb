import EigenNetwork

/// The same network through Eigen: one after the other where there are two channels.
final class EigenPlayer {
  private let networks: [OpaquePointer]
  private let audio: Channels

  init(_ network: KernelNetwork, _ activation: EigenActivation, _ audio: Channels) {
    networks = (0..<audio.count).map { _ in
      let (layers, units) = (Int32(network.shape.layers), Int32(network.shape.units))
      guard let made = eigen_network_create(layers, units, activation, network.floats) else {
        fatalError("expected a shape that EigenNetwork.cpp has a template for, got \(network.shape.name)")
      }
      return made
    }
    self.audio = audio
  }

  deinit { for network in networks { eigen_network_destroy(network) } }

  func run() {
    for (channel, network) in networks.enumerated() {
      eigen_network_run(network, audio.inputs[channel], audio.outputs[channel], audio.frameCount)
    }
  }
}
