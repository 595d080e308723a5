import Chat
import Logging
import Protocol
import Storage

extension ChatServer {
    /// Says where a copy of the history from before its upgrade is; nothing where it was not upgraded.
    static func tell(of copy: String?, _ configuration: ServerConfiguration, _ logger: Logger) {
        guard let copy else { return }
        let time = configuration.keepCopies.map { "for \(ServerConfiguration.time($0))" } ?? "for ever"
        logger.notice(
            """
            the history was upgraded to this version; a copy from before is kept \(time), with all that is deleted \
            meanwhile: remove it sooner if you will not go back to the earlier version
            """, metadata: ["copy": "\(copy)"])
    }

    /// Removes what a command that was killed has left half-made in the folder, and says so.
    static func removeHalfMade(in folder: DataFolder, _ logger: Logger) {
        for name in HalfMadeFiles.remove(in: folder) {
            logger.notice(
                "a half-made file is removed, which a command left that was killed", metadata: ["file": "\(name)"])
        }
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
