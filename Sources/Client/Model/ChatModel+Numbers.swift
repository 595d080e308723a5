/// The buffers by their numbers, which are their places among the buffers of all networks, from 1 on.
extension ChatModel {
    /// The buffer that the person calls so: by its number, else by its name, else by a part of it. Of several, the network on the screen comes
    /// first where the name is whole, else the one with the lower number.
    package func buffer(called text: String) -> BufferAddress? {
        let buffers = buffers
        if let number = Int(text), (1...buffers.count).contains(number) { return buffers[number - 1].address }
        if let id = shown.buffers.id(named: text) { return BufferAddress(shown.network, id) }
        let wanted = text.lowercased()
        let names = buffers.map { buffers.name(of: $0).lowercased() }
        let place =
            names.firstIndex { $0 == wanted }
            ?? names.firstIndex { $0.hasPrefix(wanted) || $0.drop { !$0.isLetter && !$0.isNumber }.hasPrefix(wanted) }
            ?? names.firstIndex { $0.contains(wanted) }
        return place.map { buffers[$0].address }
    }

    /// The numbers that a buffer can have: those of its network but for the first, which is the server's own buffer's. Nil for that one, and
    /// for a buffer that is closed.
    package func numbers(for address: BufferAddress) -> ClosedRange<Int>? {
        guard address.buffer != .server, self[address] != nil,
            let server = buffers.position(of: BufferAddress(address.network, .server))
        else { return nil }
        return (server + 2)...(server + self[address.network].buffers.count)
    }

    /// Gives a buffer a number, and those between its old and its new place the next or the one before.
    ///
    /// - Returns: false where the number is none of ``numbers(for:)``, and nothing happens.
    package mutating func move(_ address: BufferAddress, to number: Int) -> Bool {
        guard let numbers = numbers(for: address), numbers.contains(number) else { return false }
        self[address.network].moveBuffer(address.buffer, to: number - numbers.lowerBound + 1)
        return true
    }
}
