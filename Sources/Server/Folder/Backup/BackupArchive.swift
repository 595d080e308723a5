import Glibc
import SystemBasics

/// The one file that a backup can be: a tar with the server's key and certificate, where it has its own, and the history. They have the names
/// that they have in a data folder: what is unpacked there can be served.
enum BackupArchive {
    /// The name of the history.
    static let history = "history.sqlite"

    /// Writes an archive.
    ///
    /// - Parameters:
    ///   - copy: a copy of the history that is open for reading.
    ///   - time: the moment that all in it bears, in seconds since 1970.
    ///   - progress: is told how much is done, from 0 to 1.
    static func write(
        _ copy: Int32, _ identity: IdentityFiles, to sink: any ByteSink, at time: Int64,
        progress: (Double) -> Void = { _ in }
    ) throws(TarError) {
        let writer = TarWriter(into: sink, at: time)
        for (kind, bytes) in identity.present { try writer.write(kind.name, bytes) }
        let size = try size(of: copy)
        try writer.write(history, size: size, from: DescriptorSource(copy)) { progress(Double($0) / Double(size)) }
        try writer.finish()
    }

    /// Reads an archive that was just written, and throws unless it holds what it is to hold, byte for byte.
    ///
    /// - Parameters:
    ///   - archive: is open for reading.
    ///   - progress: is told how much is done, from 0 to 1.
    static func verify(
        _ archive: Int32, holds copy: Int32, _ identity: IdentityFiles, progress: (Double) -> Void = { _ in }
    ) throws(TarError) {
        for descriptor in [archive, copy] {
            guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .system(SystemError(errno)) }
        }
        let (original, size) = (DescriptorSource(copy), try size(of: copy))
        var reader = try TarReader.detecting(DescriptorSource(archive))
        for (kind, bytes) in identity.present {
            guard try reader.next()?.name == kind.name, try reader.readAll(bytes.count + 1) == bytes
            else { throw changed }
        }
        guard try reader.next() == TarHeader(name: history, size: size) else { throw changed }
        var done: Int64 = 0
        while done < size {
            let part = try reader.read(atMost: 1 << 16)
            guard try original.readAll(part.count) == part else { throw changed }
            done += Int64(part.count)
            progress(Double(done) / Double(size))
        }
        guard try reader.next() == nil else { throw changed }
    }

    private static let changed = TarError.damaged("does not hold what was written to it")

    private static func size(of file: Int32) throws(TarError) -> Int64 {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .system(SystemError(errno)) }
        return max(Int64(status.st_size), 1)
    }
}
