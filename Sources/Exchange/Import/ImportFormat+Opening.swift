import Glibc
import Protocol
import SystemBasics

/// The sources that there are: one for each form of a file, in the order in which a file is held against them.
extension ImportFormat {
    private struct Opener: Sendable {
        let format: ImportFormat
        let recognizes: @Sendable (_ path: String, _ beginning: [UInt8]) -> Bool
        let open: @Sendable (_ path: String, _ context: ForeignLogContext) throws(ImportProblem) -> any ImportSource
    }

    private static let openers = [
        Opener(
            format: .grillo, recognizes: GrilloHistorySource.recognizes,
            open: { path, _ in GrilloHistorySource(path: path) }),
        Opener(format: .ergo, recognizes: ErgoDatabase.recognizes, open: ErgoDatabase.init),
        Opener(format: .ergo, recognizes: ErgoExport.recognizes, open: ErgoExport.init),
        Opener(format: .weechat, recognizes: WeeChatLog.recognizes, open: WeeChatLog.init),
        Opener(format: .znc, recognizes: ZNCLog.recognizes, open: ZNCLog.init),
        Opener(format: .irssi, recognizes: IrssiLog.recognizes, open: IrssiLog.init),
    ]

    /// The bytes of a file that tell its form.
    private static let beginning = 4096

    /// Opens a file as what it is.
    ///
    /// - Parameters:
    ///   - format: nil to find it by looking.
    ///   - context: what the log of another program does not tell of itself, and what is wanted of it.
    package static func open(
        _ path: String, as format: ImportFormat?, _ context: ForeignLogContext
    ) throws(ImportProblem) -> any ImportSource {
        let source = try openWhole(path, as: format, context)
        return context.takesTalks ? source : RoomsOnly(source)
    }

    private static func openWhole(
        _ path: String, as format: ImportFormat?, _ context: ForeignLogContext
    ) throws(ImportProblem) -> any ImportSource {
        let beginning = try beginning(of: path)
        let possible = openers.filter { format == nil || $0.format == format }
        if let opener = possible.first(where: { $0.recognizes(path, beginning) }) {
            return try opener.open(path, context)
        }
        // Whoever names a format that has one form only is believed.
        if possible.count == 1 { return try possible[0].open(path, context) }
        guard let format else {
            let names = allCases.map(\.rawValue)
            throw ImportProblem(
                "\(path.printable) is of no form that is known",
                remedy: "name it: --format \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")")
        }
        throw ImportProblem(
            "\(path.printable) is no history of \(format.rawValue)", remedy: "name another file, or leave out --format")
    }

    static func beginning(of path: String) throws(ImportProblem) -> [UInt8] {
        var bytes: [UInt8]?
        do throws(SystemError) {
            // A pipe would be waited for; and each source reads its file more than once.
            let descriptor = try FileSystem.open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK)
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw SystemError(errno) }
            if status.st_mode & S_IFMT == S_IFREG {
                bytes = try FileSystem.readPart(of: descriptor, atMost: Self.beginning)
            }
        } catch {
            throw ImportProblem("\(path.printable) cannot be read: \(error)", remedy: "name a file that can be read")
        }
        guard let bytes else {
            throw ImportProblem("\(path.printable) is no regular file", remedy: "name the files one by one")
        }
        return bytes
    }
}
