import Foundation
import Testing

@testable import SwiftletTrain

/// Signals belong to the process, so these tests run one after the other.
@Suite(.serialized) struct InterruptionTests {
    @Test func notesTheFirstSignalAndLeavesTheSecondToTheSystem() throws {
        Interruption.install()
        defer { restore() }
        #expect(!Interruption.isRequested)
        #expect(hasHandler(SIGTERM) && hasHandler(SIGINT))
        try Interruption.check()
        deliver(SIGTERM)
        #expect(Interruption.signal == SIGTERM)
        #expect(!hasHandler(SIGTERM) && hasHandler(SIGINT))
        deliver(SIGINT)
        #expect(!hasHandler(SIGINT))
        #expect(Interruption.signal == SIGTERM)
        #expect(throws: InterruptedError(signal: SIGTERM)) { try Interruption.check() }
    }

    @Test func hasTheShellsExitStatus() {
        #expect(exitStatus(for: InterruptedError(signal: SIGINT)) == 130)
        #expect(exitStatus(for: RunError("wrong")) == 1)
    }

    @Test func endsInASentence() {
        #expect(sentence(for: RunError("wrong file")) == "wrong file")
        #expect(sentence(for: InterruptedError(signal: 2, "stopped in epoch 3")) == "stopped in epoch 3")
        let missing = #expect(throws: (any Error).self) { try Data(contentsOf: URL(fileURLWithPath: "/missing")) }
        #expect(missing.map { sentence(for: $0).contains("\n") } == false)
    }

    /// Sends a signal to the process, as a terminal does, and waits until a thread has taken it. Tests run on threads that
    /// take none.
    private func deliver(_ signal: Int32) {
        kill(getpid(), signal)
        for _ in 0..<5000 where hasHandler(signal) { usleep(1000) }
    }

    /// Whether something else than the system's own action, which is the null pointer, awaits a signal.
    private func hasHandler(_ signal: Int32) -> Bool {
        var action = sigaction()
        sigaction(signal, nil, &action)
        #if canImport(Darwin)
            return action.__sigaction_u.__sa_handler != nil
        #else
            return action.__sigaction_handler.sa_handler != nil
        #endif
    }

    private func restore() {
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
        signal(SIGHUP, SIG_DFL)
        Interruption.reset()
    }
}
