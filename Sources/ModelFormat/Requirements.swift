func require(_ holds: Bool, _ place: String, _ expected: String, _ found: some Any) throws(ModelError) {
  if !holds { throw .range(place: place, expected: expected, found: "\(found)") }
}

func requireCount(_ found: Int, _ expected: Int, _ place: String) throws(ModelError) {
  if found != expected { throw .count(place: place, expected: expected, found: found) }
}

func requireFinite(_ value: Double, _ place: String) throws(ModelError) {
  if !value.isFinite { throw .notFinite(place: place) }
}

func requirePositive(_ value: Double, _ place: String) throws(ModelError) {
  try requireFinite(value, place)
  try require(value > 0, place, "more than 0", value)
}

func requireNumbers(_ values: [Double], _ count: Int, _ place: String) throws(ModelError) {
  try requireCount(values.count, count, place)
  if let index = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(place: "\(place)[\(index)]") }
}
