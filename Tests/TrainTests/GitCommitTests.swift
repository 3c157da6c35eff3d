import Foundation
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite struct GitCommitTests {
    let folder: TemporaryFolder
    let commit = "0123456789abcdef0123456789abcdef01234567"

    init() throws {
        folder = try TemporaryFolder()
        for path in ["tree/.git/refs/heads", "tree/.git/worktrees/linked", "tree/sub", "linked"] {
            try FileManager.default.createDirectory(atPath: folder(path), withIntermediateDirectories: true)
        }
        try folder.write("ref: refs/heads/main\n", to: "tree/.git/HEAD")
    }

    @Test func followsABranch() throws {
        try folder.write(commit + "\n", to: "tree/.git/refs/heads/main")
        #expect(GitCommit.find(from: folder("tree/sub")) == commit)
    }

    @Test func readsPackedBranches() throws {
        try folder.write("# pack-refs\n\(commit) refs/heads/main\n", to: "tree/.git/packed-refs")
        #expect(GitCommit.find(from: folder("tree")) == commit)
    }

    @Test func readsACommitThatIsNoBranch() throws {
        try folder.write(commit, to: "tree/.git/HEAD")
        #expect(GitCommit.find(from: folder("tree/sub/program")) == commit)
    }

    @Test func followsALinkedWorkingTree() throws {
        try folder.write("gitdir: \(folder("tree/.git/worktrees/linked"))\n", to: "linked/.git")
        try folder.write("ref: refs/heads/other\n", to: "tree/.git/worktrees/linked/HEAD")
        try folder.write("../..\n", to: "tree/.git/worktrees/linked/commondir")
        try folder.write(commit, to: "tree/.git/refs/heads/other")
        #expect(GitCommit.find(from: folder("linked")) == commit)
    }

    @Test func isSilentWithoutACommit() throws {
        #expect(GitCommit.find(from: folder("tree")) == nil)
        try folder.write("not a commit", to: "tree/.git/HEAD")
        #expect(GitCommit.find(from: folder("tree")) == nil)
    }
}
