/// The processors that this process may use.
#ifndef CK_PROCESSORS_H
#define CK_PROCESSORS_H

#include "ck/status.h"

CK_BEGIN

/// Number of processors that this process may use, at least 1: those of its affinity mask, and no more than the quota
/// of its cgroup pays for. Found out once, before a parallel loop binds the calling thread to one of them
/// (OMP_PROC_BIND).
CK_API int ck_available_processors(void);

/// Lets the calling thread run on all processors of the process again. A thread inherits the binding of the one that
/// starts it; one that does not compute should not share the processor of one that does.
CK_API void ck_unbind_thread(void);

/// The processors that the quotas of a process's cgroups pay for, a part of one counting whole; 0 if there is no quota.
/// `root` is where the hierarchies are mounted (/sys/fs/cgroup), `membership` the file that names the process's groups
/// (/proc/self/cgroup); both versions of cgroups are understood.
CK_API int ck_quota_processors(const char *root, const char *membership);

CK_END

#endif
