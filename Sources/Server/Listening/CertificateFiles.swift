import Glibc
import Transport

/// The files of a server's certificate and key: those that its host names, or those that the server made in its folder.
struct CertificateFiles: Hashable, Sendable {
    private let certificate: String
    private let key: String
    private let areOurs: Bool
    private let folder: String

    /// - Parameter folder: the server's own.
    init(_ configuration: ServerConfiguration, folder: String) throws(StartError) {
        self.folder = folder
        switch (configuration.tlsCertificate, configuration.tlsKey) {
        case (let certificate?, let key?): (self.certificate, self.key, areOurs) = (certificate, key, false)
        case (nil, nil):
            (certificate, key, areOurs) = (folder + "/tls.crt", folder + "/tls.key", true)
        case (let certificate?, nil):
            throw StartError(
                "there is a certificate, \(certificate), and no key", remedy: "add --tls-key FILE",
                exitCode: .configuration)
        case (nil, let key?):
            throw StartError(
                "there is a key, \(key), and no certificate", remedy: "add --tls-cert FILE", exitCode: .configuration)
        }
    }

    func load() throws(StartError) -> TLSIdentity {
        do throws(TLSIdentityError) {
            return areOurs
                ? try TLSIdentity.loadOrCreate(in: folder) : try TLSIdentity(certificateFile: certificate, keyFile: key)
        } catch {
            throw refusal(error)
        }
    }

    /// True for those that the server makes for itself.
    var areMadeByServer: Bool { areOurs }

    /// Loads the files that are there, and makes nothing.
    ///
    /// - Returns: nil where the server has yet to make its own.
    func loadExisting() throws(StartError) -> TLSIdentity? {
        if areOurs, access(certificate, F_OK) != 0 { return nil }
        do throws(TLSIdentityError) {
            return try TLSIdentity(certificateFile: certificate, keyFile: key)
        } catch {
            throw refusal(error)
        }
    }

    /// Checks that the files could be loaded, and makes nothing.
    ///
    /// - Throws: the reason for which they could not.
    func check() throws(StartError) {
        do throws(TLSIdentityError) {
            guard !areOurs else { return try TLSIdentity.check(in: folder) }
            _ = try TLSIdentity(certificateFile: certificate, keyFile: key)
        } catch {
            throw refusal(error)
        }
    }

    private func refusal(_ error: TLSIdentityError) -> StartError {
        let remedy = areOurs ? "\(error.remedy), or move it away to have a new one made" : error.remedy
        return StartError("\(error)", remedy: remedy, exitCode: .configuration)
    }

    /// A value that is another one after one of the files was written, or another file was put in its place.
    struct Stamp: Hashable, Sendable {
        private let parts: [Int64]

        fileprivate init(of files: [String]) {
            parts = files.flatMap { file -> [Int64] in
                var status = Glibc.stat()
                guard stat(file, &status) == 0 else { return [Int64(errno)] }
                return [
                    Int64(bitPattern: UInt64(status.st_dev)), Int64(bitPattern: UInt64(status.st_ino)),
                    Int64(status.st_size), Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec),
                    Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec),
                ]
            }
        }
    }

    var stamp: Stamp { Stamp(of: [certificate, key]) }
}
