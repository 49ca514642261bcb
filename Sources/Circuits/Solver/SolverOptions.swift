/// How exactly the equations are solved.
public struct SolverOptions: Sendable, Hashable {
  /// Newton's method ends when its last update stays below this many volts (and the residual below what that means
  /// in each equation). Convergence is quadratic, so the error left is about the square, in units of a junction's
  /// tens of millivolts: 1e-7 leaves 1e-13 V.
  public var voltageTolerance = 1e-7
  /// The same for currents that are unknowns themselves, in amperes.
  public var currentTolerance = 1e-10
  /// Added to both, relative to the unknown's magnitude.
  public var relativeTolerance = 1e-9
  /// A stage also ends when what its last update left to do is, by the curvature of the junctions, no more than this
  /// share of any junction's current.
  public var junctionTolerance = 5e-8
  /// The same for expressions with corners: the largest update, in volts, that may end a stage unchecked.
  public var cornerTolerance = 1e-5
  /// After so many stages that ended with their first update, the next one is checked by a second.
  public var uncheckedStages = 64
  /// Newton updates before damping, then cutting of the step, is tried.
  public var plainIterations = 24
  /// Newton updates with damping.
  public var dampedIterations = 200
  /// A step is halved where the slope of a capacitor's voltage changes within it by more than this many volts per step.
  public var bendTolerance = 0.1
  /// How often for that reason; 0 leaves every step whole that has a solution.
  public var refinements = 3
  /// How often a step that finds no solution may be halved.
  public var halvings = 10

  public init() {}
}
