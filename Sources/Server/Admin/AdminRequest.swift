import Protocol
import Storage
import Transport

/// Something that only the host may ask: of the server that runs on a folder, through its own door, or of the folder itself while none
/// does. Both ways lead to the same rules.
struct AdminRequest {
    private let question: Message
    /// The words that may stand behind the command in the line that ends the answer.
    private let last: Set<String>

    init(_ question: Message, last: Set<String>) {
        self.question = question
        self.last = last
    }

    /// All lines of the answer; the last is the one that ends it, a refusal or an ERROR.
    func ask(in path: String) throws -> [Message] {
        var answer: [Message] = []
        let isOver: (Message) -> Bool = { message in
            answer.append(message)
            return message.command == "ERROR" || message.isRefusal
                || (message.command == question.command && message.text(at: 0).map(last.contains) == true)
        }
        try DataFolder.requireThere(path)
        do {
            let folder = try DataFolder(path: path)
            try OfflineServer.answer(
                question, in: folder, address: PublicAddressDiscovery.lastPublished(in: folder), isOver)
        } catch let error as StartError where error.isAlreadyServed {
            try AdminSocketClient(folder: path).answer(question, isOver)
        }
        return answer
    }
}
