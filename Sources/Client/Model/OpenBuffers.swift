/// The buffers of all networks as one list, network by network: the order of the panes, of the pickers, and of the keys that go to a buffer.
package struct OpenBuffers: Sendable, RandomAccessCollection {
    private let first: BufferList
    private let others: [BufferList]
    package let endIndex: Int

    init(_ first: BufferList, _ others: [BufferList]) {
        self.first = first
        self.others = others
        endIndex = others.reduce(first.count) { $0 + $1.count }
    }

    package var startIndex: Int { 0 }

    var networkCount: Int { others.count + 1 }

    /// Hands the buffers of each network over, the server's the first of each, in their order.
    func forEachNetwork(_ body: (BufferList) -> Void) {
        body(first)
        for list in others { body(list) }
    }

    package subscript(position: Int) -> Buffer {
        _read {
            if position < first.count {
                yield first[position]
            } else {
                let (list, place) = other(at: position)
                yield others[list][place]
            }
        }
    }

    private func other(at position: Int) -> (list: Int, place: Int) {
        var place = position - first.count
        var list = 0
        while place >= others[list].count {
            place -= others[list].count
            list += 1
        }
        return (list, place)
    }

    /// The place of a buffer; nil where it is closed.
    package func position(of address: BufferAddress) -> Int? {
        if first[0].address.network == address.network { return first.position(of: address.buffer) }
        var start = first.count
        for list in others {
            if list[0].address.network == address.network {
                return list.position(of: address.buffer).map { start + $0 }
            }
            start += list.count
        }
        return nil
    }
}
