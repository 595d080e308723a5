extension Line {
    /// The reason that somebody gave for going, as it came; empty where a server has a word of its own for who gave none.
    package var givenReason: String { kind == .quit && ["Quit", "Quit:", "Quit: "].contains(text) ? "" : text }
}
