import Foundation
import TestSupport
import Testing

@testable import Server

/// The dashboard in `docs/grafana.json` against what the server tells.
@Suite struct DashboardTests {
    /// The names of all samples that a server tells: of a histogram three for each.
    private static let samples = Set(
        ServerMetrics.Series.allCases.map(\.family).flatMap { family in
            switch family.kind {
            case .counter, .gauge: [family.name]
            case .histogram: ["_bucket", "_sum", "_count"].map { family.name + $0 }
            }
        })

    private static func names(in text: String) -> Set<String> {
        let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_") }
        return Set(words.map(String.init).filter { $0.hasPrefix("grillo_") })
    }

    private func dashboard() throws -> String {
        try String(contentsOf: Repository.root.appending(path: "docs/grafana.json"), encoding: .utf8)
    }

    @Test func `Every series that the dashboard names exists`() throws {
        let named = Self.names(in: try dashboard())
        #expect(named.subtracting(Self.samples) == [])
        #expect(named.count > 10)
    }

    @Test func `Every series is somewhere on the dashboard`() throws {
        let named = Self.names(in: try dashboard())
        for series in ServerMetrics.Series.allCases {
            #expect(named.contains { $0.hasPrefix(series.rawValue) }, "\(series.rawValue)")
        }
    }

    @Test func `The dashboard is JSON, its panels have different places, and each says what to make of it`() throws {
        let json = try JSONSerialization.jsonObject(with: Data(try dashboard().utf8)) as? [String: Any]
        let panels = try #require(json?["panels"] as? [[String: Any]])
        let places = panels.compactMap { $0["gridPos"] as? [String: Int] }
        #expect(places.count == panels.count && Set(places).count == panels.count)
        #expect(panels.allSatisfy { ($0["description"] as? String)?.hasSuffix(".") == true })
    }
}
