/// The backups that a server makes by itself.
package struct BackupPlan: Hashable, Sendable {
    /// The folder that they go to; nil where none are made.
    package var folder: String?
    /// The seconds from one to the next.
    package var every: Int64 = 86_400
    /// The number of them that are kept.
    package var keep = 7

    package init() {}
}
