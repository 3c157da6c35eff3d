import Foundation

/// A file of settings in JSON, such as the `config.json` of a run, or some of its settings. They are laid over others.
package struct SettingsFile {
    private let path: String
    private let content: JSONValue

    /// Reads a file. Throws `RunError` that names it.
    package init(_ path: String) throws {
        self.path = path
        guard let bytes = try WholeFile.bytes(of: path) else {
            throw RunError("\(path) cannot be read: a file of settings in JSON was expected")
        }
        do {
            content = try JSONValue(parsing: [UInt8](bytes))
        } catch let damage as JSONDamage {
            throw RunError("\(path):\(damage.line): expected \(damage.expected)")
        }
        guard case .object = content else {
            throw RunError("\(path): settings in braces were expected, as in {\"seed\": 1}")
        }
    }

    /// The text that the file gives a setting, if it does.
    package func text(at setting: String) -> String? { content.value(at: setting)?.string }

    /// Whether the file gives a setting.
    package func gives(_ setting: String) -> Bool { content.value(at: setting) != nil }

    /// `base` with the settings of the file in place of its own. Throws `RunError` that names file and setting for one that
    /// there is not, a value of the wrong kind, and what `validate` refuses.
    package func settings<Settings: Codable>(
        over base: Settings, validate: (Settings) throws -> Void
    ) throws -> Settings {
        let settings = Setting.all(of: base)
        let paths = try paths(in: content, among: settings)
        let old = try JSONValue(parsing: Array(JSON.line(base).utf8))
        for setting in settings where paths.contains(setting.path) {
            let single = old.setting(content.value(at: setting.path) ?? .null, at: setting.path)
            guard (try? decode(single) as Settings) != nil else {
                let given = content.value(at: setting.path)?.cited ?? "nothing"
                throw RunError("\(path): \(setting.path) must be \(setting.expectation), got \(given)")
            }
        }
        func laid(_ paths: [String]) throws -> Settings {
            try decode(paths.reduce(old) { $0.setting(content.value(at: $1) ?? .null, at: $1) })
        }
        let result = try laid(paths)
        do {
            try validate(result)
        } catch {
            // It is the fault of the setting without which there is no such error.
            let culprit = paths.first { name in
                do {
                    try validate(laid(paths.filter { $0 != name }))
                    return true
                } catch let other {
                    return "\(other)" != "\(error)"
                }
            }
            throw RunError("\(path): " + (culprit.map { "\($0): " } ?? "") + "\(error)")
        }
        return result
    }

    private func decode<Settings: Decodable>(_ value: JSONValue) throws -> Settings {
        try JSON.decode(Settings.self, from: Data(JSON.line(value).utf8))
    }

    /// The settings that an object of the file gives. Throws `RunError` for one that there is not.
    private func paths(in object: JSONValue, among settings: [Setting], within prefix: String = "") throws -> [String] {
        try object.members.flatMap { member -> [String] in
            let (name, value) = (prefix + member.name, member.value)
            if settings.contains(where: { $0.path == name }) { return [name] }
            guard settings.contains(where: { $0.path.hasPrefix("\(name).") }) else {
                throw RunError(
                    RunProgram.otherThanThis(ownerOf: path)
                        ?? "\(path): there is no setting \(name)\(Self.hint(for: name, among: settings))")
            }
            guard case .object = value else {
                throw RunError("\(path): \(name) must be settings in braces, got \(value.cited)")
            }
            return try paths(in: value, among: settings, within: "\(name).")
        }
    }

    /// Settings of the same name in another place or another spelling.
    private static func hint(for name: String, among settings: [Setting]) -> String {
        func plain(_ path: String) -> String {
            (path.split(separator: ".").last ?? "").lowercased().filter { $0 != "_" && $0 != "-" }
        }
        let meant = settings.map(\.path).filter { plain($0) == plain(name) }
        return meant.isEmpty ? "" : "; did you mean \(meant.joined(separator: " or "))?"
    }
}

extension JSONValue {
    /// The value as a sentence may cite it.
    fileprivate var cited: String { (try? JSON.line(self)) ?? "" }
}
