import Protocol

/// A pattern over `nick!user@host`: `*` stands for any run of characters, `?` for one. <https://modern.ircdocs.horse/#masks>
package struct Mask: Hashable, Sendable {
    private let pattern: [UInt8]

    /// Compared without regard to the case of ASCII letters.
    package init(_ pattern: String) {
        self.pattern = Casemapping.ascii.fold(pattern).bytes
    }

    /// True if the whole of `text` fits the pattern. Time is at worst the product of the two lengths, memory constant.
    package func matches(_ text: String) -> Bool { matches(Casemapping.ascii.fold(text)) }

    /// The same for a text that is folded already.
    package func matches(_ folded: FoldedName) -> Bool {
        pattern.withUnsafeBufferPointer { pattern in
            folded.bytes.withUnsafeBufferPointer { Self.matches(pattern, $0) }
        }
    }

    private static func matches(_ pattern: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        var patternPlace = 0
        var lastStar: (patternPlace: Int, place: Int)?
        while place < text.count {
            if patternPlace < pattern.count, pattern[patternPlace] == UInt8(ascii: "*") {
                lastStar = (patternPlace, place)
                patternPlace += 1
            } else if patternPlace < pattern.count,
                pattern[patternPlace] == UInt8(ascii: "?") || pattern[patternPlace] == text[place]
            {
                patternPlace += 1
                place += 1
            } else if let star = lastStar {
                lastStar = (star.patternPlace, star.place + 1)
                patternPlace = star.patternPlace + 1
                place = star.place + 1
            } else {
                return false
            }
        }
        return pattern[patternPlace...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// The full form of what people write: `nick` is `nick!*@*`, `user@host` is `*!user@host`.
    package static func completed(_ text: String) -> String {
        let hasUser = text.contains("!")
        let hasHost = text.contains("@")
        switch (hasUser, hasHost) {
        case (true, true): return text
        case (true, false): return text + "@*"
        case (false, true): return "*!" + text
        case (false, false): return text.contains(".") || text.contains(":") ? "*!*@" + text : text + "!*@*"
        }
    }
}
