import Glibc
import Protocol

/// The door of a server that runs.
struct HostDoor {
    private let path: String

    init(folder: String) { path = DataFolder.door(in: folder) }

    func answer(_ question: Message, _ isOver: (Message) -> Bool) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw unreachable }
        defer { close(descriptor) }
        try connect(descriptor)
        var line = question.serialized()[...]
        while !line.isEmpty {
            let count = line.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw unreachable }
            line = line.dropFirst(count)
        }
        var unread: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw unreachable }
            unread += buffer[..<count]
            while let end = unread.firstIndex(of: ASCII.lineFeed) {
                let message = try? Message(
                    parsing: unread[..<end].filter { $0 != ASCII.carriageReturn }[...], limits: .fromServer)
                unread.removeFirst(end + 1)
                if let message, isOver(message) { return }
            }
        }
    }

    private func connect(_ descriptor: Int32) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else { throw unreachable }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw unreachable }
    }

    private var unreachable: StartError {
        StartError("the server at \(path) does not answer", remedy: "try again, or stop it first", .unavailable)
    }
}
