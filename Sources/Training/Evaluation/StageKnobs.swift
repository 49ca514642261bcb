import ModelFormat

extension Model.Stage {
  /// Ids of the controls that it depends on, in the alphabet's order.
  package var knobs: [String] { Set(coordinates.compactMap(\.control)).sorted() }
}
