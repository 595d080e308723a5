import Configuration

/// The server's file as it is shown to people.
package enum ConfigurationExample {
    private static let head = """
        # Every key that grillo serve --config FILE knows, with what holds without it.
        # Take away the # in front of a key to set it. What the command line says goes before what stands here;
        # SIGHUP has this file read again.
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
