import Basics
import Protocol

/// Reads a value of JSON, strictly by the grammar. <https://www.rfc-editor.org/rfc/rfc8259>
///
/// Arrays and objects may stand in one another ``maxDepth`` deep. What is read takes some ten times the memory of its text at most.
package struct JSONParser {
    static let maxDepth = 32

    private let text: Bytes
    private var place: Int

    private init(_ text: Bytes) {
        self.text = text
        place = text.startIndex
    }

    /// The value whose text this is, from its first byte to its last but for white space; nil where it is none.
    package static func parse(_ text: Bytes) -> JSONValue? {
        guard text.isValidUTF8 else { return nil }
        var parser = JSONParser(text)
        guard let value = parser.value(within: maxDepth) else { return nil }
        parser.skipWhiteSpace()
        return parser.next == nil ? value : nil
    }

    private var next: UInt8? { place < text.endIndex ? text[place] : nil }

    private mutating func skipWhiteSpace() {
        while next == ASCII.space || next == 0x09 || next == ASCII.lineFeed || next == ASCII.carriageReturn {
            place += 1
        }
    }

    /// Goes behind a byte if it is the next one.
    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    private mutating func take(_ word: StaticString, as value: JSONValue) -> JSONValue? {
        for byte in "\(word)".utf8 { guard take(byte) else { return nil } }
        return value
    }

    /// - Parameter depth: how many arrays and objects may yet begin in one another.
    private mutating func value(within depth: Int) -> JSONValue? {
        skipWhiteSpace()
        switch next {
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "{"): return depth > 0 ? object(within: depth - 1) : nil
        case UInt8(ascii: "["): return depth > 0 ? array(within: depth - 1) : nil
        case UInt8(ascii: "t"): return take("true", as: .bool(true))
        case UInt8(ascii: "f"): return take("false", as: .bool(false))
        case UInt8(ascii: "n"): return take("null", as: .null)
        default: return number()
        }
    }

    private mutating func array(within depth: Int) -> JSONValue? {
        place += 1
        var values: [JSONValue] = []
        skipWhiteSpace()
        if take(UInt8(ascii: "]")) { return .array(values) }
        repeat {
            guard let value = value(within: depth) else { return nil }
            values.append(value)
            skipWhiteSpace()
        } while take(ASCII.comma)
        return take(UInt8(ascii: "]")) ? .array(values) : nil
    }

    private mutating func object(within depth: Int) -> JSONValue? {
        place += 1
        var members: [JSONValue.Member] = []
        skipWhiteSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipWhiteSpace()
            guard let name = string() else { return nil }
            skipWhiteSpace()
            guard take(ASCII.colon), let value = value(within: depth) else { return nil }
            members.append(JSONValue.Member(name, value))
            skipWhiteSpace()
        } while take(ASCII.comma)
        return take(UInt8(ascii: "}")) ? .object(members) : nil
    }

    // MARK: Numbers

    private mutating func number() -> JSONValue? {
        let start = place
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { guard digits() else { return nil } }
        if take(UInt8(ascii: ".")) { guard digits() else { return nil } }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() else { return nil }
        }
        return .number(text[start..<place].text)
    }

    /// False where there is not even one.
    private mutating func digits() -> Bool {
        let start = place
        while let next, next.isASCIIDigit { place += 1 }
        return place > start
    }

    // MARK: Strings

    private mutating func string() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = place
        skipPlain()
        if take(UInt8(ascii: "\"")) { return text[start..<(place - 1)].text }
        var plain = Array(text[start..<place])
        while take(ASCII.backslash) {
            guard unescape(into: &plain) else { return nil }
            let start = place
            skipPlain()
            plain += text[start..<place]
        }
        return take(UInt8(ascii: "\"")) ? plain[...].text : nil
    }

    /// Goes to the next byte of a string that does not stand for itself.
    private mutating func skipPlain() {
        while let next, next >= ASCII.space, next != UInt8(ascii: "\""), next != ASCII.backslash { place += 1 }
    }

    /// Reads what stands behind a backslash.
    private mutating func unescape(into plain: inout [UInt8]) -> Bool {
        guard let byte = next else { return false }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), ASCII.backslash, UInt8(ascii: "/"): plain.append(byte)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(ASCII.lineFeed)
        case UInt8(ascii: "r"): plain.append(ASCII.carriageReturn)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "u"):
            guard let scalar = scalar() else { return false }
            plain += String(scalar).utf8
        default: return false
        }
        return true
    }

    /// Reads the digits of a scalar: four, or twice four with `\u` between them for one beyond U+FFFF. Half of a pair is no scalar.
    private mutating func scalar() -> Unicode.Scalar? {
        guard let first = codeUnit() else { return nil }
        guard 0xD800..<0xDC00 ~= first else { return Unicode.Scalar(first) }
        guard take(ASCII.backslash), take(UInt8(ascii: "u")), let second = codeUnit(), 0xDC00..<0xE000 ~= second else {
            return nil
        }
        return Unicode.Scalar(0x1_0000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    }

    private mutating func codeUnit() -> UInt16? {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next.flatMap(Hex.value) else { return nil }
            value = value << 4 | UInt16(digit)
            place += 1
        }
        return value
    }
}
