// `tests scenarios MODELS` runs everything; `tests soak MODELS FRAMES` pushes frames without end.

import Foundation

let arguments = CommandLine.arguments
switch (arguments.dropFirst().first, arguments.count) {
case ("scenarios", 3): exit(try runScenarios(models: arguments[2]) ? 0 : 1)
case ("soak", 4): exit(try soak(models: arguments[2], frames: Int(arguments[3]) ?? 0) ? 0 : 1)
default: fatalError("tests scenarios MODELS | tests soak MODELS FRAMES")
}
