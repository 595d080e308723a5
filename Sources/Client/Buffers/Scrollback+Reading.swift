import DequeModule
import Protocol

/// Finding lines, and reading one part of a line without making the rest of it.
extension Scrollback {
    /// The line with a msgid.
    package func id(ofMessage messageID: String) -> LineID? { id(ofMessage: Bytes(messageID)) }

    func id(ofMessage messageID: Bytes) -> LineID? {
        guard !messageID.isEmpty, let number = messages.find(messageID), let index = index(of: LineID(number)) else {
            return nil
        }
        let (page, slot) = place(of: index)
        return pages[page].messageID(at: slot) == messageID ? LineID(number) : nil
    }

    /// The first line in a range that is later than a moment; the end of the range where none is. Times are taken to run forward.
    package func firstIndex(laterThan time: Timestamp, in range: Range<Int>) -> Int {
        Self.first(in: range) { self.time(at: $0) > time }
    }

    /// The first line in a range that is not earlier than a moment; the end of the range where none is.
    package func firstIndex(notBefore time: Timestamp, in range: Range<Int>) -> Int {
        Self.first(in: range) { self.time(at: $0) >= time }
    }

    /// The newest line.
    package var last: Line? { count == 0 ? nil : self[count - 1] }

    /// The kind of a line, read without making its text.
    package func kind(at index: Int) -> LineKind { record(at: index).kind }

    package func flags(at index: Int) -> LineFlags { record(at: index).flags }

    package func time(at index: Int) -> Timestamp { record(at: index).time }

    func text(at index: Int) -> Bytes {
        let (page, slot) = place(of: index)
        return pages[page].text(at: slot)
    }

    /// True if a line was said in private: see ``Line/isPrivate``.
    func isPrivate(at index: Int) -> Bool {
        let (page, slot) = place(of: index)
        return pages[page].records[slot].kind.isTalk && pages[page].target(at: slot).first == LineContent.privateMark
    }

    func sender(at index: Int) -> Bytes {
        let (page, slot) = place(of: index)
        return pages[page].sender(at: slot)
    }

    func messageID(at index: Int) -> Bytes {
        let (page, slot) = place(of: index)
        return pages[page].messageID(at: slot)
    }
}
