import Transport

extension ServerConfiguration {
    /// Looks over all that a start would read and use, and makes nothing: a server that runs on the folder does not notice.
    ///
    /// It does not see what only a start can: that a port is taken, or the history damaged. It leaves out ``unknownCredentials``.
    package func verify() throws(StartError) {
        try verifyAllButCertificate()
        let files = try CertificateFiles(self, folder: dataFolder)
        if isCertificateKnown { try files.check() }
    }

    func verifyAllButCertificate() throws(StartError) {
        let formats = WireFormat.all
        try check(formats)
        if isPasswordKnown { _ = try ServerPassword.read(passwordFile) }
        try DataFolder.check(dataFolder)
        for endpoint in endpoints { try Self.check(endpoint, option: "--listen") }
        for format in formats {
            if let endpoint = format.endpoint(self) { try Self.check(endpoint, option: format.option) }
        }
        if let metrics { try Self.check(metrics, option: MetricsListener.option) }
    }

    private static func check(_ endpoint: Endpoint, option: String) throws(StartError) {
        do {
            try Listener.check(host: endpoint.host, port: endpoint.port)
        } catch {
            throw StartError(error, option: option)
        }
    }

    /// Refuses what contradicts itself, rather than to do half of it.
    ///
    /// - Parameter formats: the wire formats beside IRC that it may ask for.
    func check(_ formats: [WireFormat]) throws(StartError) {
        for format in formats { try format.check?(self) }
        try checkEndpoints(of: formats)
        try checkBackups()
        if asksLoopback, passwordFile == nil {
            throw StartError(
                "loopback-password asks for a password, and there is none",
                remedy: "name its file with password-file, or leave it out", exitCode: .configuration)
        }
        guard isInviteOnly else { return }
        if isOpen {
            throw StartError(
                "open lets strangers in and invite-only does not", remedy: "choose one of them",
                exitCode: .configuration)
        }
        if passwordFile != nil {
            throw StartError(
                "with invite-only nobody comes in by the server's password", remedy: "leave one of them out",
                exitCode: .configuration)
        }
    }

    private func checkEndpoints(of formats: [WireFormat]) throws(StartError) {
        let all = (endpoints + formats.compactMap { $0.endpoint(self) } + [metrics].compactMap { $0 }).filter {
            $0.port != 0
        }
        guard let twice = all.first(where: { one in all.count { $0 == one } > 1 }) else { return }
        throw StartError("\(twice) is to be listened on twice", remedy: "say it once", exitCode: .configuration)
    }
}
