extension Control {
  /// Checks a list of controls: names, ranges, defaults and labels.
  ///
  /// - Parameter place: what errors call the list.
  public static func validate(_ controls: [Control], place: String) throws(ModelError) {
    let most = Model.Limit.controls
    try require(controls.count <= most, place, "at most \(most)", controls.count)
    for (index, control) in controls.enumerated() {
      let place = "\(place)[\(index)]"
      try require(isIdentifier(control.id), "\(place).id", identifierRule, control.id)
      try require(!controls[..<index].contains { $0.id == control.id }, "\(place).id", "a name of its own", control.id)
      try requireFinite(control.minimum, "\(place).minimum")
      try requireFinite(control.maximum, "\(place).maximum")
      try requireFinite(control.default, "\(place).default")
      try require(control.minimum < control.maximum, "\(place).maximum", "more than the minimum", control.maximum)
      let range = control.minimum...control.maximum
      try require(range.contains(control.default), "\(place).default", "\(range)", control.default)
      for (number, label) in control.labels.enumerated() {
        let place = "\(place).labels[\(number)].at"
        try requireFinite(label.at, place)
        try require(range.contains(label.at), place, "\(range)", label.at)
        let before = number > 0 ? control.labels[number - 1].at : -.infinity
        try require(label.at > before, place, "more than the label before", label.at)
      }
    }
  }
}

let identifierRule = "lower-case letters, digits and hyphens"

func isIdentifier(_ text: String) -> Bool {
  !text.isEmpty && text.utf8.count <= 64
    && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
}
