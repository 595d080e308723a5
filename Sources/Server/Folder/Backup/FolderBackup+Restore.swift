import Glibc
import Storage
import SystemBasics
import Transport

extension FolderBackup {
    /// Puts a copy in the place of what is in a folder that no server runs on. What was there is kept beside it, with `.before-restore`
    /// behind its name, and a number behind that where the name is taken. If anything of the copy cannot be used, nothing is changed.
    ///
    /// - Parameters:
    ///   - file: a backup in either form, or `-` for a tar that comes on standard input.
    ///   - progress: is told how much is done, from 0 to 1.
    /// - Returns: the paths at which the files that were there are now.
    package static func restore(
        _ file: String, into path: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(StartError) -> [String] {
        let engine = ServerConfiguration.engine(inFolder: path)
        let isTar = try BackupFile.isTar(file, for: engine)
        let folder = try lock(path)
        _ = HalfMadeFiles.remove(in: folder)
        let contents = try isTar ? unpack(file, into: folder, engine) : BackupContents(files: file)
        defer { contents.clear(besides: file) }
        let identity = try StagedIdentity(contents, in: folder)
        defer { identity.clear() }
        let before: String?
        do {
            before = try engine.restore(contents.history, progress: progress)
        } catch {
            switch error {
            case .foreignFile: throw BackupFile.refusal(of: words(for: file))
            case .corrupt, .foreignSchema, .newerSchema, .other, .notAscending:
                throw StartError(
                    "\(words(for: file)) cannot be restored, for \(error.cause)",
                    remedy: "give another copy; nothing was changed", exitCode: .inputOutput)
            case .full, .readOnly, .io, .locked, .exists, .missing: throw StartError(error)
            }
        }
        return [before].compactMap { $0 } + (try identity.adopt())
    }

    private static func lock(_ path: String) throws(StartError) -> DataFolder {
        do {
            return try DataFolder(path: path)
        } catch  where error.isAlreadyServed {
            let stop = OwningProcess.locking(DataFolder.lockFile(in: path))?.stop
            throw StartError(
                "a server runs on \(path)", remedy: "\(stop ?? "stop it"), restore, and start it again",
                exitCode: .unavailable)
        }
    }

    private static func unpack(
        _ file: String, into folder: DataFolder, _ engine: any StorageEngine
    ) throws(StartError) -> BackupContents {
        let isStream = file == BackupFile.stream
        let descriptor: Int32
        do {
            descriptor = isStream ? STDIN_FILENO : try FileSystem.open(file, O_RDONLY)
        } catch {
            throw StartError("\(file) cannot be read: \(error)", remedy: "check its mode", exitCode: .inputOutput)
        }
        defer { if !isStream { close(descriptor) } }
        return try BackupContents(
            unpacking: DescriptorSource(descriptor), named: words(for: file), into: folder, engine)
    }

    private static func words(for file: String) -> String {
        file == BackupFile.stream ? "what came on standard input" : file
    }
}
