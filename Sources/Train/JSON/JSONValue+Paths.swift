extension JSONValue {
    /// The value at names that are separated by full stops, null included; nil if there is none.
    func value(at path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self) { value, name in
            value?.members.first { $0.name == name }?.value
        }
    }

    /// This object with another value at a path; objects on the way there are made where there are none.
    func setting(_ value: JSONValue, at path: some Collection<Substring>) -> JSONValue {
        guard let name = path.first.map(String.init) else { return value }
        var members = members
        let index = members.firstIndex { $0.name == name }
        let old = index.map { members[$0].value } ?? .object([])
        let member = Member(name: name, value: old.setting(value, at: path.dropFirst()))
        if let index { members[index] = member } else { members.append(member) }
        return .object(members)
    }

    /// This object with another value at names that are separated by full stops.
    func setting(_ value: JSONValue, at path: String) -> JSONValue { setting(value, at: path.split(separator: ".")) }
}
