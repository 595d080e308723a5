import Client

extension Line {
    /// True for the quit of somebody whom a net split has taken: its reason is the names of two servers, as every server has it.
    var isSplitQuit: Bool {
        guard kind == .quit else { return false }
        let servers = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        return servers.count == 2
            && servers.allSatisfy { server in
                server.contains(".") && server.first != "." && server.last != "."
                    && server.unicodeScalars.allSatisfy {
                        $0.isASCII
                            && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                                || "-.*".unicodeScalars.contains($0))
                    }
            }
    }
}

extension LineKind {
    /// True for the kinds of line that are told in one row where there are many of them: joins, parts and quits.
    package var isJoinPartOrQuit: Bool { self == .join || self == .part || self == .quit }
}
