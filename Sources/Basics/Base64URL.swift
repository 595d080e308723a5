/// Base64 with the alphabet for addresses and file names, without padding. <https://www.rfc-editor.org/rfc/rfc4648#section-5>
package enum Base64URL {
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        let text = Base64.encode(bytes, isPadded: false).utf8.map {
            $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for what ``encode(_:)`` does not write.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var plain: [UInt8] = []
        for character in text {
            switch character {
            case UInt8(ascii: "-"): plain.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): plain.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: plain.append(character)
            }
        }
        return Base64.decode(unpadded: plain)
    }
}
