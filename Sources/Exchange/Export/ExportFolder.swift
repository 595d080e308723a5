import Basics
import Glibc
import Protocol
import SystemBasics

/// A folder of files, one for each conversation. It is its owner's alone, and has its name only when all are whole: until then it is called
/// `NAME.PID.partial`, and goes if the export fails.
final class ExportFolder {
    private let path: String
    private let temporary: String
    private var names: Set<String> = []
    private var isFinished = false

    /// Begins a folder where there is none.
    init(_ path: String) throws(ImportProblem) {
        // With a slash at its end a path would name what is in the folder.
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        temporary = "\(path).\(getpid()).partial"
        guard !FileSystem.exists(path) else { throw ExportOutput.taken(path) }
        guard mkdir(temporary, 0o700) == 0 else {
            throw ImportProblem(
                "the folder \(path.printable) cannot be made: \(SystemError(errno))",
                remedy: "name one in a folder that is there and that you may write to")
        }
    }

    deinit {
        guard !isFinished else { return }
        for name in names { unlink("\(temporary)/\(name)") }
        rmdir(temporary)
    }

    /// The number of files that were begun.
    var count: Int { names.count }

    /// Begins the file of a conversation.
    func file(of conversation: String, as format: ExportFormat) throws(ImportProblem) -> ExportOutput {
        let stem = FileName.stem(conversation)
        var name = format.fileName(of: stem)
        var number = 1
        while !names.insert(name).inserted {
            number += 1
            name = format.fileName(of: "\(stem)~\(number)")
        }
        return try .file("\(temporary)/\(name)")
    }

    /// Gives the folder its name.
    func finish() throws(ImportProblem) {
        do throws(SystemError) {
            try FileSystem.syncFolder(of: temporary + "/.")
            try FileSystem.publish(temporary, at: path)
            isFinished = true
        } catch {
            throw ExportOutput.failure(path, error)
        }
    }
}

/// Names of conversations as names of files.
private enum FileName {
    /// Of the 255 bytes that a file's name may have, some are left to what stands around it.
    private static let maxBytes = 200

    /// The name with `%XX` for what no file can be called or what might mislead: `/`, `%`, what is not drawn, and a dot at the beginning. A name
    /// that is too long is cut.
    static func stem(_ name: String) -> String {
        var stem = ""
        for scalar in name.unicodeScalars {
            let isPlain = String(scalar).printable == String(scalar) && !["/", "%"].contains(scalar)
            let part =
                isPlain && !(stem.isEmpty && scalar == ".") ? String(scalar) : String(scalar).utf8.map(escape).joined()
            guard stem.utf8.count + part.utf8.count <= maxBytes else { break }
            stem += part
        }
        return stem
    }

    private static func escape(_ byte: UInt8) -> String {
        "%" + Hex.encode(CollectionOfOne(byte), isUppercase: true)
    }
}
