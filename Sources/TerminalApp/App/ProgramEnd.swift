/// How far the program has come with its end.
enum ProgramEnd: Hashable {
    case running
    /// The terminal is given back, and the servers are said goodbye to.
    case leaving(status: Int32)
    /// No connection is waited for any more; the server that the person hosts is being stopped.
    case stopping
}
