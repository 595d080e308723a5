import Configuration

/// The server's file as it is shown to people.
package enum ConfigurationExample {
    private static let head = """
        # Every key that grillo serve --config FILE knows, with its default.
        # Take away the # in front of a key to set it. Options of the command line override it;
        # SIGHUP reloads this file.
        """

    /// A file with every key, that changes nothing until something in it is uncommented.
    package static func file(for configuration: ServerConfiguration) -> String {
        ServerConfiguration.schema.exampleFile(for: configuration, head: head)
    }

    /// For the help: a key and what holds without it on a line, and its meaning below.
    package static func summary(for configuration: ServerConfiguration) -> String {
        ServerConfiguration.schema.help(for: configuration)
    }
}
