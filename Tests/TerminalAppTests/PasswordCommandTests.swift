import Foundation
import Glibc
import TerminalApp
import TestSupport
import Testing

@Suite struct PasswordCommandTests {
    @Test(arguments: [
        ("echo secret", "secret"), ("printf 'secret'", "secret"), ("printf 'secret\\r\\nnote\\n'", "secret"),
        ("printf 'a b\\n'", "a b"), ("printf 'pässword\\n'", "pässword"),
    ])
    func `Its first line is the password`(command: String, password: String) throws {
        #expect(try PasswordCommand.run(command) == password)
    }

    @Test(arguments: [
        ("true", "printed no password"), ("echo", "printed no password"), ("printf '\\377\\n'", "printed no password"),
        ("head -c 5000 /dev/zero | tr '\\0' a", "printed no password"), ("echo secret; exit 3", "ended with 3"),
        ("kill -KILL $$", "was ended by a signal"), ("yes", "prints too much to be a password"),
    ])
    func `One that gives no password is named, with the cause and the remedy`(command: String, cause: String) {
        do {
            let password = try PasswordCommand.run(command)
            Issue.record("it gave \(password)")
        } catch {
            #expect(
                error.text
                    == "the password-command “\(command)” \(cause). Try it by itself, and mend it in tui.toml.")
        }
    }

    @Test(arguments: [
        ("exec sleep 600", "did not end within 1 seconds"),
        ("exec >&-; exec sleep 600", "did not end within 1 seconds"),
        ("trap '' TERM; exec >&-; while :; do sleep 1; done", "did not end within 1 seconds"),
        ("exec yes", "prints too much to be a password"),
    ])
    func `One that goes on for too long is ended, and nothing is left of it`(command: String, cause: String) throws {
        let scratch = Scratch()
        let file = scratch.file("process")
        let error = #expect(throws: PasswordCommand.Failure.self) {
            try PasswordCommand.run("echo $$ > '\(file)'; \(command)", for: 1)
        }
        #expect(error?.text.contains(cause) == true)
        let number = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        // One that is still to be waited for would be there.
        #expect(kill(try #require(pid_t(number)), 0) == -1 && errno == ESRCH)
    }

    @Test(
        arguments: [
            ("sleep 600 & echo $! > '%'; wait", "did not end within 1 seconds"),
            ("sleep 600 & echo $! > '%'; exec yes", "prints too much to be a password"),
            (
                "sh -c 'trap \"\" TERM; echo $$ > \"%\"; while :; do sleep 1; done'; true",
                "did not end within 1 seconds"
            ),
        ], [true, false])
    func `What it has started is ended with it`(_ one: (command: String, cause: String), mayUseTerminal: Bool) throws {
        let scratch = Scratch()
        let file = scratch.file("process")
        let error = #expect(throws: PasswordCommand.Failure.self) {
            try PasswordCommand.run(
                one.command.replacingOccurrences(of: "%", with: file), for: 1, mayUseTerminal: mayUseTerminal)
        }
        #expect(error?.text.contains(one.cause) == true)
        let number = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(SystemProgramRunnerTests.isGone(try #require(pid_t(number))))
    }

    @Test(arguments: [true, false])
    func `What goes on behind it is not waited for, and goes on`(mayUseTerminal: Bool) throws {
        let number = try PasswordCommand.run("sleep 600 & echo $!", mayUseTerminal: mayUseTerminal)
        #expect(kill(try #require(pid_t(number)), SIGKILL) == 0)
    }

    @Test(arguments: [true, false])
    func `Its errors are no part of the password`(mayUseTerminal: Bool) throws {
        #expect(try PasswordCommand.run("echo note >&2; echo secret", mayUseTerminal: mayUseTerminal) == "secret")
    }
}
