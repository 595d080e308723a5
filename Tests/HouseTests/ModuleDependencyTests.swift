import Foundation
import Testing

/// Which module may import which. The compiler holds a target to its dependencies; this holds the pure ones to their purity.
@Suite struct ModuleDependencyTests {
    /// What each module may import beside the standard library, of our own and of the system's. `Swift` is the standard library
    /// itself, for those who need a part of it that is not in plain view.
    static let arrows: [String: Set<String>] = [
        "Protocol": [],
        "Chat": ["Protocol", "DequeModule", "OrderedCollections", "Swift"],
        "Client": ["Protocol", "DequeModule", "OrderedCollections", "HeapModule"],
        "TUI": ["Client", "Protocol", "DequeModule", "OrderedCollections"],
        "Files": ["CLinux", "Glibc"],
        "Storage": [
            "Chat", "Files", "Protocol", "CSQLite", "DequeModule", "GRDB", "GRDBSQLite", "Dispatch", "Glibc",
            "Synchronization",
            "Foundation",
        ],
        "Transport": ["COpenSSL", "CLinux", "Files", "Dispatch", "Glibc", "Synchronization"],
        "Server": [
            "Chat", "Files", "Protocol", "Storage", "Transport", "DequeModule", "Logging", "TOMLKit", "Dispatch",
            "Glibc",
            "Synchronization",
            "Foundation",
        ],
        "Bench": ["Protocol", "Transport", "CLinux", "Histogram", "Glibc"],
        "grillo": [
            "Bench", "Server", "Storage", "Chat", "Client", "Protocol", "Transport", "ArgumentParser", "Logging",
            "Dispatch",
            "Glibc", "Foundation", "Synchronization",
        ],
        "TerminalApp": ["Client", "Protocol", "TUI", "Transport", "TOMLKit", "Dispatch", "Glibc", "Synchronization"],
        "grillo-tui": [
            "TerminalApp", "TUI", "Chat", "Protocol", "Transport", "Server", "CNcurses", "ArgumentParser", "Logging",
            "Glibc",
        ],
    ]

    struct Import: CustomStringConvertible {
        let file: String
        let module: String
        var description: String { "\(file) imports \(module)" }
    }

    @Test(arguments: arrows.keys.sorted()) func `a module imports what the house allows`(module: String) throws {
        let imports = try Self.imports(of: module)
        #expect(!imports.isEmpty || module == "Protocol")
        let allowed = try #require(Self.arrows[module])
        #expect(imports.filter { !allowed.contains($0.module) }.map(\.description) == [])
    }

    @Test func `every module is in the table`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
        #expect(Set(folders) == Set(Self.arrows.keys))
    }

    @Test func `one file alone imports ncurses`() throws {
        let files = try Self.arrows.keys.flatMap(Self.imports).filter { $0.module == "CNcurses" }.map(\.file)
        #expect(files == ["Curses.swift"])
    }

    @Test func `a database is known in the folder of its engine alone`() throws {
        let folder = Self.sources.appending(path: "Storage")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        let others = files.filter { !$0.hasPrefix("SQLite/") }
        #expect(others.count < files.count)
        let knowing = try others.filter { file in
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            return text.contains("SQLite") || text.contains("GRDB")
        }
        #expect(knowing == [])
    }

    static let sources = URL(filePath: #filePath).appending(path: "../../../Sources").standardizedFileURL

    static func imports(of module: String) throws -> [Import] {
        let folder = sources.appending(path: module)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        #expect(!files.isEmpty)
        let pattern =
            /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:\w+\s+)?(\w+)/
        return try files.flatMap { file in
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            return text.split(separator: "\n").compactMap { line in
                line.prefixMatch(of: pattern).map {
                    Import(file: String(file.split(separator: "/").last ?? ""), module: String($0.1))
                }
            }
        }
    }
}
