// swift-tools-version: 6.3
import PackageDescription

/// Code that runs on the audio thread or in the trainer's inner loops: no overflow traps, no bounds traps.
let kernel: [SwiftSetting] = [.unsafeFlags(["-Ounchecked"], .when(configuration: .release))]

/// Compiles a target for newer x86-64 processors; elsewhere its source is the baseline once more.
func instructionSet(_ name: String, define: String) -> [SwiftSetting] {
  #if arch(x86_64)
    [.unsafeFlags(["-Xcc", "-march=\(name)"]), .define(define)]
  #else
    []
  #endif
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// Plugins in C, one folder each, that the host is tested on.
let fixturePlugins = ["gain", "echo", "crash", "bad", "bad-file"]

/// The benchmark, which needs Eigen, is there where `make bench` asks for it.
let benchmarks: [Target] =
  Context.environment["ATTRACTOR_BENCHMARKS"] != "1"
  ? []
  : [
    .target(
      name: "EigenNetwork", path: "Benchmarks/EigenNetwork",
      cxxSettings: [.unsafeFlags(["-O3", "-march=native"], .when(configuration: .release))]),
    .target(name: "Machine", path: "Benchmarks/Machine"),
    .executableTarget(
      name: "attractor-bench",
      dependencies: [
        "RealTime", "RealTimeV3", "RealTimeV4", "Engines", "InstructionSets", "ModelFormat", "Training",
        "TrainingKernelInterface",
        "HostKit", "AudioFiles", "Plot", "EigenNetwork", "Machine", argumentParser,
      ],
      path: "Benchmarks/attractor-bench", swiftSettings: kernel),
  ]

let package = Package(
  name: "Attractor",
  products: [
    .library(name: "Attractor", type: .dynamic, targets: ["Plugin"]),
    .library(name: "HostKit", targets: ["HostKit"]),
    .executable(name: "attractor-host", targets: ["attractor-host"]),
    .executable(name: "attractor-lab", targets: ["attractor-lab"]),
  ] + fixturePlugins.map { .library(name: "fixture-\($0)", type: .dynamic, targets: ["fixture-\($0)"]) },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
  ],
  targets: [
    // C, where an ABI or a system header asks for it
    .target(name: "CLAP", path: "clap/abi"),
    .target(name: "CLAPEntry", dependencies: ["CLAP"], path: "clap/entry"),
    .target(name: "EmbeddedModels", path: "clap/models", exclude: ["index.inc", "make-index.sh"]),
    .target(name: "FloatEnvironment", path: "clap/float-environment"),
    .systemLibrary(
      name: "CSndFile", path: "Sources/System/CSndFile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
    .systemLibrary(
      name: "CNgspice", path: "Sources/System/CNgspice", pkgConfig: "ngspice", providers: [.apt(["libngspice0-dev"])]),
    .systemLibrary(
      name: "CALSA", path: "Sources/System/CALSA", pkgConfig: "alsa", providers: [.apt(["libasound2-dev"])]),

    // Both sides: the lab's and the host's
    .target(name: "Signals", swiftSettings: kernel),
    .target(name: "InstructionSets", dependencies: ["FloatEnvironment"]),
    .target(name: "Plot"),

    // The plugin, from the format on disk to the exported entry
    .target(name: "ModelFormat"),
    // One source for the engine, compiled for three instruction sets
    .target(name: "RealTime", dependencies: ["ModelFormat"], swiftSettings: kernel),
    .target(
      name: "RealTimeV3", dependencies: ["ModelFormat"],
      swiftSettings: kernel + instructionSet("x86-64-v3", define: "ATTRACTOR_V3")),
    .target(
      name: "RealTimeV4", dependencies: ["ModelFormat"],
      swiftSettings: kernel + instructionSet("x86-64-v4", define: "ATTRACTOR_V4")),
    .target(
      name: "Engines", dependencies: ["RealTime", "RealTimeV3", "RealTimeV4", "ModelFormat", "InstructionSets"]),
    .target(name: "CLAPBridge", dependencies: ["CLAP", "FloatEnvironment"]),
    .target(
      name: "Plugin",
      dependencies: ["CLAP", "CLAPEntry", "CLAPBridge", "EmbeddedModels", "Engines", "InstructionSets", "ModelFormat"],
      linkerSettings: [
        // Self-contained, with one exported symbol, never unmapped. What FoundationEssentials stands on is named here
        // because automatic linking knows only the dynamic libraries; `defs` makes a symbol left over an error. The
        // linker is the toolchain's own: others leave local symbols in the dynamic table.
        .unsafeFlags([
          "-static-stdlib", "-l_FoundationCollections", "-l_FoundationCShims", "-use-ld=lld",
          "-Xlinker", "--version-script=clap/exports.map", "-Xlinker", "-z", "-Xlinker", "nodelete", "-Xlinker", "-z",
          "-Xlinker", "defs",
        ])
      ]),

    // The lab: netlist → truth → model
    // One source for the solver's inner loops over many lanes, compiled for three instruction sets
    .target(name: "SolverKernelInterface", swiftSettings: kernel),
    .target(name: "SolverKernels", dependencies: ["SolverKernelInterface"], swiftSettings: kernel),
    .target(
      name: "SolverKernelsV3", dependencies: ["SolverKernelInterface"],
      swiftSettings: kernel + instructionSet("x86-64-v3", define: "ATTRACTOR_V3")),
    .target(
      name: "SolverKernelsV4", dependencies: ["SolverKernelInterface"],
      swiftSettings: kernel + instructionSet("x86-64-v4", define: "ATTRACTOR_V4")),
    .target(
      name: "Circuits",
      dependencies: [
        "CNgspice", "Signals", "InstructionSets", "SolverKernelInterface", "SolverKernels", "SolverKernelsV3",
        "SolverKernelsV4", .product(name: "Numerics", package: "swift-numerics"),
      ]),
    // One source for the trainer's inner loops, compiled for three instruction sets
    .target(name: "TrainingKernelInterface", swiftSettings: kernel),
    .target(name: "TrainingKernels", dependencies: ["TrainingKernelInterface"], swiftSettings: kernel),
    .target(
      name: "TrainingKernelsV3", dependencies: ["TrainingKernelInterface"],
      swiftSettings: kernel + instructionSet("x86-64-v3", define: "ATTRACTOR_V3")),
    .target(
      name: "TrainingKernelsV4", dependencies: ["TrainingKernelInterface"],
      swiftSettings: kernel + instructionSet("x86-64-v4", define: "ATTRACTOR_V4")),
    .target(
      name: "Training",
      dependencies: [
        "Circuits", "Signals", "ModelFormat", "RealTime", "InstructionSets", "TrainingKernelInterface",
        "TrainingKernels", "TrainingKernelsV3", "TrainingKernelsV4",
        .product(name: "Numerics", package: "swift-numerics"),
      ],
      swiftSettings: kernel),
    .executableTarget(
      name: "attractor-lab",
      dependencies: [
        "Circuits", "Signals", "Training", "ModelFormat", "RealTime", "AudioFiles", "HostKit", "Plot", argumentParser,
      ]),

    // The host
    .target(name: "AudioFiles", dependencies: ["CSndFile", "Signals"], path: "HostHarness/AudioFiles"),
    .target(name: "CallCounter", path: "HostHarness/CallCounter"),
    .target(name: "Interposer", dependencies: ["CallCounter"], path: "HostHarness/Interposer"),
    .target(
      name: "HostKit", dependencies: ["CLAP", "CLAPBridge", "AudioFiles", "Signals", "CallCounter"],
      path: "HostHarness/Kit"),
    .target(name: "Sound", dependencies: ["CALSA", "HostKit"], path: "HostHarness/Sound"),
    .target(
      name: "Checks", dependencies: ["HostKit", "CLAP", "CallCounter", "Interposer"], path: "HostHarness/Checks"),
    .executableTarget(
      name: "attractor-host",
      dependencies: ["HostKit", "Checks", "AudioFiles", "Signals", "Sound", "Plot", argumentParser],
      path: "HostHarness/attractor-host",
      // Debian's valgrind cannot read the toolchain's debug information, and gives up on it.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--strip-debug"], .when(configuration: .release))]),

    // Tests
    .testTarget(name: "CLAPTests", dependencies: ["CLAP"]),
    .testTarget(name: "PluginTests", dependencies: ["CLAP", "HostKit"]),
    .testTarget(name: "AudioFilesTests", dependencies: ["AudioFiles"]),
    .testTarget(name: "SignalsTests", dependencies: ["Signals"]),
    .testTarget(name: "CircuitsTests", dependencies: ["Circuits", "InstructionSets", "Signals"]),
    .target(name: "TestModels", dependencies: ["ModelFormat"], path: "Tests/Support/TestModels"),
    .testTarget(
      name: "ModelFormatTests", dependencies: ["ModelFormat", "RealTime", "TestModels"], exclude: ["play_model.py"]),
    .testTarget(
      name: "RealTimeTests",
      dependencies: [
        "ModelFormat", "RealTime", "RealTimeV3", "RealTimeV4", "Engines", "InstructionSets", "TestModels",
      ]),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Training", "TrainingKernelInterface", "InstructionSets", "Circuits", "ModelFormat", "RealTime", "TestModels",
        "AudioFiles",
        .product(name: "Numerics", package: "swift-numerics"),
      ]),
    .testTarget(name: "LabTests", dependencies: ["AudioFiles", "HostKit"]),
    .testTarget(name: "HostKitTests", dependencies: ["HostKit", "AudioFiles", "CLAP"]),
  ]
    + fixturePlugins.map {
      .target(
        name: "fixture-\($0)", dependencies: ["CLAP"], path: "Tests/Fixtures/plugins/\($0)", publicHeadersPath: ".")
    } + benchmarks,
  cLanguageStandard: .c2x,
  cxxLanguageStandard: .cxx17
)
