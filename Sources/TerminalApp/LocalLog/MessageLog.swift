import Client
import Protocol

/// The logs of the networks on this machine. A network is named by the ``Destination/stateKey`` of its server. All is done in the order of
/// the calls, away from the main thread; answers come on any thread.
package protocol MessageLog: AnyObject, Sendable {
    /// Has problems told, such as a full disk, each once: the network's name, and words for its people. From any thread.
    func watch(_ tell: @escaping @Sendable (_ network: String, _ words: String) -> Void)
    /// Opens the log of a network if there is one: whoever asks it soon does not wait for that.
    func open(_ network: String)
    /// Has a network that has no log yet go on with the first of other names that has one. It keeps its old name.
    func goOn(with formerNames: [String], as network: String)
    func record(_ records: [LogRecord], of network: String)
    /// A log that cannot be read has nothing.
    func read(_ query: LogQuery, of network: String, then answer: @escaping @Sendable (LogAnswer) -> Void)
    /// Takes the words of a line out. Where there is no log, none is made for it.
    func redact(_ messageID: Bytes, in room: Bytes, of network: String)
    /// Takes out a room. Where there is no log, none is made for it.
    func forget(_ room: Bytes, of network: String)
    /// A room has another name. Where the log has one of that name, both are kept, and a redaction in that room holds for this one, too.
    func rename(_ room: Bytes, to name: Bytes, of network: String)
    func markRead(_ room: Bytes, at time: Timestamp, of network: String)
    /// Stores what waits. What is asked afterwards is not done.
    func close(then answer: @escaping @Sendable () -> Void)
}
