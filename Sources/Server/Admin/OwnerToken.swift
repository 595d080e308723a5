import Protocol
import Transport

/// The word by which the host's client shows over TCP whose client it is.
package enum OwnerToken {
    /// Milliseconds for which the server is waited for.
    private static let timeLimit: Int32 = 1000

    /// Asks the server that serves the folder for a word for a connection to it; nil where no server of this user listens there and
    /// answers. Takes two seconds at most.
    package static func fetch(for ends: LoopbackEndpoints, in folder: String) -> String? {
        let endpoints = DataFolder.endpointsServed(in: folder)
        guard endpoints.contains(where: { $0.port == ends.serverPort && ends.isAccepted(at: $0.host) }),
            DataFolder.isAdminSocketOwned(in: folder)
        else { return nil }
        var word: String?
        let question = Message("OWNER", [Bytes("ASK"), Bytes(ends.description)])
        try? AdminSocketClient(folder: folder, timeLimit: timeLimit).answer(question) { message in
            if message.command == "OWNER", message.text(at: 0) == "WORD" { word = message.text(at: 1) }
            return message.command == "OWNER" || message.command == "FAIL" || message.command == "ERROR"
                || message.command == "421"
        }
        return word
    }
}
