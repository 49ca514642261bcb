import CLAP
import CLAPBridge
import Engines

extension AudioProcessor {
  /// [audio-thread] One block: every event takes effect at its own sample.
  @_noLocks @_noAllocation
  mutating func process(_ process: UnsafePointer<clap_process_t>) -> clap_process_status {
    let mode = flushSubnormals()
    defer { restoreFloatMode(mode) }
    adoptPublishedSet()
    adoptRenderMode()
    guard let engine else { return CLAP_PROCESS_ERROR }

    var input = InputReader(process, isOn: hearsInput)
    var output = OutputWriter(process, isOn: playsOutput)
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
    if leaving != nil, fade.isOver { dropLeaving() }
    reportFaults()
    let isAtRest = engine.isAtRest && leaving == nil && input.isSilent
    return isAtRest ? CLAP_PROCESS_SLEEP : CLAP_PROCESS_CONTINUE
  }

  /// Frames between two events, in chunks of the scratch buffers.
  @_noLocks @_noAllocation
  private mutating func run(
    _ engine: ChosenEngine, from start: Int, to end: Int, _ input: inout InputReader,
    _ output: inout OutputWriter
  ) {
    var frame = start
    while frame < end {
      let count = end - frame < ScratchBuffers.capacity ? end - frame : ScratchBuffers.capacity
      input.read(scratch, from: frame, count: count)
      if let leaving {
        scratch.copyToLeaving(count)
        play(leaving, scratch.leavingLeft, scratch.leavingRight, count)
      }
      play(engine, scratch.left, scratch.right, count)
      if leaving != nil { fade.blend(scratch, count: count) }
      if isMono { scratch.copyLeftToRight(count) }
      output.write(scratch, at: frame, count: count)
      frame += count
    }
  }

  @_noLocks @_noAllocation
  private func play(
    _ engine: ChosenEngine, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    engine.process(
      left, isMono ? nil : UnsafePointer(right), outLeft: left, outRight: isMono ? nil : right, frames: count)
  }

  /// Tells the main thread about circuits that had to be reset, which it writes to the host's log.
  @_noLocks @_noAllocation
  private func reportFaults() {
    guard let engine else { return }
    let faults = earlierFaults &+ engine.faultCount &+ (leaving?.faultCount ?? 0)
    if faults == shared.faults() { return }
    shared.setFaults(faults)
    requestCallback(host)
  }
}
