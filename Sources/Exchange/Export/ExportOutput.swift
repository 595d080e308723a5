import Glibc
import Protocol
import SystemBasics

/// The place that an export is written to. A file is its owner's alone, and has its name only when it is whole: until then it is called
/// `NAME.PID.partial`, and goes if the export fails.
package final class ExportOutput {
    /// The path of a file; nil for standard output.
    private let path: String?
    /// The name that the file has until it is whole.
    private let temporary: String?
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isFinished = false

    /// The bytes that are held back until they are written at once.
    private static let portion = 256 << 10

    private init(path: String?, temporary: String?, descriptor: Int32) {
        self.path = path
        self.temporary = temporary
        self.descriptor = descriptor
        buffer.reserveCapacity(Self.portion)
    }

    deinit {
        guard let temporary else { return }
        close(descriptor)
        if !isFinished { unlink(temporary) }
    }

    package static func standardOutput() -> ExportOutput {
        ExportOutput(path: nil, temporary: nil, descriptor: STDOUT_FILENO)
    }

    /// Begins a file where there is none.
    package static func file(_ path: String) throws(ImportProblem) -> ExportOutput {
        guard !FileSystem.exists(path) else { throw taken(path) }
        do throws(SystemError) {
            let (name, descriptor) = try FileSystem.makeFile(beside: path, suffix: "partial")
            return ExportOutput(path: path, temporary: name, descriptor: descriptor)
        } catch {
            throw ImportProblem(
                "\(path.printable) cannot be written: \(error)",
                remedy: "name a file in a folder that is there and that you may write to")
        }
    }

    package func write(_ bytes: Bytes) throws(ImportProblem) {
        buffer += bytes
        if buffer.count >= Self.portion { try flush() }
    }

    /// Writes what is held back, and gives a file its name when all of it is on the disk.
    package func finish() throws(ImportProblem) {
        try flush()
        guard let path, let temporary else { return }
        do throws(SystemError) {
            guard fsync(descriptor) == 0 else { throw SystemError(errno) }
            try FileSystem.publish(temporary, at: path)
            isFinished = true
        } catch {
            throw Self.failure(path, error)
        }
    }

    private func flush() throws(ImportProblem) {
        do throws(SystemError) {
            try FileSystem.write(buffer[...], to: descriptor)
        } catch {
            throw Self.failure(path ?? "standard output", error)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    static func taken(_ path: String) -> ImportProblem {
        ImportProblem("\(path.printable) is there already", remedy: "name another, for an export overwrites nothing")
    }

    static func failure(_ path: String, _ error: SystemError) -> ImportProblem {
        switch error.code {
        case ENOSPC, EDQUOT:
            ImportProblem(
                "there is no space for \(path.printable): the disk is full", remedy: "make room, or name another place")
        case EEXIST: taken(path)
        case let code:
            ImportProblem(
                "\(path.printable) cannot be written: \(SystemError(code))", remedy: "check the place, or name another")
        }
    }
}
