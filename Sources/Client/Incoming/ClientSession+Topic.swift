import Protocol

/// What a room is about: TOPIC, 331, 332, 333. <https://modern.ircdocs.horse/#topic-message>
extension ClientSession {
    mutating func receiveTopic(_ incoming: IncomingMessage) {
        guard let id = buffers.id(named: incoming.bytes(0)) else { return }
        let text = incoming.bytes(1)
        if !incoming.isHistory {
            buffers.update(id) { buffer in
                buffer.topic =
                    text.isEmpty ? nil : .init(text: text.text, setBy: incoming.nickText, setAt: incoming.time)
            }
        }
        append(incoming.line(.topic, text: text), to: id)
    }

    mutating func receiveTopicNumeric(_ numeric: UInt16, _ incoming: IncomingMessage, in id: BufferID) {
        switch numeric {
        case 331:
            buffers.update(id) { $0.topic = nil }
            report("No topic is set. /topic text sets one.", in: id, at: incoming.time)
        case 332:
            buffers.update(id) { $0.topic = .init(text: incoming.text(2)) }
            report("Topic: " + incoming.text(2), in: id, at: incoming.time)
        case 333:
            let seconds = Int64(incoming.text(3)).map { Swift.min(Swift.max($0, 0), 253_402_300_799) }
            buffers.update(id) { buffer in
                buffer.topic?.setBy = incoming.bytes(2).nickOfSource.text
                buffer.topic?.setAt = seconds.map { Timestamp(milliseconds: $0 * 1000) }
            }
        default: break
        }
    }
}
