import Chat
import Foundation
import TestSupport

@testable import Client

/// The two programs as the table of specifications sees them: by their tables, and by the texts in their code.
extension ProtocolNames {
    static func ofServer() throws -> ProtocolNames {
        var names = ProtocolNames.server
        names.words = try words(of: ["Chat", "Server"])
        return names
    }

    static func ofClient() throws -> ProtocolNames {
        ProtocolNames(capabilities: CapabilityNegotiation.understood, words: try words(of: ["Client"]))
    }

    /// All that stands between quotes in the code of these modules. The table itself, which names everything, is left out.
    private static func words(of modules: [String]) throws -> Set<String> {
        let files = try modules.flatMap { try Repository.swiftFiles(below: Repository.sources.appending(path: $0)) }
        return files.filter { !$0.name.hasPrefix("SpecificationTable") }.reduce(into: []) { words, file in
            for found in file.code.matches(of: /"((?:[^"\\\n]|\\.)*)"/) { words.insert(String(found.1)) }
        }
    }
}
