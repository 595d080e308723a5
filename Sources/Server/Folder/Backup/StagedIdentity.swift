import Glibc
import Storage
import SystemBasics
import Transport

/// The key and certificate of a backup, looked over in the folder where they are to go before anything there is changed.
struct StagedIdentity {
    /// Locked as long as this is there.
    private let folder: DataFolder
    private let contents: BackupContents
    private var kinds: [IdentityFiles.Kind] { contents.identity.present.map(\.kind) }

    init(_ contents: BackupContents, in folder: DataFolder) throws(StartError) {
        self.folder = folder
        self.contents = contents
        do throws(StartError) {
            try stage()
        } catch {
            clear()
            throw error
        }
    }

    private func stage() throws(StartError) {
        for (kind, bytes) in contents.identity.present { try write(bytes, to: place(kind)) }
        guard !kinds.isEmpty else { return }
        let words = contents.identityWords
        guard contents.identity.hasKey else {
            throw StartError(
                "there is \(words(.certificate)), and no \(words(.key))",
                remedy: "put the key beside it, or move the certificate away to restore the history alone",
                exitCode: .inputOutput)
        }
        let certificate = kinds.contains(.certificate) ? place(.certificate) : nil
        do {
            try IdentityFiles.check(certificate: certificate, key: place(.key))
        } catch {
            let cause = IdentityFiles.Kind.allCases.reduce("\(error)") { $0.replacing(place($1), with: words($1)) }
            throw StartError(cause, remedy: contents.historyAloneRemedy, exitCode: .inputOutput)
        }
    }

    private func write(_ bytes: [UInt8], to file: String) throws(StartError) {
        do {
            try PrivateFile.write(bytes, to: file)
        } catch {
            throw StartError(
                "\(file) cannot be written: \(error.words)", remedy: "make room, or make the folder writable",
                exitCode: .inputOutput)
        }
    }

    private func place(_ kind: IdentityFiles.Kind) -> String { current(kind) + ".restoring" }

    private func current(_ kind: IdentityFiles.Kind) -> String { "\(folder.path)/\(kind.name)" }

    /// Puts them in their places, and tells where what was there is now. At no moment is there a certificate without its key, which no
    /// server could start with; one that is missing is made anew for the key.
    func adopt() throws(StartError) -> [String] {
        let changed = contents.identity.present.filter { (try? PrivateFile.read(current($0.kind))) != $0.bytes }
        guard !changed.isEmpty else { return [] }
        let (key, certificate) = (current(.key), current(.certificate))
        var kept: [String?] = []
        do {
            kept.append(try FileReplacement.move(certificate, as: "before-restore"))
            if changed.contains(where: { $0.kind == .key }) {
                kept.append(try FileReplacement.replace(key, with: place(.key), as: "before-restore"))
            }
        } catch {
            throw StartError(error)
        }
        if kinds.contains(.certificate), rename(place(.certificate), certificate) != 0 {
            throw StartError(LogError.io("\(certificate): \(SystemError(errno))"))
        }
        return kept.compactMap { $0 }
    }

    /// Leaves nothing of what was looked over.
    func clear() {
        for kind in IdentityFiles.Kind.allCases { unlink(place(kind)) }
    }
}
