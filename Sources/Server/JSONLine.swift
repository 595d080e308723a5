import Foundation

extension Encodable {
    /// The value as one line of JSON, its keys in alphabetical order. Throws for numbers that JSON has no word for.
    func jsonLine() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
