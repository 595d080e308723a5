import Glibc

/// Small files that only their owner may read.
enum PrivateFile {
    private static let largest = 1 << 20

    static func read(_ path: String) throws(TLSIdentityError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(file: path, errno: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count < largest {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw .unreadable(file: path, errno: errno) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
        throw .unreadable(file: path, errno: EFBIG)
    }

    /// Whether everybody may read or change it.
    static func isExposed(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o006 != 0
    }

    /// Writes all or nothing: under another name (mode 0600), to the disk, then under its own.
    static func write(_ bytes: [UInt8], to path: String) throws(TLSIdentityError) {
        let temporary = "\(path).\(getpid()).new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable(file: path, errno: errno) }
        var failure: Int32 = 0
        var offset = 0
        while failure == 0, offset < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + offset, $0.count - offset) }
            if count > 0 { offset += count } else if errno != EINTR { failure = errno }
        }
        if failure == 0, fsync(descriptor) != 0 { failure = errno }
        close(descriptor)
        if failure == 0, rename(temporary, path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary)
            throw .unwritable(file: path, errno: failure)
        }
    }
}
