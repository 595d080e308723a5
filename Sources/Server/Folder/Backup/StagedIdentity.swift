import Glibc
import Storage
import SystemBasics
import Transport

/// The key and certificate of a backup, looked over in the folder where they are to go before anything there is changed.
struct StagedIdentity {
    /// Locked as long as this is there.
    private let folder: DataFolder
    private let contents: BackupContents
    private var kinds: [String] { contents.identity.present.map(\.kind) }

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
                "there is \(words["crt"] ?? "a certificate"), and no \(words["key"] ?? "key")",
                remedy: "put the key beside it, or move the certificate away to restore the history alone",
                exitCode: .inputOutput)
        }
        let certificate = kinds.contains("crt") ? place("crt") : nil
        do {
            try TLSIdentity.check(certificateFile: certificate, keyFile: place("key"))
        } catch {
            let cause = words.reduce("\(error)") { $0.replacing(place($1.key), with: $1.value) }
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

    private func place(_ kind: String) -> String { current(kind) + ".restoring" }

    private func current(_ kind: String) -> String { "\(folder.path)/\(IdentityFiles.name(kind))" }

    /// Puts them in their places, and tells where what was there is now. At no moment is there a certificate without its key, which no
    /// server could start with; one that is missing is made anew for the key.
    func adopt() throws(StartError) -> [String] {
        let changed = contents.identity.present.filter { (try? PrivateFile.read(current($0.kind))) != $0.bytes }
        guard !changed.isEmpty else { return [] }
        let (key, certificate) = (current("key"), current("crt"))
        var kept: [String?] = []
        do {
            kept.append(try FileReplacement.move(certificate, as: "before-restore"))
            if changed.contains(where: { $0.kind == "key" }) {
                kept.append(try FileReplacement.replace(key, with: place("key"), as: "before-restore"))
            }
        } catch {
            throw StartError(error)
        }
        if kinds.contains("crt"), rename(place("crt"), certificate) != 0 {
            throw StartError(LogError.io("\(certificate): \(SystemError(errno))"))
        }
        return kept.compactMap { $0 }
    }

    /// Leaves nothing of what was looked over.
    func clear() {
        for kind in IdentityFiles.kinds { unlink(place(kind)) }
    }
}
