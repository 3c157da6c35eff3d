import ArgumentParser
import ExperimentSupport
import SwiftletData

/// Flags about where the images come from.
struct FaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder with one subfolder a person, which holds PGM or PNG files. (default: faces-orl/orl_faces of the data folder)",
            valueName: "folder"))
    var faces: String?

    @Flag(help: "Read folders nested in --faces at any depth: a person is the path of the folder that holds the image.")
    var nested = false

    @Option(
        help: ArgumentHelp(
            """
            File of images, in place of a folder: IDX, .npy or .npz (archive.npz:name is one array of several); plain or gzip. \
            (default: none)
            """, valueName: "file"))
    var images: String?

    @Option(
        help: ArgumentHelp(
            "File of the integer that stands for the person in each image of --images. (default: in the .npz file itself)",
            valueName: "file"))
    var labels: String?

    func apply(to preparation: inout PreparationConfiguration) {
        // Of two places, that of a flag wins over that of a file.
        if faces != nil { (preparation.imagesFile, preparation.labelsFile) = (nil, nil) }
        if images != nil { preparation.facesFolder = nil }
        if let faces { preparation.facesFolder = faces }
        if let images { preparation.imagesFile = images }
        if let labels { preparation.labelsFile = labels }
        if nested { preparation.nested = true }
    }
}

/// Flags about which people are tested on.
struct SplitOptions: ParsableArguments {
    @Option(help: "Rounds of cross-validation by person: everybody is tested on once. (default: one split)")
    var folds: Int?

    @Option(
        help:
            "Share of the people to test on, drawn by the seed, if there is no --folds or --test-people. (default: 0.2)"
    )
    var testShare: Float?

    @Option(
        help: ArgumentHelp(
            """
            People to test on: names of subfolders (numbers of an IDX file), separated by commas. (default: a share of \
            them)
            """, valueName: "names"),
        transform: parseNames)
    var testPeople: [String]?

    func apply(to preparation: inout PreparationConfiguration) {
        // Of two ways to choose people, that of a flag wins over that of a file.
        if folds != nil { preparation.testPeople = [] }
        if testPeople != nil { preparation.folds = nil }
        if let folds { preparation.folds = folds }
        if let testShare { preparation.testShare = testShare }
        if let testPeople { preparation.testPeople = testPeople }
    }
}

/// Names from a list such as "s36,s37".
func parseNames(_ text: String) throws -> [String] {
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    if names.contains("") || Set(names.map { ByteString($0) }).count < names.count {
        throw ValidationError("'\(text)' is not a list of different names, as in s36,s37")
    }
    return names
}
