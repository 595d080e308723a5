import SystemBasics

/// Gives bytes in their order.
package protocol ByteSource {
    /// Reads some of them, as many as there are at once.
    ///
    /// - Parameter limit: the bytes to read at most; at least 1.
    /// - Returns: none at the end.
    func read(atMost limit: Int) throws(TarError) -> [UInt8]
}

extension ByteSource {
    /// Reads as many bytes as are wanted, or what there is to the end.
    func readAll(_ count: Int) throws(TarError) -> [UInt8] {
        try ByteParts.all(count) { limit throws(TarError) in try read(atMost: limit) }
    }
}

/// Bytes that come in parts.
enum ByteParts {
    /// Puts the parts together until there are as many bytes as are wanted, or no more.
    ///
    /// - Parameter next: gives the next part, of as many bytes at most as it is told; an empty one at the end.
    static func all(
        _ count: Int, _ next: (Int) throws(TarError) -> [UInt8]
    ) throws(TarError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let part = try next(count - bytes.count)
            guard !part.isEmpty else { break }
            bytes += part
        }
        return bytes
    }
}

/// Takes bytes in their order.
protocol ByteSink {
    func write(_ bytes: ArraySlice<UInt8>) throws(TarError)
    /// Writes what is held back. To be called once, at the end.
    func finish() throws(TarError)
}

/// Reads a file or a stream that is open.
final class DescriptorSource: ByteSource {
    private let descriptor: Int32
    private var beginning: ArraySlice<UInt8> = []

    /// - Parameter descriptor: stays the caller's to close.
    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// The next bytes, which are read again afterwards; fewer at the end.
    func peek(_ count: Int) throws(TarError) -> [UInt8] {
        let bytes = try readAll(count)
        beginning = bytes + beginning
        return bytes
    }

    func read(atMost limit: Int) throws(TarError) -> [UInt8] {
        guard beginning.isEmpty else {
            let part = Array(beginning.prefix(limit))
            beginning = beginning.dropFirst(limit)
            return part
        }
        return try TarError.wrapping { () throws(SystemError) in
            try FileSystem.readPart(of: descriptor, atMost: min(limit, 1 << 16))
        }
    }
}

/// Writes to a file or a stream that is open.
struct DescriptorSink: ByteSink {
    /// Stays the caller's to close.
    let descriptor: Int32

    func write(_ bytes: ArraySlice<UInt8>) throws(TarError) {
        try TarError.wrapping { () throws(SystemError) in try FileSystem.write(bytes, to: descriptor) }
    }

    func finish() {}
}
