import Logging

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
