import Foundation
import TestSupport
import Testing

@testable import Server

/// The tars of backups, from the bits of a header to files that other programs read.
@Suite struct TarTests {
    /// Keeps what is written to it.
    private final class Memory: ByteSink {
        private(set) var bytes: [UInt8] = []
        func write(_ bytes: ArraySlice<UInt8>) { self.bytes += bytes }
        func finish() {}
    }

    /// Gives bytes in parts of some size.
    private final class Parts: ByteSource {
        private var rest: ArraySlice<UInt8>
        private let size: Int

        init(_ bytes: [UInt8], of size: Int = .max) {
            rest = bytes[...]
            self.size = size
        }

        func read(atMost limit: Int) -> [UInt8] {
            defer { rest = rest.dropFirst(min(limit, size)) }
            return Array(rest.prefix(min(limit, size)))
        }
    }

    private static let files: [(name: String, bytes: [UInt8])] = [
        ("tls.key", Array("a key\n".utf8)), ("empty", []), ("block", [UInt8](repeating: 7, count: 512)),
        ("large", (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }),
    ]

    private static func write(into sink: any ByteSink) throws {
        let writer = TarWriter(into: sink, at: 1_700_000_000)
        for file in files { try writer.write(file.name, file.bytes) }
        try writer.finish()
    }

    private static func tar(isCompressed: Bool = false) throws -> [UInt8] {
        let memory = Memory()
        try write(into: isCompressed ? try GzipSink(into: memory) : memory)
        return memory.bytes
    }

    private static func read(_ source: any ByteSource) throws -> [(name: String, bytes: [UInt8])] {
        var reader = TarReader(source)
        var files: [(name: String, bytes: [UInt8])] = []
        while let header = try reader.next() {
            var bytes: [UInt8] = []
            while case let part = try reader.read(atMost: 1000), !part.isEmpty { bytes += part }
            #expect(Int64(bytes.count) == header.size)
            files.append((header.name, bytes))
        }
        return files
    }

    private static func isWhole(_ found: [(name: String, bytes: [UInt8])]) -> Bool {
        found.map(\.name) == files.map(\.name) && found.map(\.bytes) == files.map(\.bytes)
    }

    // MARK: Both ways

    @Test(arguments: [1, 2, 511, 512, 513, .max]) func `What is written is read, in parts of any size`(_ size: Int)
        throws
    {
        #expect(Self.isWhole(try Self.read(Parts(try Self.tar(), of: size))))
        let compressed = try Self.tar(isCompressed: true)
        #expect(Self.isWhole(try Self.read(try GzipSource(Parts(compressed, of: size)))))
    }

    @Test(arguments: [true, false]) func `GNU tar reads what is written, and what it writes is read`(isCompressed: Bool)
        throws
    {
        let scratch = Scratch()
        let (file, folder) = (scratch.file("a.tar"), scratch.file("out"))
        try Data(try Self.tar(isCompressed: isCompressed)).write(to: URL(filePath: file))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Self.run("tar", ["-x", "-f", file, "-C", folder])
        for (name, bytes) in Self.files {
            #expect(try Data(contentsOf: URL(filePath: folder + "/" + name)) == Data(bytes), "\(name)")
        }
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/tls.key")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let flags = isCompressed ? "-cz" : "-c"
        try Self.run("tar", [flags, "-f", file, "-C", folder] + Self.files.map(\.name))
        let descriptor = open(file, O_RDONLY)
        defer { close(descriptor) }
        var reader = try TarReader.detecting(DescriptorSource(descriptor))
        #expect(try reader.next()?.name == "tls.key")
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    // MARK: Headers

    /// The last size that eleven octal digits hold is 8 GiB less one byte.
    @Test(arguments: [0, 1, 511, (8 << 30) - 1, 8 << 30, (8 << 30) + 1, .max] as [Int64])
    func `A size of any length is written and read`(_ size: Int64) throws {
        let block = TarHeader(name: "history.sqlite", size: size).block(at: size)
        #expect(block.count == 512)
        #expect(try TarHeader(block) == TarHeader(name: "history.sqlite", size: size))
        #expect((block[124] == 0x80) == (size >= 8 << 30))
    }

    private static func header(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
        var block = TarHeader(name: "tls.key", size: 9).block(at: 0)
        change(&block)
        for place in 148..<156 { block[place] = UInt8(ascii: " ") }
        let digits = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
        for (place, byte) in zip(148..., digits.utf8) { block[place] = byte }
        return block
    }

    @Test func `What is not of a backup is refused by its header`() throws {
        #expect(try TarHeader(Self.header { _ in }).size == 9)
        // A link, a folder, more of a name, a sparse file.
        for kind in "1257xgLS".utf8 {
            #expect(throws: TarError.unwanted("holds tls.key, which is no file of a backup")) {
                try TarHeader(Self.header { $0[156] = kind })
            }
        }
        #expect(throws: TarError.self) { try TarHeader(Self.header { $0[345] = UInt8(ascii: "a") }) }
        #expect(throws: TarError.foreign) { try TarHeader(Self.header { $0[257] = 0 }) }
        #expect(throws: TarError.foreign) { try TarHeader([UInt8](repeating: 0, count: 511)) }
        // The sum does not hold any more.
        var block = Self.header { _ in }
        block[0] ^= 1
        #expect(throws: TarError.damaged("has a header that is damaged")) { try TarHeader(block) }
    }

    @Test func `A size that is none, is negative or beyond all sizes is refused`() {
        let sizes: [[UInt8]] = [
            [UInt8](repeating: 0, count: 12), Array("            ".utf8), Array("8          \0".utf8),
            Array("1 1\0".utf8),
            Array("-1\0".utf8), [0xFF] + [UInt8](repeating: 0xFF, count: 11),
            [0x80, 1] + [UInt8](repeating: 0, count: 10),
            [0x80, 0, 0, 0, 0x80] + [UInt8](repeating: 0, count: 7), [0x81] + [UInt8](repeating: 0, count: 11),
        ]
        for size in sizes {
            #expect(throws: TarError.damaged("has a header that is damaged"), "\(size)") {
                try TarHeader(Self.header { $0.replaceSubrange(124..<124 + size.count, with: size) })
            }
        }
    }

    // MARK: Broken ones

    @Test func `A tar that ends early is known at each length`() throws {
        let whole = try Self.tar()
        let end = whole.count - 600
        let lengths: [Int] = Array(0..<2000) + Array(stride(from: 2000, to: end, by: 997)) + Array(end..<whole.count)
        for length in lengths {
            #expect(throws: TarError.truncated, "\(length)") { try Self.read(Parts(Array(whole.prefix(length)))) }
        }
        let compressed = try Self.tar(isCompressed: true)
        let places: [Int] = Array(stride(from: 0, to: compressed.count, by: 1009)) + [compressed.count - 1]
        for length in places {
            #expect(throws: TarError.truncated, "\(length)") {
                try Self.read(try GzipSource(Parts(Array(compressed.prefix(length)))))
            }
        }
    }

    @Test func `Bytes that changed on the disk are known where it is compressed`() throws {
        let compressed = try Self.tar(isCompressed: true)
        // The rest of gzip's own header may say anything.
        let data: [Int] = Array(stride(from: 10, to: compressed.count, by: 499))
        for place in [0, 1, 2] + data + Array(compressed.count - 8..<compressed.count) {
            var bytes = compressed
            bytes[place] ^= 0x10
            #expect(throws: TarError.self, "\(place)") { try Self.read(try GzipSource(Parts(bytes))) }
        }
    }

    @Test func `Behind the end come zeros, up to a megabyte, and nothing else`() throws {
        let whole = try Self.tar()
        let most = TarReader.mostFilling - 512
        #expect(Self.isWhole(try Self.read(Parts(whole + [UInt8](repeating: 0, count: most)))))
        for rest in [[UInt8](repeating: 0, count: most + 1), [0, 0, 1]] {
            #expect(throws: TarError.damaged("goes on behind its end")) { try Self.read(Parts(whole + rest)) }
        }
        let compressed = try Self.tar(isCompressed: true)
        #expect(throws: TarError.damaged("goes on behind its end")) {
            try Self.read(try GzipSource(Parts(compressed + compressed)))
        }
    }

    @Test func `A file that shrinks while it is written is no file of a tar`() {
        let writer = TarWriter(into: Memory(), at: 0)
        #expect(throws: TarError.truncated) {
            try writer.write("a", size: 3, from: Parts([1, 2])) { _ in }
        }
    }
}
