import Circuits
import FoundationEssentials
import Glibc
import Signals
import Testing

/// Every circuit of Models, its knobs at their defaults, against ngspice.
@Suite(.serialized) struct ModelTests {
  enum Drive: String, CaseIterable, Sendable {
    case guitar
    /// The same 12 dB louder.
    case hotGuitar
    /// A sine of 5 V from 50 Hz to 12 kHz.
    case sweep

    func input() throws -> [Double] {
      switch self {
      case .guitar: return try Judge.guitar(peak: 0.5, seconds: 0.03)
      case .hotGuitar: return try Judge.guitar(peak: 2, seconds: 0.03)
      case .sweep:
        let (seconds, from, to) = (0.03, 50.0, 12_000.0)
        let growth = log(to / from) / seconds
        return (0..<Int(seconds * Judge.inputRate)).map { n in
          let t = Double(n) / Judge.inputRate
          return 5 * sin(2 * .pi * from / growth * (exp(growth * t) - 1))
        }
      }
    }
  }

  private struct Recipe: Decodable {
    struct Control: Decodable {
      var id: String
      var `default`: Double
    }
    var controls: [Control]
  }

  static let models = "/\(Guitar.root)/Models"
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: models)) ?? []).filter {
    FileManager.default.fileExists(atPath: "\(models)/\($0)/circuit.cir")
  }.sorted()

  @Test func allAreThere() { #expect(Self.names.count >= 8, "\(Self.names)") }

  @Test(arguments: names, Drive.allCases) func agreesWithNgspice(name: String, drive: Drive) throws {
    let circuit = try Circuit(contentsOf: "\(Self.models)/\(name)/circuit.cir")
    let recipe = try JSONDecoder().decode(
      Recipe.self, from: Data(contentsOf: URL(filePath: "\(Self.models)/\(name)/recipe.json")))
    let knobs = circuit.controls.map { id in recipe.controls.first { $0.id == id }?.default ?? .nan }
    let verdict = try Judge.compare(circuit, "\(name), \(drive.rawValue)", input: drive.input(), knobs: knobs)
    #expect(verdict.error < 1e-6)
    #expect(verdict.convergence < 1e-6)
  }
}
