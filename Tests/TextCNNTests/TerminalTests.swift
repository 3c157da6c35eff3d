import TestSupport
import Testing

@Suite("Progress on a terminal")
struct TerminalTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(generatedText(300), to: "train.txt")
    }

    /// A training that goes on until it is interrupted.
    private func start(on terminal: PseudoTerminal, _ environment: [String: String]) throws -> Program {
        try Program(
            "textcnn",
            trainArguments("train.txt", epochs: 1000, "--batch-size", "1", "--patience", "0", "--output", "run"),
            in: folder, environment: ["TERM": "xterm", "LC_ALL": "C.UTF-8"].merging(environment) { $1 },
            terminal: terminal)
    }

    private func stop(_ program: Program) throws {
        program.interrupt()
        #expect(try program.finish().status == 130)
    }

    @Test("The line tells the time left, and follows the width of the terminal")
    func width() throws {
        let terminal = try PseudoTerminal(columns: 40)
        // The runner of the tests may ask for no colours itself.
        let program = try start(on: terminal, ["NO_COLOR": ""])
        try program.wait { terminal.redrawnLines.count > 2 }
        let narrow = terminal.redrawnLines
        #expect(narrow.allSatisfy { $0.count < 40 && $0.hasPrefix("epoch ") }, "\(narrow)")
        terminal.resize(columns: 120)
        try program.wait { terminal.redrawnLines.contains { $0.count > 60 } }
        #expect(terminal.redrawnLines.contains { $0.contains(" left") }, "\(terminal.redrawnLines)")
        #expect(terminal.redrawnLines.allSatisfy { $0.count < 120 })
        #expect(terminal.text.contains("\u{1b}[32m"))
        try stop(program)
    }

    @Test("NO_COLOR takes the colours away, a dumb terminal the redrawing")
    func plain() throws {
        let colourless = try PseudoTerminal(columns: 120)
        let program = try start(on: colourless, ["NO_COLOR": "1"])
        try program.wait { colourless.redrawnLines.count > 2 }
        try stop(program)
        #expect(!colourless.text.contains("\u{1b}[3"))

        try folder.remove("run")
        let dumb = try PseudoTerminal(columns: 120)
        let other = try start(on: dumb, ["TERM": "dumb"])
        try other.wait { dumb.text.contains("epoch 1/1000") }
        try stop(other)
        #expect(!dumb.text.contains("\u{1b}"))
    }

    @Test("A pipe gets plain lines, and standard output nothing but results")
    func pipe() throws {
        let result = try textcnn(trainArguments("train.txt", epochs: 2, "--output", "run"), in: folder)
        #expect(result.status == 0)
        #expect(!result.errors.contains("\u{1b}") && !result.errors.contains("\r"))
        #expect(!result.output.contains("epoch 1/") && result.output.contains("Test accuracy"))
    }
}
