import Foundation
import TestSupport
import Testing

@testable import Server

/// What a server tells, as Prometheus' own tool judges it.
@Suite struct PromtoolTests {
    /// The system's, or the one that `make test` has fetched where there is none.
    private static let path = [ProcessInfo.processInfo.environment["PATH"], Repository.root.path + "/.build/promtool"]
        .compactMap(\.self).joined(separator: ":")

    @Test(arguments: [true, false])
    func `Prometheus finds no fault with the metrics`(isLoadKnown: Bool) throws {
        let metrics = ServerMetrics()
        metrics.connectionOpened(.tls)
        metrics.waited(nanoseconds: 1_234_567)
        let scratch = Scratch()
        let file = try scratch.write(metrics.text(isLoadKnown ? .example : nil), to: "metrics.txt")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["PATH=\(Self.path)", "promtool", "check", "metrics"]
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: file))
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let words = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && words.isEmpty, "\(String(decoding: words, as: UTF8.self))")
    }
}
