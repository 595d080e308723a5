/// Writes the files of a tar one after the other, in constant memory.
struct TarWriter {
    private let sink: any ByteSink
    /// The moment that all files bear, in seconds since 1970.
    private let time: Int64

    init(into sink: any ByteSink, at time: Int64) {
        self.sink = sink
        self.time = time
    }

    /// Writes a file that is in memory.
    func write(_ name: String, _ bytes: [UInt8]) throws(TarError) {
        try sink.write(TarHeader(name: name, size: Int64(bytes.count)).block(at: time)[...])
        try sink.write(bytes[...])
        try pad(Int64(bytes.count))
    }

    /// Writes a file of so many bytes, to their last, which are read meanwhile.
    ///
    /// - Parameter progress: is told how many are written.
    func write(
        _ name: String, size: Int64, from source: some ByteSource, progress: (Int64) -> Void
    ) throws(TarError) {
        try sink.write(TarHeader(name: name, size: size).block(at: time)[...])
        var rest = size
        while rest > 0 {
            let part = try source.read(atMost: Int(min(rest, 1 << 16)))
            guard !part.isEmpty else { throw .truncated }
            try sink.write(part[...])
            rest -= Int64(part.count)
            progress(size - rest)
        }
        try pad(size)
    }

    /// Writes the end of the tar: two empty blocks.
    func finish() throws(TarError) {
        try sink.write([UInt8](repeating: 0, count: 2 * TarHeader.blockBytes)[...])
        try sink.finish()
    }

    /// A file takes whole blocks.
    private func pad(_ size: Int64) throws(TarError) {
        try sink.write([UInt8](repeating: 0, count: TarHeader.padding(behind: size))[...])
    }
}

extension TarHeader {
    /// The bytes between the end of a file and that of its last block.
    static func padding(behind size: Int64) -> Int {
        let rest = Int(size % Int64(blockBytes))
        return rest == 0 ? 0 : blockBytes - rest
    }
}
