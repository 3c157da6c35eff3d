import Foundation
import TestSupport
import Testing

@Suite("What programs do with their standard streams, and with what they are told to write")
struct StreamTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func shell(_ script: String) throws -> Program.Result { try Program.shell(script, in: folder) }

    private static let commands = ["bench list", "bench list --json", "runs --help", "textcnn --version"]
    private static let hasFullDisk = FileManager.default.fileExists(atPath: "/dev/full")

    @Test("Output on a full disk is an error", .enabled(if: hasFullDisk, "needs /dev/full"), arguments: commands)
    func fullDisk(command: String) throws {
        let result = try shell("\(command) > /dev/full")
        #expect(result.status == 1)
        #expect(result.errors == "error: cannot write to standard output: No space left on device\n")
    }

    @Test("Output that is closed is an error", arguments: commands)
    func closedOutput(command: String) throws {
        let result = try shell("\(command) >&-")
        #expect(result.status == 1 && result.errors == "error: cannot write to standard output: it is closed\n")
    }

    @Test("A reader that goes away ends a program quietly with the status of SIGPIPE", arguments: commands)
    func readerGone(command: String) throws {
        // The reader is gone before the program writes.
        let result = try shell("{ sleep 0.3; \(command); echo $? > status; } | true; sleep 0.6; cat status")
        #expect(result.output == "141\n" && result.errors.isEmpty, "\(result.errors)")
    }

    private let training = """
        for i in 1 2 3 4 5 6 7 8 9 10; do printf '0 a a a\\n1 b b b\\n'; done > ab.txt
        train() { textcnn train --train ab.txt --embeddings none --kernel-sizes 1 --epochs 2 --output run "$@"; }

        """

    @Test("A limit of the size of files is told in a sentence")
    func limitedFiles() throws {
        let printed = try shell("ulimit -f 1; bench list > out")
        #expect(printed.status == 1)
        #expect(printed.errors == "error: cannot write to standard output: File too large\n")
        let trained = try shell(training + "ulimit -f 1; train > out 2> text; echo $?; tail -n 1 text")
        #expect(trained.output.hasPrefix("1\nerror: cannot write "), "\(trained.output)")
        #expect(trained.output.contains(": File too large"), "\(trained.output)")
    }

    @Test("Answers that cannot be read or written are an error with its reason", arguments: ["", "--json"])
    func predictions(flag: String) throws {
        let predict = "textcnn predict --checkpoint run \(flag)"
        let many = try shell(
            training
                + "train 2>&1 >out; yes 'a b' | head -n 20000 > many; (ulimit -f 4; \(predict) many > out); echo $?")
        #expect(many.output.hasSuffix("1\n"), "\(many.output)")
        #expect(many.errors == "error: cannot write to standard output: File too large\n")
        let closed = try shell("\(predict) <&-")
        #expect(closed.status == 1 && closed.output.isEmpty)
        #expect(closed.errors == "error: standard input: the file cannot be read (Bad file descriptor)\n")
    }

    @Test("Shapes are read from pipes, and folders and missing files are named")
    func shapes() throws {
        let options = "--seconds 0.001 --threads 1 --kernels generic"
        let piped = try shell("bench --shapes <(echo gemm M=4,N=4,K=4) \(options)")
        #expect(piped.status == 0 && piped.output.contains("generic"), "\(piped)")
        let others = try shell("bench compare . a.json; bench --shapes .; bench --shapes none")
        #expect(
            others.errors == """
                error: . cannot be read: Is a directory
                error: . cannot be read: Is a directory
                error: cannot read none: No such file or directory

                """)
    }

    @Test("What is written to closed streams lands in no file")
    func closedStreams() throws {
        let result = try shell(
            training + "train 2>&- >out; echo $?; cat run/metrics.jsonl | tr -dc '{\\n' | wc -w; runs list .")
        #expect(result.lines.prefix(2) == ["0", "2"], "\(result.output)")
        #expect(result.output.contains("Test accuracy"))
        let metrics = try folder.text("run/metrics.jsonl").split(separator: "\n")
        #expect(metrics.count == 2 && metrics.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
        let all = try shell("rm -r run\n" + training + "train <&- >&- 2>&-; echo $?; ls run/result.json")
        #expect(all.output == "1\nrun/result.json\n")
        #expect(try folder.text("run/metrics.jsonl").split(separator: "\n").count == 2)
    }

    @Test("A training outlives the reader of its messages")
    func messagesUnread() throws {
        let result = try shell(
            training
                + "{ train >out; echo $? >status; } 2>&1 | true; for i in $(seq 200); do [ -s status ] && break; sleep 0.05; done; cat status"
        )
        #expect(result.output == "0\n")
        #expect(try folder.names(in: "run").contains("result.json"))
    }

    @Test("With --json, standard output holds one object and nothing else")
    func json() throws {
        for command in [
            "train --json", "textcnn evaluate --checkpoint run --test ab.txt --json",
            "textcnn export --checkpoint run --onnx x.onnx --json",
        ] {
            let result = try shell(training + command + " 2>text")
            #expect(result.status == 0 && result.lines.count == 2 && result.lines[1].isEmpty, "\(result.output)")
            #expect(try !result.json.isEmpty)
            #expect(try !folder.text("text").isEmpty)
        }
        let limits = try shell("bench step cvae --seconds 0.01 --threads 1 --json 2>text")
        #expect(try limits.lines.count == 2 && limits.json["model"] as? String == "cvae")
        #expect(try folder.text("text").contains("allocations"))
        let several = try shell("bench inference cvae --batch 1,2 --seconds 0.01 --threads 1 --json 2>text")
        #expect(several.lines.count == 2 && several.output.hasPrefix("[{"))
        // Those of the processes that measured are not shown.
        #expect(try folder.text("text").matches(of: /allocations/).count == 1)
        #expect(try shell("bench list --json").json["cpu"] != nil)
    }

    @Test("bench writes through devices, FIFOs and standard output")
    func benchFiles() throws {
        let gemm = "bench gemm --shape M=4,N=4,K=4 --seconds 0.001 --threads 1 --kernels generic"
        let output = try shell(
            "echo before > log; \(gemm) --json /dev/stdout >> log; head -n 1 log; grep -c '\"rows\"' log")
        #expect(output.output == "before\n1\n")
        let fifo = try shell(
            "mkfifo f; cat f > got & \(gemm) --json f > text; wait; stat -c %F f; grep -c '\"rows\"' got")
        #expect(fifo.output == "fifo\n1\n")
        guard getuid() == 0, mknod(folder("null"), S_IFCHR | 0o666, 0x103) == 0 else { return }
        let device = try shell("\(gemm) --json null --roofline null > text; echo $?; stat -c %F null")
        #expect(device.output == "0\ncharacter special file\n")
    }

    @Test("An interrupted benchmark keeps its rows", arguments: ["INT", "TERM"])
    func interruptedBenchmark(signal: String) throws {
        let status = signal == "INT" ? 130 : 143
        let result = try shell(
            """
            printf 'gemm M=4\\n%.0s' $(seq 400) > shapes.txt
            touch text
            bench --shapes shapes.txt --seconds 0.05 --threads 1 --kernels generic --json rows.json --roofline rows.svg > text &
            for i in $(seq 600); do [ $(grep -c generic text) -ge 3 ] && break; sleep 0.05; done
            kill -\(signal) $!; wait $!; echo $?
            grep -c '"variant"' rows.json; grep -c '^  generic' text; grep -c '</svg>' rows.svg
            """)
        let lines = result.lines.compactMap { Int($0) }
        try #require(lines.count == 4, "\(result.output) \(result.errors)")
        #expect(lines[0] == status && lines[1] >= 3 && lines[1] < 400 && lines[1] == lines[2] && lines[3] == 1)
        #expect(result.errors == "error: interrupted; \(lines[1]) rows were measured before\n")
    }

    @Test("An interrupted measurement of several models keeps those that are done")
    func interruptedModels() throws {
        let result = try shell(
            """
            bench inference cvae textcnn --batch 1 --seconds 2 --threads 1 --json > json 2> text &
            sleep 3.5; kill -INT $!; wait $!; echo $?; cat json
            """)
        #expect(result.lines.first == "130")
        #expect(result.output.contains(#""model":"cvae""#), "\(result.output)")
        #expect(try folder.text("text").contains("error: interrupted\n"))
    }

    @Test("A second process in a run directory is refused, and one after a killed one is not")
    func locks() throws {
        let result = try shell(
            training + """
                long="--embeddings none --kernel-sizes 1 --epochs 100000 --patience 0 --state-seconds 0"
                textcnn train --train ab.txt $long --output run >out 2>&1 & pid=$!
                for i in $(seq 200); do ls run/state/*.safetensors >/dev/null 2>&1 && break; sleep 0.05; done
                for flags in "--resume run" "--output run" "--output run --overwrite"; do
                  textcnn train $([[ $flags = --resume* ]] || echo --train ab.txt --embeddings none) $flags 2>&1; echo $?
                done
                kill -KILL $pid; wait $pid 2>/dev/null; echo $pid
                textcnn train --resume run >out 2>&1 & pid=$!
                sleep 1; kill -INT $pid; wait $pid; echo $?
                """)
        let lines = result.lines
        try #require(lines.count == 9, "\(result.output) \(result.errors)")
        for index in [0, 2, 4] { #expect(lines[index] == "error: process \(lines[6]) is at work in run") }
        for index in [1, 3, 5] { #expect(lines[index] == "1") }
        #expect(lines[7] == "130")
        #expect(try !folder.names(in: "run").contains(".lock"))
    }

    @Test(
        "No memory is one sentence", .enabled(if: FileManager.default.fileExists(atPath: "/proc/self"), "needs Linux"))
    func outOfMemory() throws {
        let tensor = try shell(
            "ulimit -v 700000; bench step dcgan64 --batch 4096 --threads 1 2>&1 >out | tail -n 1; echo ${PIPESTATUS[0]}"
        )
        #expect(tensor.lines.last { !$0.isEmpty } == "1", "\(tensor.output)")
        #expect(
            tensor.output.contains(/error: out of memory: could not get \d+ bytes for a tensor/), "\(tensor.output)")
        let array = try shell(
            "ulimit -v 700000; bench gemm --shape M=40000,N=40000,K=10 --threads 1 2>&1 >out | tail -n 1; echo ${PIPESTATUS[0]}"
        )
        #expect(array.output.contains("error: ") && array.lines.last { !$0.isEmpty } == "1", "\(array.output)")
    }

    @Test("What is mistyped is named, with what may have been meant")
    func mistakes() throws {
        for (command, sentence) in [
            ("textcnn tain", "there is no command 'tain'; did you mean 'train'?"),
            ("runs xyz", "there is no command 'xyz'; expected report, list or show"),
            ("bench stp cvae", "no operator 'stp'; did you mean 'step'?"),
            ("bench --nonsense", "Unknown option '--nonsense'"),
            ("textcnn train --epoch 3", "Unknown option '--epoch'. Did you mean '--epochs'?"),
            ("textcnn train --epochs -1", "--epochs must be at least 1, got -1"),
            ("textcnn train --seed -1", "--seed must be at least 0, got -1"),
            ("cvae train --beta -.5", "--beta must be at least 0, got -0.5"),
            ("bench step cvae --batch -3", "--batch must be from 1 to 65536, got -3"),
            (
                "textcnn train --format nope",
                "--format must be one of auto, labeled, tsv, csv, jsonl, fasttext, sst, got 'nope'"
            ),
            ("textcnn train --preset ''", "--preset must be one of quick, full, kim, got ''"),
            ("textcnn train --train ''", "--train must not be empty"),
            ("cvae train --data ''", "--data must not be empty"),
            ("siamese train --output ''", "--output must not be empty"),
            ("runs report ''", "an argument must not be empty"),
            ("textcnn train --config ''", "--config must not be empty"),
            ("bench --shapes ''", "--shapes must not be empty"),
        ] {
            let result = try shell(command)
            #expect(result.status == 1 && result.output.isEmpty)
            #expect(result.errors == "error: \(sentence)\n")
        }
    }

    @Test("The settings of another program are named as such")
    func otherPrograms() throws {
        try folder.write(#"{"data": {"set": "mnist"}, "seed": 1}"#, to: "digits/config.json")
        try folder.write(#"{"arguments": ["/opt/cvae", "train"]}"#, to: "digits/environment.json")
        let expected =
            "error: digits/config.json: this is a configuration of cvae train; textcnn train expected its own\n"
        for flag in ["--config digits/config.json", "--resume digits"] {
            let result = try shell("textcnn train \(flag)")
            #expect(result.status == 1 && result.errors == expected, "\(result.errors)")
        }
    }
}
