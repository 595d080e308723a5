import Glibc
import Protocol
import Storage
import SystemBasics

/// What a backup holds, ready to be looked over: the history in a file, and the key and the certificate.
struct BackupContents {
    /// The path of the history. Unless it is the file that was named, it is in the folder where it is to go.
    let history: String
    let identity: IdentityFiles
    /// Words for the key and the certificate.
    let identityWords: (IdentityFiles.Kind) -> String
    /// The way to restore the history without them.
    let historyAloneRemedy: String

    /// A backup in up to three files.
    init(files file: String) throws(StartError) {
        history = file
        identityWords = { "\(file).\($0.end)" }
        identity = try IdentityFiles(at: identityWords)
        historyAloneRemedy = "move \(file).key and \(file).crt away to restore the history alone"
    }

    /// A backup in a tar, which is unpacked.
    ///
    /// - Parameters:
    ///   - name: the tar in words.
    ///   - folder: the data folder, to which it is to go.
    init(unpacking source: DescriptorSource, named name: String, into folder: DataFolder, _ engine: any StorageEngine)
        throws(StartError)
    {
        let archive = UnpackedArchive(name: name, folder: folder.path, engine: engine)
        (history, identity) = try archive.unpack(source)
        identityWords = { "the \($0.name) in \(name)" }
        historyAloneRemedy = "unpack \(BackupArchive.history) from it, and restore that alone"
    }

    /// Removes what was unpacked.
    ///
    /// - Parameter file: the one that was named.
    func clear(besides file: String) {
        guard history != file else { return }
        HalfMadeFiles.removeDatabase(history)
    }
}

/// The unpacking of an archive that anybody may have made: it may hold the three files of a backup, each once and bounded, and nothing else. What
/// fails leaves nothing.
private struct UnpackedArchive {
    /// In words.
    let name: String
    let folder: String
    let engine: any StorageEngine

    func unpack(_ source: DescriptorSource) throws(StartError) -> (history: String, identity: IdentityFiles) {
        var history: String?
        do throws(TarError) {
            var identity = IdentityFiles()
            var reader = try TarReader.detecting(source)
            while let header = try reader.next() {
                let kind = IdentityFiles.Kind.allCases.first { $0.name == header.name }
                switch kind {
                case nil where header.name == BackupArchive.history && history == nil:
                    history = try unpackHistory(header.size, from: &reader)
                case let kind? where identity.bytes[kind] == nil && header.size <= PrivateFile.maxBytes:
                    identity.bytes[kind] = try reader.readAll(Int(header.size))
                default: throw .unwanted("holds \(header.name), which is not as grillo backup writes it")
                }
            }
            guard let history else { throw .unwanted("holds no history") }
            return (history, identity)
        } catch {
            if let history { unlink(history) }
            throw refusal(error)
        }
    }

    private func unpackHistory(_ size: Int64, from reader: inout TarReader) throws(TarError) -> String {
        // Small in the archive, it may be larger than the disk, which is to hold the copy that takes the history's place as well.
        let (needed, isTooLarge) = size.multipliedReportingOverflow(by: 2)
        let space = FileSystemUsage(holding: folder)?.space
        guard !isTooLarge, space.map({ BackupRoom.isEnough($0, for: needed, reserve: 0) }) ?? true else {
            throw .system(SystemError(ENOSPC))
        }
        let (path, descriptor) = try TarError.wrapping { () throws(SystemError) in
            try FileSystem.makeFile(beside: "\(folder)/\(BackupArchive.history)", suffix: "partial")
        }
        defer { close(descriptor) }
        do throws(TarError) {
            let sink = DescriptorSink(descriptor: descriptor)
            // Its first bytes tell whether the rest is worth the disk.
            try sink.write(try reader.readAll(4096)[...])
            guard engine.mayBeBackup(path) else { throw .unwanted("holds something else in place of the history") }
            while case let part = try reader.read(atMost: 1 << 16), !part.isEmpty { try sink.write(part[...]) }
            return path
        } catch {
            unlink(path)
            throw error
        }
    }

    private func refusal(_ error: TarError) -> StartError {
        let remedy = "give another copy; nothing was changed"
        switch error {
        case .foreign: return BackupFile.refusal(of: name)
        case .damaged(let what):
            return StartError("\(name) is damaged: it \(what)", remedy: remedy, exitCode: .inputOutput)
        case .unwanted(let what):
            return StartError(
                "\(name) is not a backup of Grillo's: it \(what.printable)", remedy: remedy, exitCode: .inputOutput)
        case .system(let error) where [ENOSPC, EDQUOT].contains(error.code): return StartError(LogError.full)
        case .system(let error):
            return StartError(
                "\(name) cannot be unpacked in \(folder): \(error)", remedy: "check the disk; nothing was changed",
                exitCode: .inputOutput)
        }
    }
}
