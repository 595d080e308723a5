import CZlib
import Glibc
import SystemBasics

/// Compresses what is written to another sink. <https://www.rfc-editor.org/rfc/rfc1952>
final class GzipSink: ByteSink {
    /// Its level of compression: most of what the highest would save, in a fraction of the time.
    private static let level: Int32 = 6
    /// The most that is compressed at once, in bytes.
    private static let portion = 1 << 16

    private let sink: any ByteSink
    /// zlib holds on to its address.
    private let stream: UnsafeMutablePointer<z_stream>

    init(into sink: any ByteSink) throws(TarError) {
        self.sink = sink
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard cz_deflate_gzip(stream, Self.level) == Z_OK else { throw .system(SystemError(ENOMEM)) }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(TarError) {
        var rest = bytes
        while !rest.isEmpty {
            try compress(rest.prefix(Self.portion), Z_NO_FLUSH)
            rest = rest.dropFirst(Self.portion)
        }
    }

    func finish() throws(TarError) {
        try compress([], Z_FINISH)
        try sink.finish()
    }

    private func compress(_ bytes: ArraySlice<UInt8>, _ flush: Int32) throws(TarError) {
        var input = Array(bytes)
        try input.withUnsafeMutableBufferPointer { input throws(TarError) in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            var isFull = true
            while isFull {
                let output = [UInt8](unsafeUninitializedCapacity: Self.portion) { output, count in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(Self.portion)
                    deflate(stream, flush)
                    count = Self.portion - Int(stream.pointee.avail_out)
                }
                isFull = output.count == Self.portion
                try sink.write(output[...])
            }
        }
    }
}
