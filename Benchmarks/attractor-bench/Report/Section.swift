import Plot

/// What one group of measurements has found.
struct Section: Encodable {
  var title: String
  var figures: [Figure] = []
  /// Tables and remarks, ready to print.
  var text = ""
  var charts: [Chart] = []

  private enum CodingKeys: String, CodingKey { case title, figures }
}

/// The whole run, as it goes into the JSON file.
struct Report: Encodable {
  var processor: Processor
  /// What the plugin chooses on this processor.
  var instructionSet: String
  var slices: Int
  var sliceSeconds: Double
  var sections: [Section]
}
