/// How far the program has come with its end.
enum ProgramEnd: Hashable {
    case running
    /// The terminal is given back, and the servers are said goodbye to.
    case leaving(status: Int32)
    /// The connections are closed; the server that the person hosts is being stopped.
    case stopping
}
