import Foundation
import TestSupport
import Testing

/// Each module imports what `Package.swift` lists for it, and the pure ones nothing of the system. The compiler would let a module import
/// what one of its dependencies brings.
@Suite struct ModuleDependencyTests {
    /// The modules that a product of another package brings.
    static let modules: [String: Set<String>] = ["Collections": ["DequeModule", "HeapModule", "OrderedCollections"]]

    /// The products that a module lists for no import: one that it imports is made with them, and `Package.swift` says their version.
    static let pinned: Set<String> = ["Numerics"]

    /// The modules of the system that each module may import. `Swift` is the standard library itself, for those who need a part of it that
    /// is not in plain view. The pure modules stand here without any.
    static let system: [String: Set<String>] = [
        "Basics": [],
        "Protocol": [],
        "Chat": ["Swift"],
        "Client": [],
        "TUI": [],
        "SystemBasics": ["Glibc"],
        "Storage": ["Dispatch", "Foundation", "Glibc", "Synchronization"],
        "Transport": ["Dispatch", "Glibc", "Synchronization"],
        "Configuration": [],
        "Exchange": ["Foundation", "Glibc"],
        "Server": ["Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization"],
        "Bench": ["Glibc"],
        "TerminalApp": ["Dispatch", "Glibc", "Synchronization"],
        "grillo": ["Dispatch", "Foundation", "Glibc", "Synchronization"],
        "grillo-tui": ["Glibc"],
    ]

    struct Import: CustomStringConvertible {
        let file: String
        let module: String
        var description: String { "\(file) imports \(module)" }
    }

    @Test(arguments: system.keys.sorted()) func `A module imports what Package.swift lists for it`(module: String)
        throws
    {
        let imports = try Self.imports(of: module)
        let listed = try #require(try PackageManifest().dependencies[module])
        let allowed = listed.reduce(into: try #require(Self.system[module])) { allowed, name in
            allowed.formUnion(Self.modules[name] ?? [name])
        }
        #expect(imports.filter { !allowed.contains($0.module) }.map(\.description) == [])
    }

    @Test(arguments: system.keys.sorted()) func `A module imports all that Package.swift lists for it`(module: String)
        throws
    {
        let imported = Set(try Self.imports(of: module).map(\.module))
        let listed = try #require(try PackageManifest().dependencies[module]).filter { !Self.pinned.contains($0) }
        #expect(listed.filter { imported.isDisjoint(with: Self.modules[$0] ?? [$0]) } == [])
    }

    /// The modules that come with the toolchain and the system; every target of tests may import them.
    private static let toolchain: Set<String> = [
        "Darwin", "Dispatch", "Foundation", "Glibc", "Swift", "Synchronization", "Testing",
    ]

    @Test func `A target of tests imports what Package.swift lists for it`() throws {
        let targets = try PackageManifest().testDependencies
        #expect(targets.count > 10 && targets["HouseTests"] != nil && targets["EndToEnd"] != nil)
        for (target, listed) in targets {
            let allowed = listed.reduce(into: Self.toolchain) { $0.formUnion(Self.modules[$1] ?? [$1]) }
            let imports = try Self.imports(below: Repository.root.appending(path: "Tests/\(target)"))
            #expect(imports.filter { !allowed.contains($0.module) }.map(\.description) == [], "\(target)")
        }
    }

    @Test func `Every folder of the sources is a target of Package_swift`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Repository.sources.path)
        #expect(Set(folders) == Set(Self.system.keys))
        #expect(Set(folders) == Set(try PackageManifest().dependencies.keys))
    }

    @Test func `The table of the architecture says what Package_swift says`() throws {
        let page = try Repository.text(of: Repository.root.appending(path: "ARCHITECTURE.md"))
        let dependencies = try PackageManifest().dependencies
        var told: [String: Set<String>] = [:]
        for row in page.matches(of: /\| `Sources\/([\w-]+)` \|[^|]*\| ([^|]*) \|/) {
            told[String(row.1)] = row.2 == "nothing" ? [] : Set(row.2.split(separator: ", ").map(String.init))
        }
        #expect(Set(told.keys) == Set(dependencies.keys))
        for (module, names) in dependencies {
            #expect(told[module] == Set(names.filter { dependencies[$0] != nil }), "\(module)")
        }
    }

    @Test func `One file alone imports ncurses`() throws {
        let files = try Self.system.keys.flatMap(Self.imports).filter { $0.module == "CNcurses" }.map(\.file)
        #expect(files == ["Curses.swift"])
    }

    @Test func `A database is known in the folder of its engine alone`() throws {
        let files = try Repository.swiftFiles(below: Repository.sources.appending(path: "Storage"))
        let others = files.filter { !$0.path.hasPrefix("SQLite/") }
        #expect(others.count < files.count)
        let knowing = others.filter { $0.text.contains("SQLite") || $0.text.contains("GRDB") }
        #expect(knowing.map(\.path) == [])
    }

    @Test func `A wire format is known in its own folder, where it is a row, and where its key is, alone`() throws {
        let files = try Repository.swiftFiles(below: Repository.sources.appending(path: "Server"))
        let knowing = files.filter { $0.text.lowercased().contains("telnet") }.map(\.path)
        let others = knowing.filter { !$0.hasPrefix("Telnet/") }
        #expect(
            others == [
                "Codecs/WireFormat.swift", "Configuration/ServerConfiguration+Keys.swift",
                "Configuration/ServerConfiguration.swift",
            ])
    }

    static func imports(of module: String) throws -> [Import] {
        try imports(below: Repository.sources.appending(path: module))
    }

    static func imports(below folder: URL) throws -> [Import] {
        let files = try Repository.swiftFiles(below: folder)
        #expect(!files.isEmpty)
        let pattern =
            /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:\w+\s+)?(\w+)/
        return files.flatMap { file in
            file.text.split(separator: "\n").compactMap { line in
                line.prefixMatch(of: pattern).map { Import(file: file.name, module: String($0.1)) }
            }
        }
    }
}
