import CLAPBridge

/// The extensions that every plugin offers, a line each.
let pluginExtensions: [PluginExtension] = [
  AudioPortsExtension.plugin(),
  ParamsExtension.plugin(flush: pluginFlush),
  StateExtension.plugin(),
  LatencyExtension.plugin(),
  TailExtension.plugin(get: pluginTail),
]
