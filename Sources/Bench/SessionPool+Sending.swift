import Glibc
import Transport

/// The writing side of a crowd.
extension SessionPool {
    /// Says a line, its CR LF left out, at once if the socket takes it.
    mutating func sendLine(_ line: String, from index: Int) {
        queue(Array((line + "\r\n").utf8)[...], from: index)
        flush(index)
    }

    /// Has bytes wait for the next ``flush(_:)``.
    mutating func queue(_ bytes: ArraySlice<UInt8>, from index: Int) {
        guard let tls = sessions[index].tls else { return sessions[index].outgoing += bytes }
        // A session that broke is heard of when it is read.
        _ = bytes.withUnsafeBytes { tls.encrypt($0) }
        sessions[index].outgoing += sink.bytes
        sink.removeAll()
    }

    /// Sends what waits, as much as the socket takes; the rest follows when it takes more.
    mutating func flush(_ index: Int) {
        let descriptor = sessions[index].descriptor
        var sent = 0
        sessions[index].outgoing.withUnsafeBytes { bytes in
            while sent < bytes.count {
                let count = send(descriptor, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                guard count > 0 else { break }
                sent += count
            }
        }
        if sent == sessions[index].outgoing.count {
            sessions[index].outgoing.removeAll(keepingCapacity: true)
        } else {
            sessions[index].outgoing.removeFirst(sent)
        }
        watchWriting(index, !sessions[index].outgoing.isEmpty)
    }

    /// Sends what a TLS session left to be sent of its own accord.
    mutating func sendCiphertext(_ index: Int) throws(BenchError) {
        guard !sink.isEmpty || sessions[index].isWritingWatched else { return }
        sessions[index].outgoing += sink.bytes
        sink.removeAll()
        flush(index)
    }

    private mutating func watchWriting(_ index: Int, _ isWanted: Bool) {
        guard sessions[index].isWritingWatched != isWanted else { return }
        sessions[index].isWritingWatched = isWanted
        poll.change(sessions[index].descriptor, EpollSet.reading | (isWanted ? EpollSet.writing : 0), index: index)
    }
}
