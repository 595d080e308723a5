import Glibc
import Storage
import SystemBasics

/// A copy of what a server must not lose: the history with the accounts, and the server's own key and certificate. It is in one tar, or in up
/// to three files, see ``BackupForm``. Each file is its owner's alone.
package enum FolderBackup {
    /// Copies what is in a folder, also while a server runs on it. Nothing that is there is overwritten; one that fails leaves nothing, and
    /// a copy that could not be restored is none.
    ///
    /// - Parameters:
    ///   - file: by its name the form is chosen.
    ///   - progress: is told how much is done, from 0 to 1.
    /// - Returns: true if the key is in the copy: a folder that was never served has none yet.
    @discardableResult
    package static func make(
        of folder: String, at file: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(StartError) -> Bool {
        let engine = try DataFolder.engine(ofHistoryIn: folder)
        try BackupPlace.require(for: file)
        let identity = try IdentityFiles(in: folder)
        let (form, room) = (BackupForm(ofFile: file), BackupRoom(of: folder))
        try room.require(room.needed(for: form), in: FileSystem.folder(of: file))
        switch form {
        case .files: try makeFiles(of: engine, identity, at: file, progress)
        case .tar(let isCompressed):
            try makeTar(of: engine, identity, room, at: file, isCompressed: isCompressed, progress)
        }
        BackupNote.leave(in: folder)
        return identity.hasKey
    }

    /// Writes a copy of what is in a folder to a stream, as a compressed tar. A copy of the history is in the folder meanwhile, and has no
    /// name there any more as soon as the first byte is written.
    ///
    /// - Parameters:
    ///   - stream: a descriptor, which stays the caller's to close.
    ///   - progress: is told how much is done, from 0 to 1.
    package static func write(
        of folder: String, to stream: Int32, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(StartError) {
        let engine = try DataFolder.engine(ofHistoryIn: folder)
        let identity = try IdentityFiles(in: folder)
        let room = BackupRoom(of: folder)
        try room.require(room.bytes, in: folder)
        let copy = try copyHistory(of: engine, for: "\(folder)/\(streamName)") { progress($0 * copyShare) }
        do throws(TarError) {
            let descriptor = try copy.openUnnamed()
            defer { close(descriptor) }
            let sink = try GzipSink(into: DescriptorSink(descriptor: stream))
            try BackupArchive.write(descriptor, identity, to: sink, at: Int64(time(nil))) {
                progress(copyShare + (1 - copyShare) * $0)
            }
        } catch {
            throw StartError(
                "the backup cannot be written to standard output: \(error.words)",
                remedy: "see what reads it, or name a file", exitCode: .inputOutput)
        }
        BackupNote.leave(in: folder)
    }

    /// The name in the data folder of which the copy for a stream is a part.
    static let streamName = "backup"

    /// The part of the work on a tar that is the copy of the history.
    static let copyShare = 0.6

    /// Looks over what is in a folder, also while a server runs on it.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    /// - Returns: the faults that were found, in one line each.
    package static func verify(
        _ folder: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws -> [String] {
        try DataFolder.engine(ofHistoryIn: folder).verify(progress: progress)
    }
}

extension StartError {
    init(_ error: LogError) { self.init(error.cause, remedy: error.remedy, exitCode: .inputOutput) }
}
