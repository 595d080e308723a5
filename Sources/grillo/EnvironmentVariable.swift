import Foundation

/// Looks up a variable of the process's environment.
func environmentVariable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
