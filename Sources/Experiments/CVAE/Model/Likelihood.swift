/// How a picture's grey levels become what the decoder's Bernoulli variables are judged on.
///
/// Numbers of different settings cannot be compared: they are about different data, and on grey levels not even about a
/// probability.
public enum Likelihood: String, Codable, CaseIterable, Sendable {
    /// The grey levels themselves, as numbers from 0 to 1.
    case grey
    /// Black and white, each pixel drawn once with its grey level as probability.
    case `static`
    /// Black and white, drawn anew in every epoch of training; development and test pictures are drawn once.
    case dynamic

    /// What a number under this setting is about.
    public var summary: String {
        switch self {
        case .grey: "Bernoulli on grey levels"
        case .static: "Bernoulli on static binarisation"
        case .dynamic: "Bernoulli on dynamic binarisation"
        }
    }

    /// To be told beside numbers.
    public static let warning = "Numbers under different likelihood settings cannot be compared."
}
