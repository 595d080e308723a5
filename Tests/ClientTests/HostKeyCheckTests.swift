import Testing

@testable import Client

@Suite("Meeting a server") struct HostKeyCheckTests {
    private let own = ShownKey(fingerprint: "SHA256:own", isVouchedFor: false, problem: "self-signed certificate")
    private let other = ShownKey(fingerprint: "SHA256:other", isVouchedFor: false, problem: "self-signed certificate")
    private let vouched = ShownKey(fingerprint: "SHA256:real", isVouchedFor: true)

    private func judge(
        _ shown: ShownKey, _ known: String = "", invited: String? = nil, isStrict: Bool = false, accepted: String? = nil
    ) -> HostKeyCheck.Outcome {
        HostKeyCheck(place: "a:1", shown: shown, invited: invited, isStrict: isStrict, accepted: accepted)
            .judge(KnownHosts(known), keptIn: "/hosts")
    }

    /// Why it was refused; nothing where it was not.
    private func refusal(_ verdict: HostKeyCheck.Outcome) -> String {
        if case .refused(let cause) = verdict { cause } else { "" }
    }

    @Test func `A stranger is asked about, one that somebody vouches for is not`() {
        #expect(judge(own) == .unknown)
        #expect(judge(vouched) == .remembered)
        #expect(judge(own, "b:1 SHA256:own 2026-01-02\n") == .unknown)
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func `Pins count whatever line ends an editor has put between them`(
        end: String
    ) {
        let known = ["a:1 SHA256:own 2026-01-02", "b:1 SHA256:b 2026-01-02", ""].joined(separator: end)
        #expect(judge(own, known) == .trusted)
        #expect(!refusal(judge(other, known)).isEmpty)
        #expect(KnownHosts(known).entry(for: "b:1")?.fingerprint == "SHA256:b")
        #expect(KnownHosts(known).text == "a:1 SHA256:own 2026-01-02\nb:1 SHA256:b 2026-01-02\n")
    }

    @Test(arguments: ["", " authority"]) func `A pin may stand in the groups that grillo serve prints`(end: String) {
        let whole = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
        let grouped = "SHA256:47DE Qpj8 HBSa +/TI mW+5 JCeu QeRk m5NM pJWZ G3hS uFU"
        let entry = KnownHosts("a:1 \(grouped) 2026-01-02\(end)\n").entry(for: "a:1")
        #expect(entry == KnownHosts("a:1 \(whole) 2026-01-02\(end)\n").entry(for: "a:1"))
        #expect(entry?.fingerprint == whole && entry?.firstSeen == "2026-01-02" && entry?.isVouchedFor == !end.isEmpty)
        // Without a day a line makes no sense, whatever form the fingerprint has.
        #expect(
            KnownHosts("a:1 \(grouped)").entry(for: "a:1") == nil && KnownHosts("a:1 \(whole)").entry(for: "a:1") == nil
        )
        #expect(KnownHosts("a:1 SHA256:own old").entry(for: "a:1")?.firstSeen == "old")
    }

    @Test func `A pinned server must show its key, vouched for or not`() {
        let known = "a:1 SHA256:own 2026-01-02\n"
        #expect(judge(own, known) == .trusted)
        #expect(judge(own, "A:1 SHA256:own 2026-01-02\n") == .trusted)
        for shown in [other, vouched] {
            let cause = refusal(judge(shown, known))
            for word in ["2026-01-02", "SHA256:own", shown.fingerprint, "delete the line “a:1” from /hosts"] {
                #expect(cause.contains(word))
            }
        }
    }

    @Test func `One that was vouched for may change its key, but not lose that`() {
        let known = "a:1 SHA256:old 2026-01-02 authority\n"
        #expect(judge(vouched, known) == .trusted)
        let cause = refusal(judge(own, known))
        let words = [
            "no authority vouches", "self-signed", "2026-01-02", "SHA256:old", "SHA256:own", "delete the line",
        ]
        for word in words { #expect(cause.contains(word)) }
        #expect(refusal(judge(own, known, invited: "SHA256:own")) != "")
    }

    @Test func `An invitation's key is taken without a question, and no other`() {
        #expect(judge(own, invited: "SHA256:own") == .remembered)
        #expect(judge(own, "a:1 SHA256:own 2026-01-02", invited: "SHA256:own") == .trusted)
        #expect(refusal(judge(other, invited: "SHA256:own")).contains("not the server of the invitation"))
        #expect(refusal(judge(vouched, invited: "SHA256:own")).contains("not the server of the invitation"))
        #expect(refusal(judge(own, "a:1 SHA256:old 2026-01-02", invited: "SHA256:own")).contains("2026-01-02"))
    }

    @Test func `What was taken once is taken with the same key only`() {
        #expect(judge(own, accepted: "SHA256:own") == .trusted)
        let cause = refusal(judge(other, accepted: "SHA256:own"))
        #expect(cause.contains("it was SHA256:own, it is SHA256:other"))
    }

    @Test func `Where the server's own rules want an authority, nobody is asked`() {
        #expect(refusal(judge(own, isStrict: true)).contains("by its own rules"))
        #expect(judge(vouched, isStrict: true) == .remembered)
        #expect(judge(own, "a:1 SHA256:own 2026-01-02", isStrict: true) == .trusted)
    }

    @Test func `The last line about a server counts, and lines that make no sense are kept`() {
        var known = KnownHosts("# mine\na:1 SHA256:old 2025-01-01\na:1 nonsense\n")
        #expect(known.entry(for: "A:1")?.fingerprint == "SHA256:old")
        known.remember("A:1", vouched, on: "2026-02-03")
        #expect(
            known.text
                == "# mine\na:1 SHA256:old 2025-01-01\na:1 nonsense\na:1 SHA256:real 2026-02-03 authority\n")
        #expect(known.entry(for: "a:1")?.isVouchedFor == true)
        #expect(KnownHosts(known.text) == known)
    }

    @Test(arguments: [
        ("a", TrustQuestion.Answer.always), ("Always", .always), ("o", .once), ("once", .once), ("N", .no), ("no", .no),
        ("", nil), ("y", nil), ("yes", nil), ("al", nil),
    ]) func `An answer is a word or its first letter`(text: String, answer: TrustQuestion.Answer?) {
        #expect(TrustQuestion.answer(text) == answer)
    }
}
