import Basics

/// Text in a part of an address. <https://www.rfc-editor.org/rfc/rfc3986#section-2.1>
enum PercentEncoding {
    /// Everything but letters, digits and `-._~` becomes `%XX`.
    static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if byte.isASCIILetter || byte.isASCIIDigit || "-._~".utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += "%\(Hex.encode(CollectionOfOne(byte), isUppercase: true))".utf8
            }
        }
        return encoded.text
    }

    /// Nothing for a `%` without two digits after it, and for what is no UTF-8.
    static func decode(_ text: Substring) -> String? {
        var plain: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                plain.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Hex.value), let low = rest.popFirst().flatMap(Hex.value) else {
                return nil
            }
            plain.append(high << 4 | low)
        }
        return String(validating: plain, as: UTF8.self)
    }
}
