import TOMLKit

/// A value of a configuration file, out of the hands of the library that reads TOML.
package enum ConfigurationValue: Hashable, Sendable {
    case string(String)
    case boolean(Bool)
    case integer(Int)
    case array([ConfigurationValue])
    /// In the order of the keys, each of which is there once.
    case table([Entry])
    /// A number with a fraction, a date or a time: no key takes one.
    case other

    /// A key of a table, and its value.
    package struct Entry: Hashable, Sendable {
        package let key: String
        package let value: ConfigurationValue
    }

    /// Takes a value over, and what is in it by calling itself: ``TOMLPrecheck/maxDepth`` bounds how deep that is.
    init(_ value: any TOMLValueConvertible) {
        if let text = value.string {
            self = .string(text)
        } else if let flag = value.bool {
            self = .boolean(flag)
        } else if let number = value.int {
            self = .integer(number)
        } else if let array = value.array {
            self = .array(array.map { ConfigurationValue($0) })
        } else if let table = value.table {
            // The table's own iterator trusts that each key can be looked up again.
            self = .table(
                table.keys.sorted().map { key in
                    Entry(key: key, value: table[key].map { ConfigurationValue($0) } ?? .other)
                })
        } else {
            self = .other
        }
    }

    /// Reads a value as it is written on one line; nil for a text that is none.
    init?(toml text: String) {
        let line = "value = " + text
        guard !text.contains(where: \.isNewline), TOMLPrecheck.problem(in: line) == nil,
            let value = try? TOMLTable(string: line)["value"]
        else { return nil }
        self.init(value)
    }

    /// The text; nil for every other value.
    package var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The text; nil for an empty one, and for every other value.
    package var filledText: String? { text.flatMap { $0.isEmpty ? nil : $0 } }

    /// True or false; nil for every other value.
    package var flag: Bool? { if case .boolean(let flag) = self { flag } else { nil } }

    /// The whole number; nil for every other value.
    package var number: Int? { if case .integer(let number) = self { number } else { nil } }

    /// The values of a list; nil for every other value.
    package var list: [ConfigurationValue]? { if case .array(let values) = self { values } else { nil } }

    /// The keys of a table with their values; nil for every other value.
    package var entries: [Entry]? { if case .table(let entries) = self { entries } else { nil } }

    /// A list of texts, or one text alone; nil for every other value.
    package var texts: [String]? {
        guard let list else { return text.map { [$0] } }
        let texts = list.compactMap(\.text)
        return texts.count == list.count ? texts : nil
    }

    /// The value of a key in a table; nil where this is no table, or one without the key.
    package subscript(key: String) -> ConfigurationValue? { entries?.first { $0.key == key }?.value }
}
