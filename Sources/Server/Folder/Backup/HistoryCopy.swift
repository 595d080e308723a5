import Glibc
import Storage
import SystemBasics

/// A copy of a history that has been looked over, under a name that tells that it is a part of something half-made. It is gone with this value.
struct HistoryCopy: ~Copyable {
    let path: String

    /// - Parameters:
    ///   - place: the path of that of which it is a part: the copy is `PLACE.history.PID.partial`.
    ///   - progress: is told how much is done, from 0 to 1.
    init(
        of engine: any StorageEngine, for place: String, progress: @escaping @Sendable (Double) -> Void
    ) throws(LogError) {
        let path = try Self.makeFile(for: place)
        do throws(LogError) {
            try engine.backUp(into: path, progress: progress)
        } catch {
            HalfMadeFiles.removeDatabase(path)
            throw error
        }
        self.path = path
    }

    private static func makeFile(for place: String) throws(LogError) -> String {
        do throws(SystemError) {
            let (path, descriptor) = try FileSystem.makeFile(beside: place + suffix, suffix: "partial")
            close(descriptor)
            return path
        } catch {
            throw LogError(error, place)
        }
    }

    /// The end of the name that it would have if it were whole.
    static let suffix = ".history"

    deinit { HalfMadeFiles.removeDatabase(path) }

    /// Opens it for reading, and takes its name: however the program ends, it is gone then.
    ///
    /// - Returns: a descriptor, which the caller closes.
    consuming func openUnnamed() throws(TarError) -> Int32 {
        try TarError.wrapping { () throws(SystemError) in try FileSystem.open(path, O_RDONLY) }
    }
}
