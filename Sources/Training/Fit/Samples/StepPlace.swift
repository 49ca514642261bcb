/// One step in simulated material.
struct StepPlace {
  var trajectory: Int
  /// Index of the sample that the step ends at.
  var sample: Int
  /// The sample whose input is heard, with the input before it: another than `sample` in some steps to the side.
  var input: Int
  /// Index of a step to the side that ends there; none for the trajectory's own.
  var side: Int?

  init(trajectory: Int, sample: Int) {
    (self.trajectory, self.sample, input) = (trajectory, sample, sample)
  }
}
