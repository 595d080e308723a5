import Glibc

/// Small files that only their owner may read. A folder, a pipe or a device is refused, unless it is asked for: nothing here waits for anybody.
package enum PrivateFile {
    /// Why a file could not be read or written.
    package enum Failure: Error, Hashable {
        /// The error number of the system.
        case system(errno: Int32)
        /// It is a folder, a pipe, a socket or a device.
        case notAFile
        /// It has more bytes than are read.
        case tooLong

        /// In words, without the file's name.
        package var words: String {
            switch self {
            case .system(let code): "\(SystemError(code))"
            case .notAFile: "it is no regular file"
            case .tooLong: "it is too long"
            }
        }
    }

    package static let maxBytes = 1 << 20

    /// The whole of a file, of at most `limit` bytes.
    ///
    /// - Parameter takesStreams: reads a pipe or a device, too, to its end, and waits for it: for what is read once, from where a person said.
    package static func read(
        _ path: String, atMost limit: Int = maxBytes, takesStreams: Bool = false
    ) throws(Failure) -> [UInt8] {
        // A pipe that nobody writes to would be waited for without end, already while it is opened.
        let waiting = takesStreams ? 0 : O_NONBLOCK
        var bytes: [UInt8]?
        do throws(SystemError) {
            let descriptor = try FileSystem.open(path, O_RDONLY | O_NOCTTY | waiting)
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw SystemError(errno) }
            if takesStreams || status.st_mode & S_IFMT == S_IFREG {
                bytes = try FileSystem.read(descriptor, atMost: limit + 1)
            }
        } catch {
            throw .system(errno: error.code)
        }
        guard let bytes else { throw .notAFile }
        guard bytes.count <= limit else { throw .tooLong }
        return bytes
    }

    /// True for a file that everybody may read or change.
    package static func isExposed(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o006 != 0
    }

    /// True for a file that anybody but its owner may read or change.
    package static func isOpenToOthers(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }

    /// Writes all or nothing: under another name (mode 0600), to the disk, then under its own. What stands there stays whole until then.
    ///
    /// - Parameter replacing: without it a file that is there is kept, and the failure is `EEXIST`.
    package static func write(_ bytes: [UInt8], to path: String, replacing: Bool = true) throws(Failure) {
        do throws(SystemError) {
            let (temporary, descriptor) = try FileSystem.makeFile(beside: path, suffix: "new")
            do throws(SystemError) {
                try fill(descriptor, with: bytes)
                if !replacing {
                    try FileSystem.move(temporary, toFree: path)
                } else if rename(temporary, path) != 0 {
                    throw SystemError(errno)
                }
            } catch {
                unlink(temporary)
                throw error
            }
        } catch {
            throw .system(errno: error.code)
        }
        // If the folder cannot be synced, the file itself is whole under one of its two names.
        try? FileSystem.syncFolder(of: path)
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8]) throws(SystemError) {
        defer { close(descriptor) }
        try FileSystem.write(bytes[...], to: descriptor)
        guard fsync(descriptor) == 0 else { throw SystemError(errno) }
    }
}
