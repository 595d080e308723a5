import Protocol

/// A line that was found.
package struct SearchHit: Hashable, Sendable {
    package let buffer: BufferAddress
    package let line: LineID
}

/// A search through what is held, a piece at a time, so that the screen goes on living over a million lines.
///
/// Make one when the person begins to type, tell ``change(to:in:)`` with each letter, and call ``step(in:lines:)`` between two pictures
/// until ``isComplete``. The search looks at the lines that people, the server and this program say, such as the answers to /list and
/// /whois; not at those that tell who comes and goes.
package struct LocalSearch: Sendable {
    /// After so many the search stops: who wants older ones writes more.
    package static let maxHits = 1000

    /// The buffer that is searched; nil for all, the one on the screen being the first.
    package let scope: BufferAddress?
    package private(set) var text: String
    /// The newest first, buffer by buffer.
    package private(set) var hits: [SearchHit] = []
    package private(set) var isComplete = false

    private var matcher: TextMatcher
    /// The buffers that are still to be searched, the last being the next, and the line before which to go on in it.
    private var remaining: [BufferAddress]
    private var before: LineID?

    /// - Parameter scope: nil searches all buffers, the one on the screen first.
    package init(_ text: String, in scope: BufferAddress?, of chat: ChatModel) {
        self.scope = scope
        self.text = text
        matcher = TextMatcher(text)
        let first = scope ?? chat.shown.visible.map { BufferAddress(chat.shown.network, $0) }
        let others = scope == nil ? chat.buffers.map(\.address).filter { $0 != first } : []
        remaining = others.reversed() + (first.map { [$0] } ?? [])
        isComplete = matcher.isEmpty
    }

    /// The person has typed on, or taken letters back. If the text only grew, the lines that were found are sifted, and the search goes on
    /// from its place.
    package mutating func change(to text: String, in chat: ChatModel) {
        let matcher = TextMatcher(text)
        guard !self.matcher.isEmpty, matcher.needle.starts(with: self.matcher.needle), hits.count < Self.maxHits else {
            self = LocalSearch(text, in: scope, of: chat)
            return
        }
        self.text = text
        self.matcher = matcher
        hits.removeAll { hit in
            guard let scrollback = chat[hit.buffer]?.scrollback, let index = scrollback.index(of: hit.line)
            else { return true }
            return !matcher.matches(scrollback.text(at: index))
        }
    }

    /// Searches at most so many lines more: ten thousand take about a millisecond.
    package mutating func step(in chat: ChatModel, lines: Int = 10_000) {
        var budget = lines
        while budget > 0, !isComplete {
            guard let id = remaining.last else {
                isComplete = true
                return
            }
            guard let scrollback = chat[id]?.scrollback else {
                next()
                continue
            }
            var index = before.map { scrollback.index(notBelow: $0) } ?? scrollback.count
            while index > 0, budget > 0, hits.count < Self.maxHits {
                index -= 1
                budget -= 1
                if scrollback.kind(at: index).isSearchable, matcher.matches(scrollback.text(at: index)) {
                    hits.append(SearchHit(buffer: id, line: scrollback.id(at: index)))
                }
            }
            if hits.count >= Self.maxHits {
                isComplete = true
            } else if index == 0 {
                next()
            } else {
                before = scrollback.id(at: index)
            }
        }
        if remaining.isEmpty { isComplete = true }
    }

    private mutating func next() {
        remaining.removeLast()
        before = nil
    }
}

extension LineKind {
    /// Its text is shown as it is.
    fileprivate var isSearchable: Bool {
        switch self {
        case .message, .action, .notice, .topic, .info, .greeting, .error: true
        case .join, .part, .quit, .kick, .nick, .mode, .invite, .gap: false
        }
    }
}
