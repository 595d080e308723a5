import Basics
import Testing

@Suite struct ShellWordTests {
    @Test(arguments: [
        ("/var/lib/grillo", "/var/lib/grillo"), ("a.b_c-d+1,:@%", "a.b_c-d+1,:@%"), ("straße", "straße"), ("", "''"),
        ("a b", "'a b'"), ("a'b", #"'a'\''b'"#), ("$(x)", "'$(x)'"), ("a\nb", "'a\nb'"), ("~", "'~'"), ("#1", "'#1'"),
    ])
    func `A word that is not plain stands in quotes`(word: String, quoted: String) {
        #expect(ShellWord.quoted(word) == quoted)
    }
}
