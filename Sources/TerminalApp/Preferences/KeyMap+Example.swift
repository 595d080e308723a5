import Configuration
import TUI

extension KeyMap {
    /// The lines of `[keys]` that bind what is bound, each a comment, below the purpose of what they bind.
    package var exampleLines: [String] {
        bindings.flatMap { binding in
            ["", "# \(binding.purpose.prefix(1).uppercased())\(binding.purpose.dropFirst())."]
                + binding.actions.flatMap { row in
                    row.keys.map { "#\(TOML.text($0.description)) = \(TOML.text(row.action.rawValue))" }
                }
        }
    }
}
