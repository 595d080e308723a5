import Glibc
import Protocol
import SystemBasics

/// Reads a file line by line, in memory that a bound keeps constant.
struct LongLineReader {
    private let path: String
    /// The longest line, in bytes without its end.
    private let limit: Int
    private var line: [UInt8] = []
    private var isTooLong = false
    private var number = 1

    private static let portion = 256 << 10

    /// Takes a line without its end, and its number, from 1. Nil stands for one that is too long.
    typealias Sink = (_ line: Bytes?, _ number: Int) throws(ImportProblem) -> Void

    /// Reads a file from its beginning to its end. The last line may be without an end.
    static func read(_ path: String, limit: Int, _ sink: Sink) throws(ImportProblem) {
        var reader = LongLineReader(path: path, limit: limit)
        try reader.run(sink)
    }

    private init(path: String, limit: Int) {
        self.path = path
        self.limit = limit
    }

    private mutating func run(_ sink: Sink) throws(ImportProblem) {
        let descriptor = try opened()
        defer { close(descriptor) }
        while true {
            var rest = try part(of: descriptor)
            if rest.isEmpty { break }
            while let end = rest.firstIndex(of: ASCII.lineFeed) {
                keep(rest[..<end])
                try hand(to: sink)
                rest = rest[(end + 1)...]
            }
            keep(rest)
        }
        if !line.isEmpty || isTooLong { try hand(to: sink) }
    }

    private mutating func keep(_ bytes: Bytes) {
        if line.count + bytes.count > limit { isTooLong = true }
        if !isTooLong { line += bytes }
    }

    private mutating func hand(to sink: Sink) throws(ImportProblem) {
        try sink(isTooLong ? nil : line[...], number)
        line.removeAll(keepingCapacity: true)
        isTooLong = false
        number += 1
    }

    /// It is read more than once, so it has to be a file that stays.
    private func opened() throws(ImportProblem) -> Int32 {
        do throws(SystemError) {
            let descriptor = try FileSystem.open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK)
            var status = stat()
            if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return descriptor }
            close(descriptor)
        } catch {
            throw failure(error)
        }
        throw ImportProblem("\(path.printable) is no regular file", remedy: "name the file itself")
    }

    private func part(of descriptor: Int32) throws(ImportProblem) -> Bytes {
        do throws(SystemError) {
            return try FileSystem.readPart(of: descriptor, atMost: Self.portion)[...]
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: SystemError) -> ImportProblem {
        ImportProblem("\(path.printable) cannot be read: \(error)", remedy: "check its name and its mode")
    }
}
