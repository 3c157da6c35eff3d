import Foundation
import SwiftletTrain

/// The moment at which a command's work began. From then on Ctrl-C is noted instead of ending the program, so that a run
/// stops where its files are whole.
public struct ProgramStart {
    private let time = ProcessInfo.processInfo.systemUptime

    /// Now.
    public init() { Interruption.install() }

    /// Seconds since then.
    public var wallSeconds: Double { ProcessInfo.processInfo.systemUptime - time }
}
