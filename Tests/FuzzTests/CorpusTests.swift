import Foundation
import FuzzHarnesses
import Testing

/// Every input that is kept for `make fuzz`, once: none ends the process, none breaks a rule.
struct CorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fuzz/Corpus")

    private static let inputs: [(harness: String, file: String)] = Harness.all.flatMap { harness in
        let files = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: harness.name).path)
        return (files ?? []).sorted().map { (harness.name, $0) }
    }

    @Test(arguments: inputs) func `An input that was kept breaks nothing`(_ name: String, _ file: String) throws {
        let harness = try #require(Harness.all.first { $0.name == name })
        let input = try Data(contentsOf: Self.folder.appending(path: "\(name)/\(file)"))
        try harness.run(Array(input))
    }

    @Test(arguments: Harness.all.map(\.name)) func `Every harness has something to begin with`(_ name: String) {
        #expect(Self.inputs.contains { $0.harness == name })
    }
}
