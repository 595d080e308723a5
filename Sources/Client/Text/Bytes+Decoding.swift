import Protocol

extension ArraySlice<UInt8> {
    /// The line as UTF-8: as it is, or, where it is not UTF-8, read as Latin-1, which is what such lines mostly are.
    var decodedLine: Bytes {
        if isValidUTF8 { return self }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(count + count / 4)
        for byte in self {
            if byte < 0x80 {
                decoded.append(byte)
            } else {
                decoded.append(0xC0 | byte >> 6)
                decoded.append(0x80 | byte & 0x3F)
            }
        }
        return decoded[...]
    }

    /// The nick in `nick!user@host`.
    var nickOfSource: Bytes {
        var end = startIndex
        while end < endIndex, self[end] != ASCII.exclamationMark, self[end] != ASCII.at { end += 1 }
        return self[startIndex..<end]
    }
}

extension Substring {
    /// Without the spaces at both ends.
    var trimmed: Substring {
        var rest = self
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
