import Chat
import Foundation
import Protocol
import SystemBasics
import TestSupport
import Testing

@testable import Exchange

/// Files and folders that are there whole or not at all.
@Suite struct ExportOutputTests {
    private let scratch = Scratch()

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `A file has its name when it is whole, and is its owner's alone`() throws {
        let path = scratch.file("out")
        let output = try ExportOutput.file(path)
        try output.write(Bytes("one "))
        try output.write(Array(repeating: UInt8(ascii: "x"), count: 1 << 20)[...])
        #expect(!FileSystem.exists(path))
        #expect(FileSystem.names(in: scratch.path).contains("out.\(getpid()).partial"))
        try output.finish()
        #expect(try Data(contentsOf: URL(filePath: path)).count == 4 + 1 << 20)
        #expect(try mode(path) == 0o600)
        #expect(FileSystem.names(in: scratch.path).filter { $0.hasSuffix("partial") } == [])
    }

    @Test func `One that is given up leaves nothing`() throws {
        do {
            let output = try ExportOutput.file(scratch.file("out"))
            try output.write(Bytes("half"))
        }
        #expect(FileSystem.names(in: scratch.path).filter { $0.hasPrefix("out") } == [])
    }

    @Test func `What is there stays, also where it comes in between`() throws {
        let path = scratch.file("out")
        let output = try ExportOutput.file(path)
        _ = try scratch.write("mine", to: "out")
        let taken = ImportProblem("\(path) is there already", remedy: "name another, for an export overwrites nothing")
        #expect(throws: taken) { try output.finish() }
        #expect(throws: taken) { try ExportOutput.file(path) }
        #expect(throws: taken) { try ExportFolder(path) }
        #expect(throws: taken) { try ExportFolder(path + "//") }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        #expect(throws: ImportProblem.self) { try ExportOutput.file(scratch.file("none/out")) }
        #expect(throws: ImportProblem.self) { try ExportFolder(scratch.file("none/out")) }
    }

    @Test func `A folder has its name when all in it are whole`() throws {
        let path = scratch.file("rooms")
        let folder = try ExportFolder(path + "/")
        for name in ["#den", "#den", "#a/b", "..", "#50%", "#\u{202E}x", String(repeating: "ä", count: 150)] {
            let file = try folder.file(of: name, as: .text)
            try file.write(Bytes(name))
            try file.finish()
        }
        #expect(!FileSystem.exists(path))
        try folder.finish()
        #expect(folder.count == 7)
        #expect(try mode(path) == 0o700)
        let stems = [
            "#50%25", "#a%2Fb", "#den", "#den~2", "#%E2%80%AEx", "%2E.", String(repeating: "ä", count: 100),
        ]
        #expect(
            Set(FileSystem.names(in: path)).subtracting([".", ".."]) == Set(stems.map { "irc.grillo.\($0).weechatlog" })
        )
    }

    @Test func `A folder that is given up leaves nothing`() throws {
        do {
            let folder = try ExportFolder(scratch.file("rooms"))
            try folder.file(of: "#den", as: .html).finish()
            _ = try folder.file(of: "#hall", as: .html)
        }
        #expect(FileSystem.names(in: scratch.path).filter { $0.hasPrefix("rooms") } == [])
    }

    @Test func `A folder holds the rooms in which there is something`() throws {
        let history = try HistoryExample()
        let style = HistoryExport.Style(format: .text, timeZone: .gmt, made: HistoryExample.style.made)
        for (name, filter, files) in [
            ("all", ExportFilter(), ["#Den", "#hall"]), ("own", ExportFilter(account: "ada"), ["#Den", "bob"]),
            ("none", ExportFilter(since: .latest), []),
        ] {
            var count = 0
            try HistoryExport.reading(history.log, filter) { export throws(ImportProblem) in
                count = try export.writeFolder(scratch.file(name), style) { _ in }
            }
            let names = FileSystem.names(in: scratch.file(name)).filter { !$0.hasPrefix(".") }
            #expect(names.sorted() == files.map { "irc.grillo.\($0).weechatlog" } && count == files.count)
        }
    }
}
