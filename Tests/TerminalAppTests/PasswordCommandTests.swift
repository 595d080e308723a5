import TerminalApp
import Testing

@Suite struct PasswordCommandTests {
    @Test(arguments: [
        ("echo secret", "secret"), ("printf 'secret'", "secret"), ("printf 'secret\\r\\nnote\\n'", "secret"),
        ("printf 'a b\\n'", "a b"), ("printf 'pässword\\n'", "pässword"),
    ])
    func `its first line is the password`(command: String, password: String) throws {
        #expect(try PasswordCommand.run(command) == password)
    }

    @Test(arguments: [
        ("true", "printed no password"), ("echo", "printed no password"), ("printf '\\377\\n'", "printed no password"),
        ("head -c 5000 /dev/zero | tr '\\0' a", "printed no password"), ("echo secret; exit 3", "ended with 3"),
        ("kill -KILL $$", "was ended by a signal"), ("yes", "prints too much to be a password"),
    ])
    func `one that gives no password is named, with the cause and the remedy`(command: String, cause: String) {
        do {
            let password = try PasswordCommand.run(command)
            Issue.record("it gave \(password)")
        } catch {
            #expect(
                error.text
                    == "the password-command “\(command)” \(cause). Try it by itself, and mend it in tui.toml.")
        }
    }
}
