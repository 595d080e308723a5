/// Reads the files of a tar one after the other, in constant memory. Whatever stands in it, nothing is written anywhere.
package struct TarReader {
    /// The most bytes of zeros behind the end of a tar: programs fill up their last record.
    static let mostFilling = 1 << 20

    private let source: any ByteSource
    /// The bytes of the current file that are not read yet.
    private var rest: Int64 = 0
    private var padding = 0
    private var isAtEnd = false

    package init(_ source: any ByteSource) { self.source = source }

    /// A reader of a tar that is compressed, or is not.
    static func detecting(_ source: DescriptorSource) throws(TarError) -> TarReader {
        let beginning = try source.peek(GzipSource.magic.count)
        guard !beginning.isEmpty else { throw .foreign }
        let isCompressed = beginning == GzipSource.magic
        return TarReader(isCompressed ? try GzipSource(source) : source)
    }

    /// Goes to the next file; what is left of the current one must have been read.
    ///
    /// - Returns: nil at the end.
    package mutating func next() throws(TarError) -> TarHeader? {
        guard !isAtEnd else { return nil }
        let filling = try source.readAll(padding)
        guard rest == 0, filling.count == padding else { throw .truncated }
        let block = try source.readAll(TarHeader.blockBytes)
        guard block.count == TarHeader.blockBytes else { throw .truncated }
        guard block.contains(where: { $0 != 0 }) else {
            try readEnd()
            isAtEnd = true
            return nil
        }
        let header = try TarHeader(block)
        rest = header.size
        padding = TarHeader.padding(behind: header.size)
        return header
    }

    /// Reads some bytes of the current file.
    ///
    /// - Returns: none at its end.
    package mutating func read(atMost limit: Int) throws(TarError) -> [UInt8] {
        guard rest > 0 else { return [] }
        let part = try source.read(atMost: Int(min(rest, Int64(limit))))
        guard !part.isEmpty else { throw .truncated }
        rest -= Int64(part.count)
        return part
    }

    /// Reads the current file to its end, or until there are as many bytes as are wanted.
    mutating func readAll(_ count: Int) throws(TarError) -> [UInt8] {
        try ByteParts.all(count) { limit throws(TarError) in try read(atMost: limit) }
    }

    /// Reads the second of the two empty blocks, and zeros behind it, to the last byte.
    private func readEnd() throws(TarError) {
        var count = 0
        while true {
            let part = try source.read(atMost: 1 << 16)
            guard !part.isEmpty else { break }
            count += part.count
            guard count <= Self.mostFilling, part.allSatisfy({ $0 == 0 }) else {
                throw .damaged("goes on behind its end")
            }
        }
        guard count >= TarHeader.blockBytes else { throw .truncated }
    }
}
