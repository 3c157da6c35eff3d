extension RunRecord {
    /// What a list of runs reports of one.
    package struct Summary: Encodable {
        struct KeyResult: Encodable {
            var name: String
            var value: String
        }

        /// Its folder, as it was named.
        let path: String
        /// The program and its verb.
        let command: String
        /// When it began, in ISO 8601.
        let startTime: String?
        let seconds: Double?
        /// Whether it has ended.
        let hasResult: Bool
        let keyResults: [KeyResult]
    }

    /// A summary of a run with its settings, its environment and its result, as their files hold them.
    package struct Content: Encodable {
        let summary: Summary
        let configuration: JSONValue?
        let environment: JSONValue?
        let result: JSONValue?
    }

    /// What a list of runs reports of this one.
    package var summary: Summary {
        Summary(
            path: directory, command: title, startTime: environment?["start_time"]?.string, seconds: seconds,
            hasResult: result != nil, keyResults: keyResults.map { .init(name: $0.name, value: $0.value) })
    }

    /// Its summary with its settings, its environment and its result.
    package var content: Content {
        Content(summary: summary, configuration: configuration, environment: environment, result: result)
    }
}
