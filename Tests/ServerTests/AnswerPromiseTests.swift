import Chat
import Dispatch
import Logging
import Protocol
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Server

/// No question is dropped in silence: each has an answer, or a refusal, or its session is over.
@Suite struct AnswerPromiseTests {
    /// The answers that were delivered.
    private final class Answers: Sendable {
        private let all = Mutex<[QueryResult]>([])
        private let arrived = DispatchSemaphore(value: 0)

        func makeQuestion() -> AnswerPromise {
            AnswerPromise { [self] answer in
                all.withLock { $0.append(answer) }
                arrived.signal()
            }
        }

        var now: [QueryResult] { all.withLock { $0 } }

        /// The first answer; nil after 20 seconds.
        func first() -> QueryResult? { arrived.wait(timeout: .now() + 20) == .success ? now.first : nil }
    }

    @Test func `A question that is let go of has failed`() {
        let answers = Answers()
        _ = answers.makeQuestion()
        #expect(answers.now == [.failed])
    }

    @Test func `A question that a job took along has failed when the job is let go of`() {
        let answers = Answers()
        var question: AnswerPromise? = answers.makeQuestion()
        var job: (() -> Void)? = { [question] in question?.answer(.saved) }
        question = nil
        #expect(answers.now == [] && job != nil)
        job = nil
        #expect(answers.now == [.failed])
    }

    @Test func `Only the first answer counts`() {
        let answers = Answers()
        let question = answers.makeQuestion()
        question.answer(.saved)
        question.answer(.failed)
        #expect(answers.now == [.saved])
    }

    // MARK: Every query

    private static let credential = SCRAM.Credential.make(password: Array("password".utf8))

    /// One of each, with the answer that it gets from an empty log.
    private static let queries: [(Query, @Sendable (QueryResult) -> Bool)] = [
        (.verify(.serverPassword("x")), { $0 == .verdict(.wrong) }),
        (
            .page(HistoryRequest(.latest(after: nil), in: .channel(FoldedName.test("#a")), limit: 1)),
            { $0 == .page(HistoryPage(events: [], isEnd: true)) }
        ),
        (
            .targets(
                TargetsRequest(
                    channels: [:], directsOf: nil, from: Timestamp(milliseconds: 0), to: Timestamp(milliseconds: 1),
                    limit: 1)), { $0 == .targets([]) }
        ),
        (.find(EventNumber(rawValue: 1)), { $0 == .event(nil) }),
        (.search(SearchQuery(in: [], limit: 1)), { $0 == .found([]) }),
        (.checkPassword(Bytes("password"), credential, from: "a"), { $0 == .verdict(.right) }),
        (.makeCredential(Bytes("password"), from: "a"), { if case .credential = $0 { true } else { false } }),
        (.save([]), { $0 == .saved }),
        (.erase(FoldedName.test("a")), { $0 == .saved }),
    ]

    private func service(closed: Bool = false) throws -> QueryService {
        let archive = try Archive(
            MemoryEngine(), deliverOn: DispatchQueue(label: "test.answers"), onCommit: { _ in })
        if closed { try archive.close() }
        return QueryService(
            archive: archive, passwords: PasswordHasherPool(capacity: 1), metrics: ServerMetrics(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: queries.indices) func `Every query is answered`(_ index: Int) throws {
        let (query, isRight) = Self.queries[index]
        let (service, answers) = (try service(), Answers())
        service.answer(query, password: nil, of: LogReadContext(), to: answers.makeQuestion())
        #expect(answers.first().map(isRight) == true, "\(query): \(answers.now)")
    }

    @Test(arguments: queries.indices) func `Every query is answered when the log is closed already`(_ index: Int) throws
    {
        let (service, answers) = (try service(closed: true), Answers())
        service.answer(Self.queries[index].0, password: nil, of: LogReadContext(), to: answers.makeQuestion())
        #expect(answers.first() != nil)
    }

    @Test func `A password is refused, not dropped, where too many wait`() throws {
        let (service, answers, refused) = (try service(), Answers(), Answers())
        let begin = DispatchSemaphore(value: 0)
        let isAtWork = DispatchSemaphore(value: 0)
        #expect(
            service.passwords.submit(for: "a") {
                isAtWork.signal()
                begin.wait()
            })
        isAtWork.wait()
        for _ in 0..<PasswordHasherPool.maxQueuedPerAddress {
            service.answer(
                .checkPassword(Bytes("x"), Self.credential, from: "a"), password: nil, of: LogReadContext(),
                to: answers.makeQuestion())
        }
        service.answer(
            .makeCredential(Bytes("x"), from: "a"), password: nil, of: LogReadContext(), to: refused.makeQuestion())
        #expect(refused.now == [.failed])
        begin.signal()
        #expect(answers.first() == .verdict(.wrong))
    }
}

extension FoldedName {
    fileprivate static func test(_ name: String) -> FoldedName { Casemapping.ascii.fold(name) }
}
