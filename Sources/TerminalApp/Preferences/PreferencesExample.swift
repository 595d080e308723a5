import Configuration

/// `tui.toml` as it is shown to people.
package enum PreferencesExample {
    /// A file with every key and every action, that changes nothing until something in it is uncommented.
    package static var file: String {
        Preferences.schema.exampleFile(
            for: Preferences(),
            head: """
                # Every key of tui.toml, with what holds without it.
                # Take away the # in front of a key to set it. What the command line says goes before what stands here;
                # grillo-tui reads this file when it starts; /set changes what it says meanwhile, and /save yes keeps that here.
                """)
    }
}
