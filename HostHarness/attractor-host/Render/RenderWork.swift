import AudioFiles
import Foundation
import HostKit

/// One render of many: one input under one plan, into one file.
struct RenderWork {
  var input: String
  var plan: RenderPlan
  var output: String

  /// - Returns: the report, and the plugin's state at the end.
  func render(
    _ library: ClapLibrary, _ plugin: String?, _ form: RenderForm, offline: Bool, savesState: Bool = false,
    progress: (Double) -> Void = { _ in }
  ) throws -> (report: RenderReport, state: [UInt8]?) {
    let instance = try library.instantiate(plugin)
    var settings = try plan.prepare(instance, try form.settings())
    settings.offline = offline
    let result = try Renderer(instance, settings).render(try form.audio(input, for: instance), progress: progress)
    let state = savesState ? try instance.saveState() : nil
    try AudioFile.write(result.output, to: output, bits: try form.format())
    return (RenderReport(output, instance, result), state)
  }

  /// Whether it can be rendered, as far as that is known before.
  func check(_ library: ClapLibrary, _ plugin: String?, _ form: RenderForm) throws {
    try AudioFile.check(output, bits: try form.format())
    let instance = try library.instantiate(plugin)
    _ = try plan.prepare(instance, try form.settings())
    try InputSource(parsing: input).check(for: instance)
  }
}
