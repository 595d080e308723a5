import Basics
import Protocol

/// A value of JSON. <https://www.rfc-editor.org/rfc/rfc8259>
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// As it is spelled, of the grammar of the RFC.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order in which they stand. A name may stand twice.
    case object([Member])

    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    package static func number(_ number: Int) -> JSONValue { .number(String(number)) }

    /// An object with the members that have a value, in this order.
    static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }

    /// A text for each key, in the order of the keys; nil for none at all.
    static func texts(_ texts: [String: String]) -> JSONValue? {
        guard !texts.isEmpty else { return nil }
        return .object(texts.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
    }
}

// MARK: Bytes

extension JSONValue {
    private static let base64 = "base64"

    /// Bytes as a string; where they are no UTF-8, as an object whose one member `base64` tells them.
    static func bytes(_ bytes: Bytes) -> JSONValue {
        bytes.isValidUTF8 ? .string(bytes.text) : .object([base64: .string(Base64.encode(bytes))])
    }

    /// What ``bytes(_:)`` tells; nil for anything else.
    var bytes: Bytes? {
        switch self {
        case .string(let text): Bytes(text)
        case .object(let members) where members.count == 1 && members[0].name == Self.base64:
            members[0].value.string.flatMap { Base64.decode($0)?[...] }
        case .object, .array, .number, .bool, .null: nil
        }
    }
}

// MARK: What a value is

extension JSONValue {
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var array: [JSONValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    package var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// A number that is spelled without a fraction and an exponent.
    package var integer: Int? {
        if case .number(let spelling) = self { Int(spelling) } else { nil }
    }
}

// MARK: Writing

extension JSONValue {
    /// Appends the value without white space. What a terminal might take for an order is escaped in strings.
    package func serialize(into text: inout [UInt8]) {
        switch self {
        case .null: text += "null".utf8
        case .bool(let value): text += (value ? "true" : "false").utf8
        case .number(let spelling): text += spelling.utf8
        case .string(let string): Self.append(string, to: &text)
        case .array(let values):
            text.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { text.append(ASCII.comma) }
                value.serialize(into: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(ASCII.comma) }
                Self.append(member.name, to: &text)
                text.append(ASCII.colon)
                member.value.serialize(into: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    private static let quote = UInt8(ascii: "\"")
    /// The first byte, in UTF-8, of the controls from U+0080 to U+009F.
    private static let leadOfControls: UInt8 = 0xC2

    private static func append(_ string: String, to text: inout [UInt8]) {
        text.append(quote)
        for byte in string.utf8 {
            switch byte {
            case quote, ASCII.backslash: text += [ASCII.backslash, byte]
            case ASCII.lineFeed: text += [ASCII.backslash, UInt8(ascii: "n")]
            case 0x00...0x1F, 0x7F: appendEscape(byte, to: &text)
            case 0x80...0x9F where text.last == leadOfControls:
                text.removeLast()
                appendEscape(byte, to: &text)
            default: text.append(byte)
            }
        }
        text.append(quote)
    }

    private static func appendEscape(_ scalar: UInt8, to text: inout [UInt8]) {
        text += "\\u00\(Hex.encode(CollectionOfOne(scalar)))".utf8
    }
}
