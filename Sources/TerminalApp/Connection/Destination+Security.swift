import TUI

extension Destination {
    /// The security of a connection there, as the screen tells it.
    var security: LinkSecurity { speaksTLS ? .tls : isLocal ? .local : .plain }
}
