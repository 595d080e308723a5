import Chat
import Logging
import Protocol
import Storage

extension ChatServer {
    /// Says where a copy of the history from before its upgrade is; nothing where it was not upgraded.
    static func tellOfCopy(_ copy: String?, _ logger: Logger) {
        guard let copy else { return }
        logger.notice(
            """
            the history was upgraded to this version; a copy from before is kept for 30 days, with all that is deleted \
            meanwhile: remove it sooner if you will not go back to the earlier version
            """, metadata: ["copy": "\(copy)"])
    }
}

extension LogEnd {
    /// The number above which a server that starts now gives its events theirs. None may be given twice, for clients remember them; and not
    /// every event that has one is in the log. So each life of the server begins above all that its last could have reached: a thousand a
    /// millisecond.
    func lastNumber(at now: Timestamp) -> EventNumber {
        max(number, EventNumber(rawValue: max(now, time).milliseconds << 10))
    }
}
