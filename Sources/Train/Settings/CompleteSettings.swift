/// A configuration as a file that leaves no setting out: one that holds nothing is null there. So what the file is laid over
/// has no say (`SettingsFile`).
struct CompleteSettings<Configuration: Encodable>: Encodable {
    let configuration: Configuration

    func encode(to encoder: any Encoder) throws {
        var value = try JSONValue(parsing: Array(JSON.line(configuration).utf8))
        for setting in Setting.all(of: configuration) where setting.isNone {
            value = value.setting(.null, at: setting.path)
        }
        try value.encode(to: encoder)
    }
}
