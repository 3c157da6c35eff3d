import CKernels

/// The version of Swiftlet: that of the library, its kernels and its programs, and of what a run says it was made with.
public enum SwiftletVersion {
    /// MAJOR.MINOR.PATCH, as https://semver.org has it. It is written down once, in `Include/ck/version.h`.
    public static let string = String(cString: ck_version())
}
