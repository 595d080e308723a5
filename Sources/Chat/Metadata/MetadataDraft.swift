import Protocol

/// The two drafts of metadata that clients follow. They mean the same and word it differently.
/// <https://ircv3.net/specs/extensions/metadata>, <https://github.com/ircv3/ircv3-specifications/pull/613>
enum MetadataDraft {
    case two
    case three

    var capabilityName: String {
        switch self {
        case .two: "draft/metadata-2"
        case .three: "draft/metadata-3"
        }
    }

    /// The standard reply about one of several keys, while the others are answered.
    var keyRemark: Command {
        switch self {
        case .two: "FAIL"
        case .three: "WARN"
        }
    }
}

extension Session {
    /// The draft that it follows; nil for a session that knows nothing of metadata. Both need batches.
    var metadataDraft: MetadataDraft? {
        guard has(.batch) else { return nil }
        return has(.metadata3) ? .three : has(.metadata2) ? .two : nil
    }
}

extension Limits {
    /// The value of both capabilities.
    var metadataTokens: String {
        "before-connect,max-subs=\(metadataSubscriptions),max-keys=\(metadataKeys),max-key-bytes=\(metadataKeyBytes)"
            + ",max-value-bytes=\(metadataValueBytes)"
    }
}
