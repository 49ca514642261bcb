import CLAPBridge

/// The extensions that every plugin offers, a line each.
let pluginExtensions: [PluginExtension] = [
  AudioPortsExtension.plugin(),
  ParamsExtension.plugin(flush: pluginFlush),
  StateExtension.plugin(),
  StateContextExtension.plugin(),
  PresetLoadExtension.plugin(),
  RemoteControlsExtension.plugin(),
  ParamIndicationExtension.plugin(),
  ConfigurableAudioPortsExtension.plugin(),
  AudioPortsActivationExtension.plugin(),
  RenderExtension.plugin(),
  LatencyExtension.plugin(),
  TailExtension.plugin(get: pluginTail),
]
