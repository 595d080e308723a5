import Basics
import Protocol

/// NickServ CERT: the client certificates that log in to an account.
extension Network {
    func serveCert(_ call: ServiceCall) {
        guard var account = ownAccount(call) else { return tell(call, "You are not logged in") }
        let subcommand = call.words[0].uppercased()
        if subcommand == "LIST" {
            for certificate in account.certificates.map({ Hex.encode($0) }).sorted() { tell(call, certificate) }
            return tell(call, "\(account.certificates.count) in all")
        }
        let given = call.words.count > 1 ? Self.bytes(hex: call.words[1]) : call.session.origin.certificate
        guard let certificate = given else {
            return tell(call, "Connect with a certificate, or give its SHA-256 in 64 hexadecimal digits")
        }
        switch subcommand {
        case "ADD":
            // That it proves to hold it is not asked: it opens nothing but the caller's own account.
            guard isFree(certificate, for: account) else {
                return tell(call, "That certificate belongs to another account")
            }
            guard account.certificates.count < settings.limits.certificates else {
                return tell(call, "An account has at most \(settings.limits.certificates) certificates")
            }
            account.certificates.insert(certificate)
        case "DEL":
            guard account.certificates.contains(certificate) else { return tell(call, "There is no such certificate") }
            guard account.credential != nil || account.certificates.count > 1 else {
                return tell(call, "It is the only way to log in: set a password first")
            }
            account.certificates.remove(certificate)
        default: return tell(call, "Say ADD, DEL or LIST")
        }
        save([.saveAccount(account)], for: call.session) { [unowned self] in
            tell(call, $0 ? "Done" : LoginOutcome.failed.words)
        }
    }

    /// True if no other account has a certificate, or is about to have it.
    private func isFree(_ certificate: [UInt8], for account: Account) -> Bool {
        registry.owner(ofCertificate: certificate).map { $0 == account.folded } ?? true
            && !pendingSaves.isGiving(certificate, toOtherThan: account.folded)
    }
}
