import Glibc

extension PluginInstance {
  /// Lets the audio thread run before all ordinary threads (SCHED_FIFO).
  ///
  /// - Parameter priority: 1 to 99.
  /// - Returns: nil when it does, else why it does not.
  public func requestRealTimePriority(_ priority: Int32 = 70) -> String? {
    host.audioThread.run {
      var parameters = sched_param()
      parameters.sched_priority = priority
      let code = pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters)
      return code == 0 ? nil : String(cString: strerror(code))
    }
  }
}
