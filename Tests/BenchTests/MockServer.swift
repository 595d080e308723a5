import Foundation
import Glibc
import Testing

@testable import Bench

/// A small IRC server in the test's own process, on a port of loopback, with manners of its own.
final class MockServer: Sendable {
    enum Behaviour: Sendable, Equatable {
        /// Lets everybody in, and passes on what is said.
        case right
        /// Tells every newcomer what was said before he came.
        case talkative
        /// Tells one what is another's, too, and the other nothing.
        case uneven
        /// Tells everybody everything twice.
        case twice
        /// Closes every connection before it has said a word.
        case hangsUp
        /// Says nothing.
        case silent
        /// Answers a line that begins so with a line.
        case answers(String, with: String)
    }

    let port: UInt16
    private let listener: Int32

    init(_ behaviour: Behaviour) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            let address = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
            return bind(descriptor, address, length) == 0 && listen(descriptor, 64) == 0
                && getsockname(descriptor, address, &length) == 0
        }
        try #require(isListening)
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            var loop = MockServerLoop(listener: descriptor, behaviour: behaviour)
            loop.run()
        }
    }

    /// Wakes its thread, which then ends.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// Where a load finds it. It is given up on after a third of a second.
    func place(isTLS: Bool = false) throws -> LoadTarget {
        var place = try LoadTarget(target: TargetAddress("127.0.0.1:\(port)"), isTLS: isTLS)
        place.stallTimeout = 0.3
        return place
    }
}
