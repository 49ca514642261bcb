import CLAP
import CLAPBridge
import RealTime

extension AudioProcessor {
  /// [audio-thread] One block: every event takes effect at its own sample.
  @_noLocks @_noAllocation
  mutating func process(_ process: UnsafePointer<clap_process_t>) -> clap_process_status {
    guard let engine else { return CLAP_PROCESS_ERROR }
    let mode = flushSubnormals()
    defer { restoreFloatMode(mode) }
    adoptPublishedSet()

    var input = InputReader(process)
    var output = OutputWriter(process)
    let events = process.pointee.in_events
    let eventCount = eventCount(events)
    let frames = Int(process.pointee.frames_count)
    var nextEvent: UInt32 = 0
    var frame = 0
    while true {
      // Events that are due, also late ones of a host that does not sort.
      var end = frames
      while nextEvent < eventCount {
        if let event = event(events, at: nextEvent) {
          let time = Int(event.pointee.time)
          if time > frame, time < frames {
            end = time
            break
          }
          if time >= frames, frame < frames { break }
          handle(event)
        }
        nextEvent += 1
      }
      if frame >= frames { break }
      run(engine, from: frame, to: end, &input, &output)
      frame = end
    }
    output.finish()
    shared.setFaults(engine.pointee.faultCount)
    return engine.pointee.isAtRest && input.isSilent ? CLAP_PROCESS_SLEEP : CLAP_PROCESS_CONTINUE
  }

  /// Frames between two events, in chunks of the scratch buffers.
  @_noLocks @_noAllocation
  private func run(
    _ engine: UnsafeMutablePointer<Engine>, from start: Int, to end: Int, _ input: inout InputReader,
    _ output: inout OutputWriter
  ) {
    var frame = start
    while frame < end {
      let count = end - frame < ScratchBuffers.capacity ? end - frame : ScratchBuffers.capacity
      input.read(scratch, from: frame, count: count)
      engine.pointee.process(
        scratch.left, scratch.right, outLeft: scratch.left, outRight: scratch.right, frames: count)
      output.write(scratch, at: frame, count: count)
      frame += count
    }
  }
}
