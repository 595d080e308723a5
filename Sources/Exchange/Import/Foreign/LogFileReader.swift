import Glibc
import Protocol
import SystemBasics

/// One line of a file, in UTF-8 and without NUL.
struct LogFileLine: Hashable {
    /// From 1.
    var number: Int
    /// Without its end, LF or CRLF.
    var text: Bytes
    /// The repairs that made it so, each in words for an ``ImportLoss``; none for a line that was whole.
    var repairs: [String] = []
}

/// Reads a file line by line. The memory it takes is bounded, whatever the file holds.
struct LogFileReader: ~Copyable {
    /// The most bytes of a line of a log that are taken; a chat line has some 500.
    static let lineLimit = 64 << 10

    private let path: String
    private let descriptor: Int32
    private let limit: Int
    /// Bytes that were read and not handed over.
    private var buffer: Bytes = []
    private var number = 0
    /// True while what comes belongs to a line that was too long, and was handed over.
    private var isSkipping = false
    private var isAtEnd = false

    /// - Parameter limit: the most bytes of a line that are taken, at least 1.
    init(_ path: String, limit: Int = Self.lineLimit) throws(ImportProblem) {
        self.path = path
        self.limit = limit
        guard !FileSystem.isFolder(path) else {
            throw ImportProblem("\(path.printable) is a folder", remedy: "name the files in it")
        }
        do {
            descriptor = try FileSystem.open(path, O_RDONLY)
        } catch {
            throw Self.problem(path, error)
        }
    }

    deinit { close(descriptor) }

    private static func problem(_ path: String, _ error: SystemError) -> ImportProblem {
        ImportProblem("\(path.printable) cannot be read: \(error)", remedy: "check its name, its owner and its mode")
    }

    /// The next line; nil behind the last.
    mutating func next() throws(ImportProblem) -> LogFileLine? {
        while true {
            if let end = buffer.firstIndex(of: ASCII.lineFeed) {
                let line = buffer[..<end]
                buffer = buffer[(end + 1)...]
                if let line = take(line, isTorn: false) { return line }
            } else if buffer.count > limit {
                let line = buffer
                buffer = []
                let taken = take(line, isTorn: false)
                isSkipping = true
                if let taken { return taken }
            } else if isAtEnd {
                guard !buffer.isEmpty else { return nil }
                let line = buffer
                buffer = []
                if let line = take(line, isTorn: true) { return line }
            } else {
                try fill()
            }
        }
    }

    private mutating func fill() throws(ImportProblem) {
        let descriptor = descriptor
        let part: [UInt8]
        do {
            part = try FileSystem.readPart(of: descriptor, atMost: 64 << 10)
        } catch {
            throw Self.problem(path, error)
        }
        isAtEnd = part.isEmpty
        buffer = buffer.isEmpty ? part[...] : ArraySlice(Array(buffer) + part)
    }

    /// Makes a line of bytes up to an end; nil for the rest of a line that was handed over.
    private mutating func take(_ bytes: Bytes, isTorn: Bool) -> LogFileLine? {
        guard !isSkipping else {
            isSkipping = false
            return nil
        }
        number += 1
        var line = LogFileLine(number: number, text: bytes)
        if line.text.last == ASCII.carriageReturn { line.text.removeLast() }
        if line.text.count > limit {
            line.text = line.text.prefix(ofAtMost: limit)
            line.repairs.append("longer than \(limit) bytes: cut there")
        }
        if line.text.contains(ASCII.nul) {
            line.text = line.text.filter { $0 != ASCII.nul }[...]
            line.repairs.append("has NUL bytes, as after a crash: left out")
        }
        if isTorn { line.repairs.append("has no end, as the file ends within it: taken as far as it goes") }
        if !line.text.isValidUTF8 {
            line.text = Latin1.utf8(line.text)
            line.repairs.append("not in UTF-8: taken as Latin-1")
        }
        return line
    }
}
