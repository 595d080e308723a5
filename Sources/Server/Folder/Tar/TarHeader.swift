/// The block of 512 bytes in front of each file of a tar, as far as it is used here: a regular file by its name and its size.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06>
package struct TarHeader: Hashable {
    package static let blockBytes = 512

    /// At most 100 bytes.
    package let name: String
    /// In bytes, not negative.
    package let size: Int64

    init(name: String, size: Int64) {
        self.name = name
        self.size = size
    }

    // MARK: The fields

    private static let nameField = 0..<100
    private static let modeField = 100..<108
    private static let ownerField = 108..<116
    private static let groupField = 116..<124
    private static let sizeField = 124..<136
    private static let timeField = 136..<148
    private static let sumField = 148..<156
    private static let kindField = 156
    private static let magicField = 257..<263
    private static let versionField = 263..<265
    private static let prefixField = 345..<500

    private static let magic = Array("ustar".utf8)
    private static let regular = UInt8(ascii: "0")

    // MARK: Writing

    /// The block of a file that only its owner may read.
    ///
    /// - Parameter time: of its last change, in seconds since 1970.
    package func block(at time: Int64) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        func put(_ bytes: some Sequence<UInt8>, _ field: Range<Int>) {
            for (place, byte) in zip(field, bytes) { block[place] = byte }
        }
        put(name.utf8, Self.nameField)
        put(Self.number(0o600, Self.modeField.count), Self.modeField)
        put(Self.number(0, Self.ownerField.count), Self.ownerField)
        put(Self.number(0, Self.groupField.count), Self.groupField)
        put(Self.number(size, Self.sizeField.count), Self.sizeField)
        put(Self.number(time, Self.timeField.count), Self.timeField)
        block[Self.kindField] = Self.regular
        put(Self.magic, Self.magicField)
        put("00".utf8, Self.versionField)
        put(Self.number(Self.sum(of: block), Self.sumField.count - 1), Self.sumField)
        block[Self.sumField.upperBound - 1] = UInt8(ascii: " ")
        return block
    }

    /// A number in octal digits with a zero byte behind them; one that has too many, in 8 bits a byte with a mark in front, as GNU tar
    /// has it. <https://www.gnu.org/software/tar/manual/html_node/Extensions.html>
    private static func number(_ number: Int64, _ count: Int) -> [UInt8] {
        let number = max(number, 0)
        let digits = String(number, radix: 8)
        guard digits.utf8.count >= count else {
            return [UInt8](repeating: UInt8(ascii: "0"), count: count - 1 - digits.utf8.count) + digits.utf8 + [0]
        }
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> Int64(8 * (7 - $0))) }
        return [0x80] + [UInt8](repeating: 0, count: max(count - 9, 0)) + bytes
    }

    /// The sum of all bytes, those of its own field taken as spaces.
    private static func sum(of block: [UInt8]) -> Int64 {
        block.indices.reduce(0) { sum, place in
            sum + Int64(sumField.contains(place) ? UInt8(ascii: " ") : block[place])
        }
    }

    // MARK: Reading

    /// True for bytes that begin with the header of a file.
    static func isHeader(_ bytes: [UInt8]) -> Bool {
        bytes.count >= blockBytes && bytes[magicField].starts(with: magic)
    }

    /// Reads a block that somebody may have written who means no good.
    ///
    /// - Parameter block: of 512 bytes.
    package init(_ block: [UInt8]) throws(TarError) {
        guard block.count == Self.blockBytes, Self.isHeader(block) else { throw .foreign }
        guard Self.number(in: block[Self.sumField]) == Self.sum(of: block) else {
            throw .damaged("has a header that is damaged")
        }
        name = String(decoding: block[Self.nameField].prefix { $0 != 0 }, as: UTF8.self)
        let isRegular = [Self.regular, 0].contains(block[Self.kindField])
        guard isRegular, block[Self.prefixField].first == 0 else {
            throw .unwanted("holds \(name.isEmpty ? "something" : name), which is no file of a backup")
        }
        guard let size = Self.number(in: block[Self.sizeField]) else {
            throw .damaged("has a header that is damaged")
        }
        self.size = size
    }

    /// Nil for what is no number, a negative one, or one above 2^63.
    private static func number(in field: ArraySlice<UInt8>) -> Int64? {
        guard field.first.map({ $0 & 0x80 == 0 }) == true else {
            let bytes = field.dropFirst()
            guard field.first == 0x80, bytes.dropLast(8).allSatisfy({ $0 == 0 }) else { return nil }
            return Int64(exactly: bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
        // Others put spaces in front of the digits, and a space or a zero byte behind them.
        let digits = field.drop { $0 == UInt8(ascii: " ") }.prefix {
            (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0)
        }
        let rest = field.suffix(from: digits.endIndex)
        guard !digits.isEmpty, rest.allSatisfy({ $0 == 0 || $0 == UInt8(ascii: " ") }) else { return nil }
        return digits.reduce(0) { $0 << 3 | Int64($1 - UInt8(ascii: "0")) }
    }
}
