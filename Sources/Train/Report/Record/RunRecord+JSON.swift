extension RunRecord {
    /// What a list of runs tells of one.
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

    /// All that the files of a run hold, but for its pictures and the metrics of each epoch.
    package struct Content: Encodable {
        let summary: Summary
        let configuration: JSONValue?
        let environment: JSONValue?
        let result: JSONValue?
    }

    /// What a list of runs tells of this one.
    package var summary: Summary {
        Summary(
            path: directory, command: title, startTime: environment?["start_time"]?.string, seconds: seconds,
            hasResult: result != nil, keyResults: keyResults.map { .init(name: $0.name, value: $0.value) })
    }

    /// All that its files hold, but for its pictures and the metrics of each epoch.
    package var content: Content {
        Content(summary: summary, configuration: configuration, environment: environment, result: result)
    }
}
