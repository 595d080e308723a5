import Protocol

/// Finds a text in lines, whatever its letters' case. Most lines are looked through as bytes, without being made a `String`.
struct TextMatcher: Hashable, Sendable {
    /// In small letters.
    let needle: [UInt8]
    private let isASCII: Bool

    init(_ text: String) {
        needle = Array(text.lowercased().utf8)
        isASCII = needle.allSatisfy { $0 < 0x80 }
    }

    var isEmpty: Bool { needle.isEmpty }

    func matches(_ text: Bytes) -> Bool {
        guard !needle.isEmpty else { return false }
        // Only what has other letters than A to Z, or formatting in it, has to be read.
        var isPlain = true
        let isFound = text.withUnsafeBufferPointer { text in
            let first = needle[0]
            let last = text.count - needle.count
            var index = 0
            while index < text.count {
                let byte = text[index]
                if byte < 0x20 || byte >= 0x80 { isPlain = false }
                if index <= last, Self.fold(byte) == first {
                    var length = 1
                    while length < needle.count, Self.fold(text[index + length]) == needle[length] { length += 1 }
                    if length == needle.count { return true }
                }
                index += 1
            }
            return false
        }
        if isFound { return true }
        guard !isPlain else { return false }
        let plain = Array(DrawableText.plain(text.text).lowercased().utf8)
        return plain.count >= needle.count && plain.contains(needle)
    }

    private static func fold(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}
