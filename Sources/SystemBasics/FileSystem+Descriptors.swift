import Glibc

extension FileSystem {
    /// Opens a file that is there, and closes it in programs that this process starts.
    ///
    /// - Returns: a descriptor, which the caller closes.
    package static func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32 {
        let descriptor = retrying { Glibc.open(path, flags | O_CLOEXEC) }
        guard descriptor >= 0 else { throw SystemError(errno) }
        return descriptor
    }

    /// Reads as much as there is at once.
    ///
    /// - Parameter limit: the bytes to read at most.
    /// - Returns: the bytes; none at the end.
    package static func readPart(of descriptor: Int32, atMost limit: Int) throws(SystemError) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            let read = retrying { Glibc.read(descriptor, buffer.baseAddress, limit) }
            if read < 0 { code = errno }
            count = max(read, 0)
        }
        guard code == 0 else { throw SystemError(code) }
        return bytes
    }

    /// Reads to the end, or until there are as many bytes as are wanted.
    ///
    /// - Parameter limit: the bytes to read at most.
    package static func read(_ descriptor: Int32, atMost limit: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let part = try readPart(of: descriptor, atMost: min(limit - bytes.count, 16 << 10))
            guard !part.isEmpty else { break }
            bytes += part
        }
        return bytes
    }

    /// Writes all of the bytes.
    package static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(SystemError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = retrying { rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } }
            guard count >= 0 else { throw SystemError(errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// The result of a call of the system, made again as often as a signal interrupts it; negative with an `errno` where it failed.
    private static func retrying<Number: SignedInteger>(_ call: () -> Number) -> Number {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}
