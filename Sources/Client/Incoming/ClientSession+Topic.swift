import Protocol

/// The topic of a room: TOPIC, 331, 332, 333. <https://modern.ircdocs.horse/#topic-message>
extension ClientSession {
    mutating func receiveTopic(_ incoming: IncomingMessage) {
        guard let id = buffers.id(named: incoming.bytes(0)) else { return }
        let text = incoming.bytes(1)
        buffers.update(id) { buffer in
            buffer.topic = text.isEmpty ? nil : text.text
            _ = buffer.membership.topicCame(text.text, at: incoming.now)
        }
        append(incoming.line(.topic, text: text), to: id)
    }

    mutating func receiveTopicNumeric(_ numeric: UInt16, _ incoming: IncomingMessage, in id: BufferID) {
        switch numeric {
        case 331:
            buffers.update(id) { $0.topic = nil }
            note("No topic is set. /topic text sets one.", in: id, at: incoming.time)
        case 332:
            let text = incoming.text(2)
            let isNews = buffers.update(id) { buffer in
                buffer.topic = text
                return buffer.membership.topicCame(text, at: incoming.now)
            }
            if isNews == true { note("Topic: " + text, in: id, at: incoming.time) }
        // 333, who set it and when: the room's lines tell of each new topic.
        default: break
        }
    }
}
