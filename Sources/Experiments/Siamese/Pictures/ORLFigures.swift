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
                ["pooled, --preset full --folds 5", "0.9769 ± 0.0092", "7.99 ± 2.00 %", "92.68 ± 3.33 %"],
                ["pooled, --preset quick --folds 5", "0.9771 ± 0.0073", "8.25 ± 1.59 %", "92.04 ± 3.40 %"],
                ["classic, --preset quick --folds 5, the first three folds", "0.8820 ± 0.0479", "17.78 ± 5.30 %", "–"],
            ],
            notes: [
                "ORL: 40 people, ten pictures each; 32 people to train on and 8 that were never seen, five times; seed 1."
            ])
    }
}
