import CZlib
import Glibc
import SystemBasics

/// Reads what ``GzipSink`` compressed, and holds it to the sum and the length behind it. Nothing may follow.
/// <https://www.rfc-editor.org/rfc/rfc1952>
package final class GzipSource: ByteSource {
    /// The bytes with which it begins.
    package static let magic: [UInt8] = [0x1F, 0x8B]
    /// The most that is decompressed at once, in bytes: what is small may become large.
    private static let portion = 1 << 16

    private let source: any ByteSource
    /// zlib holds on to its address.
    private let stream: UnsafeMutablePointer<z_stream>
    /// Read, and not decompressed yet.
    private var input: ArraySlice<UInt8> = []
    private var isAtEnd = false

    package init(_ source: any ByteSource) throws(TarError) {
        self.source = source
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard cz_inflate_gzip(stream) == Z_OK else { throw .system(SystemError(ENOMEM)) }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    package func read(atMost limit: Int) throws(TarError) -> [UInt8] {
        while !isAtEnd {
            if input.isEmpty { input = try source.read(atMost: Self.portion)[...] }
            guard !input.isEmpty else { throw .truncated }
            let output = try decompress(atMost: min(limit, Self.portion))
            if isAtEnd { try requireEnd() }
            if !output.isEmpty { return output }
        }
        return []
    }

    private func requireEnd() throws(TarError) {
        let rest = try source.read(atMost: 1)
        guard input.isEmpty, rest.isEmpty else { throw .damaged("goes on behind its end") }
    }

    private func decompress(atMost limit: Int) throws(TarError) -> [UInt8] {
        var code = Z_OK
        var bytes = Array(input)
        let output = bytes.withUnsafeMutableBufferPointer { bytes in
            stream.pointee.next_in = bytes.baseAddress
            stream.pointee.avail_in = UInt32(bytes.count)
            return [UInt8](unsafeUninitializedCapacity: limit) { output, count in
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(limit)
                code = inflate(stream, Z_NO_FLUSH)
                count = limit - Int(stream.pointee.avail_out)
            }
        }
        let taken = input.count - Int(stream.pointee.avail_in)
        input = input.dropFirst(taken)
        isAtEnd = code == Z_STREAM_END
        switch code {
        case Z_STREAM_END: break
        // Something was taken or given: it goes on.
        case Z_OK where taken > 0 || !output.isEmpty: break
        case Z_MEM_ERROR: throw .system(SystemError(ENOMEM))
        default: throw .damaged("cannot be decompressed")
        }
        return output
    }
}
