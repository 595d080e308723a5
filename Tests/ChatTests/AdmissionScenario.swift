import Protocol
import Testing

@testable import Chat

/// What tests of the lock do at the door.
protocol AdmissionScenario {}

extension AdmissionScenario {
    func stranger(
        _ last: Int = 1, needs: AdmissionMethods = [.account, .invitation, .password], certificate: [UInt8]? = nil
    ) -> Origin {
        Origin(
            address: "203.0.113.\(last)", host: "203.0.113.\(last)", isSecure: true, needs: needs,
            isExemptFromLimits: true, certificate: certificate)
    }

    /// A network whose host is there, and which knows where it is found.
    func chat(_ adjust: (inout Settings) -> Void = { _ in }) -> TestNetwork {
        let chat = TestNetwork(reachability: .forTests, adjusting: adjust)
        chat.connect("host", from: .ownDoor)
        return chat
    }

    /// The secret of a new invitation.
    func invite(_ chat: TestNetwork, _ options: String = "*", by name: String = "host") throws -> String {
        let answer = try #require(chat.ask(name, "INVITATION CREATE \(options)").last)
        let link = try #require(InvitationLink(String(answer.split(separator: " ").last!.drop { $0 == ":" })))
        #expect(link.host == "chat.test" && link.port == 6697 && link.keyFingerprint == Array(0..<32))
        return try #require(link.secret)
    }

    /// What somebody is told who registers.
    func enter(_ chat: TestNetwork, _ name: String, from origin: Origin, pass: String? = nil) -> [String] {
        chat.connect(name, from: origin)
        if let pass { chat.send(name, "PASS \(pass)") }
        chat.send(name, "NICK \(name)", "USER \(name) 0 * :\(name)")
        return chat.take(name)
    }

    func isIn(_ lines: [String]) -> Bool { lines.contains { $0.contains(" 001 ") } }
}
