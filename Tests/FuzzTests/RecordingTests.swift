import Foundation
import FuzzHarnesses
import Testing

/// A thousand conversations, of which each says the same as when it was recorded: bytes and frames. They tell a change of the code that
/// is to change nothing from one that does.
///
/// `GRILLO_RECORD=1` records anew, after a change that is meant. `GRILLO_TRANSCRIPTS=FOLDER` writes each conversation into a file of that
/// folder: made before and after a change, `diff -r` shows what differs.
struct RecordingTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Recordings")
    private static let environment = ProcessInfo.processInfo.environment
    /// As many seeds at a time are one test.
    private static let portion: UInt64 = 50

    private static let portions: [(name: String, from: UInt64)] = Recording.all.flatMap { recording in
        stride(from: 0, to: recording.count, by: Int(portion)).map { (recording.name, $0) }
    }

    @Test(.enabled(if: environment["GRILLO_RECORD"] == nil), arguments: portions)
    func `A conversation is what it was`(_ name: String, _ from: UInt64) throws {
        let recording = try #require(Recording.all.first { $0.name == name })
        let recorded = try Self.recorded(name)
        try #require(recorded.count == Int(recording.count))
        for seed in from..<min(from + Self.portion, recording.count) {
            let transcript = recording.play(seed)
            try Self.write(transcript, name, seed)
            #expect(transcript.digest == recorded[Int(seed)], "\(name), seed \(seed)")
        }
    }

    @Test(.enabled(if: environment["GRILLO_RECORD"] != nil), arguments: Recording.all.map(\.name))
    func `Conversations are recorded`(_ name: String) throws {
        let recording = try #require(Recording.all.first { $0.name == name })
        let digests = (0..<recording.count).map { recording.play($0).digest }
        try Data((digests.joined(separator: "\n") + "\n").utf8).write(to: Self.file(name))
    }

    private static func file(_ name: String) -> URL { folder.appending(path: name) }

    private static func recorded(_ name: String) throws -> [String] {
        try String(contentsOf: file(name), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private static func write(_ transcript: Transcript, _ name: String, _ seed: UInt64) throws {
        guard let folder = environment["GRILLO_TRANSCRIPTS"] else { return }
        try Data(transcript.bytes).write(to: URL(filePath: folder).appending(path: "\(name)-\(seed)"))
    }
}
