/// The form of a backup, by the name of its file: the history alone is a database that other programs open, and one tar is easier to carry.
enum BackupForm: Hashable {
    /// Up to three files: `FILE`, `FILE.key` and `FILE.crt`.
    case files
    /// One file with all of it, compressed by gzip or as it is.
    case tar(isCompressed: Bool)

    init(ofFile name: String) {
        let name = name.lowercased()
        if name.hasSuffix(".tar.gz") || name.hasSuffix(".tgz") {
            self = .tar(isCompressed: true)
        } else {
            self = name.hasSuffix(".tar") ? .tar(isCompressed: false) : .files
        }
    }
}
