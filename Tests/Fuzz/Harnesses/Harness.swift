/// One way into the program that others feed: a parser, or a whole machine behind one.
///
/// `make fuzz` looks for inputs that end the process or break a rule; each input under `Tests/Fuzz/Corpus/NAME` is also a test.
package struct Harness: Sendable {
    package let name: String
    /// The longest input worth trying, in bytes.
    package let longestInput: Int
    /// Feeds one input from beginning to end.
    package let run: @Sendable ([UInt8]) throws(BrokenRule) -> Void

    package static let all = [
        message, framer, text, network, client, keys, serverConfiguration, preferences, clientFiles, links, proxyHeader,
        socks5, tls, telnet, backup, foreignLogs,
    ]
}

/// What an input has shown to be untrue, in words.
package struct BrokenRule: Error, CustomStringConvertible {
    package let description: String
}

/// Throws where a rule does not hold, with the rule in words.
func require(_ isTrue: Bool, _ rule: @autoclosure () -> String) throws(BrokenRule) {
    if !isTrue { throw BrokenRule(description: rule()) }
}
