import Configuration
import TestSupport
import Testing

@testable import Server

/// The page about configuration says of the server's keys what their table says.
@Suite struct ConfigurationDocumentationTests {
    @Test func `Every key of the server is in the documentation, with when it counts`() throws {
        let standard = ServerConfiguration(dataFolder: "~/.local/state/grillo/server")
        let table = ServerConfiguration.schema.markdown(for: standard)
        #expect(
            try GeneratedSection.text("keys of the server", of: "docs/configuration.md", madeFrom: table) == table,
            "run `make tables`")
    }
}
