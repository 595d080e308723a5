/// Which letters of a name count as the same. A server tells it as `CASEMAPPING`.
/// <https://modern.ircdocs.horse/#casemapping-parameter>
package enum Casemapping: String, Hashable, Sendable, CaseIterable {
    /// a-z and A-Z. What Grillo uses.
    case ascii
    /// Also `{}|^` and `[]\~`. What a server means that does not say.
    case rfc1459
    /// Also `{}|` and `[]\`.
    case strictRFC1459 = "rfc1459-strict"

    /// The name in lower case.
    package func fold(_ name: some Sequence<UInt8>) -> FoldedName {
        FoldedName(bytes: name.map(fold))
    }

    /// The same for what stood on the wire, which is looked up with every message: in one allocation.
    package func fold(_ name: Bytes) -> FoldedName { name.withUnsafeBufferPointer { fold(whole: $0) } }

    package func fold(_ name: String) -> FoldedName {
        name.utf8.withContiguousStorageIfAvailable { fold(whole: $0) } ?? FoldedName(bytes: name.utf8.map(fold))
    }

    private func fold(whole name: UnsafeBufferPointer<UInt8>) -> FoldedName {
        FoldedName(
            bytes: [UInt8](unsafeUninitializedCapacity: name.count) { folded, count in
                for place in name.indices { folded[place] = fold(name[place]) }
                count = name.count
            })
    }

    private func fold(_ byte: UInt8) -> UInt8 {
        switch (self, byte) {
        case (_, 0x41...0x5A): byte | 0x20
        case (.rfc1459, 0x5B...0x5E), (.strictRFC1459, 0x5B...0x5D): byte | 0x20
        default: byte
        }
    }
}

/// A name as it is compared and looked up. Two names with equal folded names are one name.
///
/// It compares by bytes: Swift's `String` would also take two spellings of `é` for one.
package struct FoldedName: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// A name that was folded before and kept.
    package init(folded text: String) { bytes = Array(text.utf8) }

    package static func < (a: FoldedName, b: FoldedName) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }

    package var description: String { bytes.text }
}
