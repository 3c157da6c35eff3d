import SwiftletTrain

/// What both networks reach on the ORL faces, five folds by person, for a report to set beside its own figures.
enum ORLFigures {
    /// This run and the networks, with mean and standard deviation over the folds.
    static func table(beside result: SiameseResult, on source: String) -> ReportTable {
        ReportTable(
            name: "orl", title: "Beside the networks on the ORL faces",
            columns: ["network", "AUC", "EER", "5-way one-shot"],
            rows: [
                [
                    "this run, \(result.model.rawValue) on \(source)", SiameseResult.text(result.auc),
                    result.equalErrorRate.percentText, result.oneShotAccuracy.percentText,
                ],
                ["pooled, --preset full --folds 5", "POOLED_AUC", "POOLED_EER", "POOLED_ONE"],
                ["pooled, untrained, whitened alone", "RAW_AUC", "RAW_EER", "RAW_ONE"],
                ["classic, --preset quick --folds 5", "CLASSIC_AUC", "CLASSIC_EER", "CLASSIC_ONE"],
            ],
            notes: [
                "ORL: 40 people, ten pictures each; 32 people to train on and 8 that were never seen, five times; seed 1."
            ])
    }
}
