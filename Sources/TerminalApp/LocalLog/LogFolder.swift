import Basics
import SystemBasics

/// The folder of the logs, `log` in the state directory, and the names of the files in it: one a network.
package struct LogFolder: Hashable, Sendable {
    private static let suffix = ".sqlite"

    let path: String

    package init(in directory: StateDirectory) { path = directory.file("log") }

    /// The path of a network's log, whether there is one or not. Names that differ only in case have one log.
    ///
    /// - Parameter network: the ``Destination/stateKey`` of its server, which can be any text.
    package func file(of network: String) -> String {
        let name = PercentEncoding.encode(network.lowercased())
        // No name of a file begins with a dot: it would be hidden, or a folder.
        let visible = name.hasPrefix(".") ? "%2E" + name.dropFirst() : name
        return path + "/" + visible + Self.suffix
    }

    /// The networks of which there is a log, in the order of their names.
    package var networks: [String] {
        FileSystem.names(in: path).filter { $0.hasSuffix(Self.suffix) }
            .compactMap { PercentEncoding.decode($0.dropLast(Self.suffix.count)) }.sorted()
    }
}
