import CLAP

/// The one call of process, under a symbol of its own: a profiler can tell by it what happens inside.
@c(attractor_host_process)
@inline(never)
func callProcess(_ plugin: UnsafePointer<clap_plugin_t>, _ block: UnsafePointer<clap_process_t>) -> Int32 {
  plugin.pointee.process(plugin, block)
}
