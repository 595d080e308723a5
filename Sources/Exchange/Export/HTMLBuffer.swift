import Chat
import Protocol

/// HTML that is being written. Markup is a literal of this program, and all else is escaped: nothing that people wrote becomes markup.
/// <https://html.spec.whatwg.org/multipage/parsing.html>
struct HTMLBuffer {
    private var bytes: [UInt8] = []

    mutating func append(markup: StaticString) {
        markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func append(number: Int) { bytes.append(contentsOf: String(number).utf8) }

    /// Appends words for the text of an element, or for the value of an attribute that stands in quotes; what a screen would obey, and
    /// formatting, is taken out of them.
    mutating func append(text: String) { append(escaped: DrawableText.plain(text)) }

    /// Appends what is drawable already.
    mutating func append(escaped text: some StringProtocol) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): append(markup: "&amp;")
            case UInt8(ascii: "<"): append(markup: "&lt;")
            case UInt8(ascii: ">"): append(markup: "&gt;")
            case UInt8(ascii: "\""): append(markup: "&quot;")
            case UInt8(ascii: "'"): append(markup: "&#39;")
            default: bytes.append(byte)
            }
        }
    }

    /// Appends the `id` of the line of an event.
    mutating func append(idOf number: EventNumber) {
        append(markup: "m-")
        append(escaped: number.msgid)
    }

    /// Hands over what was appended, and is empty then.
    mutating func take() -> Bytes {
        defer { bytes = [] }
        return bytes[...]
    }
}
