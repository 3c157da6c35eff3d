/// What an entry point reports.
#ifndef CK_STATUS_H
#define CK_STATUS_H

#ifdef __cplusplus
#define CK_BEGIN extern "C" {
#define CK_END }
#else
#define CK_BEGIN
#define CK_END
#endif

/// Marks the functions that the shared object exports.
#define CK_API __attribute__((visibility("default")))

/// Result of a call. The context's message tells the details.
typedef enum {
    CK_OK = 0,
    /// A size, pointer or option is outside what the operator takes.
    CK_INVALID_ARGUMENT = 1,
    /// The named kernel variant does not exist, or this CPU cannot run it.
    CK_UNSUPPORTED = 2,
    /// Scratch memory could not be had.
    CK_OUT_OF_MEMORY = 3,
} ck_status;

#endif
