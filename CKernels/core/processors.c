#if defined(__linux__)
// For sched_getaffinity.
#define _GNU_SOURCE
#include <sched.h>
#endif

#include "ck/processors.h"

#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/context.h"

enum { PATH_CAPACITY = 4096 };

/// Keeps the smallest quota, in processors; 0 for none.
static void take_quota(int *processors, long long quota, long long period) {
    if (quota <= 0 || period <= 0) return;
    long long granted = quota / period + (quota % period != 0);
    if (granted < INT_MAX && (*processors == 0 || granted < *processors)) *processors = (int)granted;
}

/// Reads a number from a file of a folder; false if there is none.
static bool read_number(const char *folder, const char *name, long long *number) {
    char path[PATH_CAPACITY];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) return false;
    FILE *file = fopen(path, "r");
    if (file == NULL) return false;
    bool is_read = fscanf(file, "%lld", number) == 1;
    fclose(file);
    return is_read;
}

/// The quota of one group: `cpu.max` of version 2 holds "quota period" or "max period", version 1 has a file for each.
static void read_group(int *processors, const char *folder) {
    char path[PATH_CAPACITY];
    long long quota, period;
    if (snprintf(path, sizeof path, "%s/cpu.max", folder) >= (int)sizeof path) return;
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        if (fscanf(file, "%lld %lld", &quota, &period) == 2) take_quota(processors, quota, period);
        fclose(file);
    } else if (read_number(folder, "cpu.cfs_quota_us", &quota) && read_number(folder, "cpu.cfs_period_us", &period)) {
        take_quota(processors, quota, period);
    }
}

/// The quotas of a group and of those that it lies in. A container may see its own group as the root of the hierarchy
/// while the file of memberships still tells the whole path: then the folders that it cannot see have no files.
static void read_hierarchy(int *processors, const char *mount, const char *group) {
    char folder[PATH_CAPACITY];
    if (snprintf(folder, sizeof folder, "%s%s", mount, group) >= (int)sizeof folder) return;
    size_t shortest = strlen(mount);
    for (;;) {
        read_group(processors, folder);
        char *slash = strrchr(folder, '/');
        if (slash == NULL || (size_t)(slash - folder) < shortest) return;
        *slash = 0;
    }
}

static bool names_cpu(const char *controllers) {
    for (const char *name = controllers; name != NULL; name = strchr(name, ',')) {
        if (*name == ',') name++;
        if (strncmp(name, "cpu", 3) == 0 && (name[3] == ',' || name[3] == 0)) return true;
    }
    return false;
}

int ck_quota_processors(const char *root, const char *membership) {
    if (root == NULL || membership == NULL) return 0;
    FILE *file = fopen(membership, "r");
    if (file == NULL) return 0;
    int processors = 0;
    char line[PATH_CAPACITY];
    // Lines of "number:controllers:path", without controllers in version 2.
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = 0;
        char *controllers = strchr(line, ':');
        char *group = controllers == NULL ? NULL : strchr(controllers + 1, ':');
        if (group == NULL) continue;
        *controllers++ = 0;
        *group++ = 0;
        char mount[PATH_CAPACITY];
        if (*controllers == 0) {
            read_hierarchy(&processors, root, group);
        } else if (names_cpu(controllers)) {
            if (snprintf(mount, sizeof mount, "%s/%s", root, controllers) >= (int)sizeof mount) continue;
            read_hierarchy(&processors, mount, group);
        }
    }
    fclose(file);
    return processors;
}

static int available;
#if defined(__linux__)
static cpu_set_t granted;
static bool has_mask;
#endif

static void look_once(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
#if defined(__linux__)
    has_mask = sched_getaffinity(0, sizeof granted, &granted) == 0;
    if (has_mask) count = CPU_COUNT(&granted);
    int quota = ck_quota_processors("/sys/fs/cgroup", "/proc/self/cgroup");
    if (quota > 0 && quota < count) count = quota;
#endif
    if (count < 1) count = 1;
    available = count > CK_MAXIMUM_THREADS ? CK_MAXIMUM_THREADS : (int)count;
}

static pthread_once_t looked = PTHREAD_ONCE_INIT;

int ck_available_processors(void) {
    pthread_once(&looked, look_once);
    return available;
}

void ck_unbind_thread(void) {
    pthread_once(&looked, look_once);
#if defined(__linux__)
    if (has_mask) sched_setaffinity(0, sizeof granted, &granted);
#endif
}
