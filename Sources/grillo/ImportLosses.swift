import Exchange
import Foundation
import Server

/// The file that tells all that an import does not take, a line for each: the file, the line in it and the reason.
enum ImportLosses {
    /// Throws where there is something already.
    static func requireFree(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw fail("\(path) is there already: name a new file for --losses", code: 74)
        }
    }

    /// Writes the file, which is its owner's alone.
    static func write(_ work: FolderImport, to path: String) throws {
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: attributes),
            let file = FileHandle(forWritingAtPath: path)
        else { throw fail("\(path) cannot be made: name another file for --losses", code: 74) }
        defer { try? file.close() }
        for (index, report) in work.report.files.enumerated() {
            var portion = Data()
            var failure: (any Error)?
            try work.eachLoss(ofFile: index) { loss in
                portion += Data((LogText.line("\(report.path):\(loss.line): \(loss.reason)") + "\n").utf8)
                if portion.count > Self.portion { failure = write(&portion, to: file) }
                return failure == nil
            }
            if let failure = failure ?? write(&portion, to: file) {
                throw fail("\(path) cannot be written: \(failure.localizedDescription)", code: 74)
            }
        }
    }

    private static let portion = 1 << 16

    private static func write(_ portion: inout Data, to file: FileHandle) -> (any Error)? {
        defer { portion.removeAll(keepingCapacity: true) }
        do {
            try file.write(contentsOf: portion)
            return nil
        } catch {
            return error
        }
    }
}
