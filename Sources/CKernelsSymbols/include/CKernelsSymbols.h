// The target has no functions of its own: it gives the shared object of the kernels its symbol versions, and nothing
// else that links them (Package.swift).
