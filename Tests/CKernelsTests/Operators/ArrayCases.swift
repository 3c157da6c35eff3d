import CKernels

enum ArrayCases: OperatorCases {
    static let operatorName = "array"

    static var exactCases: [KernelCase] {
        ArrayCopyCases.exactCases + ArrayBroadcastCases.exactCases + ArrayIndexCases.exactCases
            + ArraySortCases.exactCases
    }

    static var randomCases: [KernelCase] { ArrayBroadcastCases.randomCases }

    static var definitions: [Definition] {
        ArrayCopyCases.definitions + ArrayBroadcastCases.definitions + ArrayIndexCases.definitions
            + ArraySortCases.definitions
    }

    static var entryPoints: [KernelCase] {
        ArrayCopyCases.entryPoints + ArrayBroadcastCases.entryPoints + ArrayIndexCases.entryPoints
            + ArraySortCases.entryPoints
    }

    static var errors: [ErrorCase] {
        ArrayCopyCases.errors + ArrayBroadcastCases.errors + ArrayIndexCases.errors + ArraySortCases.errors
    }
}
