import CLAP
import CLAPBridge

// Where the host's audio thread comes in. Each finds the processor behind the plugin pointer and hands over.

@_noLocks @_noAllocation
private func processor(_ plugin: UnsafePointer<clap_plugin_t>?) -> UnsafeMutablePointer<AudioProcessor>? {
  pluginData(plugin)?.pointee.audio?.assumingMemoryBound(to: AudioProcessor.self)
}

/// [audio-thread & active & !processing]
@_noLocks @_noAllocation
func pluginStartProcessing(_ plugin: UnsafePointer<clap_plugin_t>?) -> Bool {
  processor(plugin)?.pointee.engine != nil
}

/// [audio-thread & active & processing]
@_noLocks @_noAllocation
func pluginStopProcessing(_ plugin: UnsafePointer<clap_plugin_t>?) {}

/// [audio-thread & active]
@_noLocks @_noAllocation
func pluginReset(_ plugin: UnsafePointer<clap_plugin_t>?) {
  processor(plugin)?.pointee.reset()
}

/// [audio-thread & active & processing]
@_noLocks @_noAllocation
func pluginProcess(
  _ plugin: UnsafePointer<clap_plugin_t>?, _ block: UnsafePointer<clap_process_t>?
) -> clap_process_status {
  guard let processor = processor(plugin), let block else { return CLAP_PROCESS_ERROR }
  return processor.pointee.process(block)
}

/// [active ? audio-thread : main-thread]
@_noLocks @_noAllocation
func pluginFlush(
  _ plugin: UnsafePointer<clap_plugin_t>?, _ input: UnsafePointer<clap_input_events_t>?,
  _ output: UnsafePointer<clap_output_events_t>?
) {
  processor(plugin)?.pointee.flush(input)
}

/// [main-thread, audio-thread]
@_noLocks @_noAllocation
func pluginTail(_ plugin: UnsafePointer<clap_plugin_t>?) -> UInt32 {
  processor(plugin)?.pointee.shared.tailFrames() ?? 0
}
