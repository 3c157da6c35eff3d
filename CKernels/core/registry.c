#include "core/registry.h"

#include <stdio.h>
#include <string.h>

#include "core/context.h"

#define ENTRY(ID, name) [CK_OPERATOR_##ID] = &ck_operator_##name,
static const ck_operator *const operators[CK_OPERATOR_COUNT] = {CK_OPERATORS(ENTRY)};
#undef ENTRY

/// Names that select for all operators at once.
static const struct {
    const char *name;
    ck_instruction_set ceiling;
} levels[] = {{"generic", CK_BASELINE}, {"avx2", CK_AVX2}, {"avx512", CK_AVX512}};
enum { LEVEL_COUNT = sizeof levels / sizeof *levels };

static bool suits(const ck_variant *variant, const void *descriptor) {
    return variant->suits == NULL || descriptor == NULL || variant->suits(descriptor);
}

/// The best variant up to the ceiling; the reference suits everything, so there always is one.
static int best_variant(const ck_operator *op, ck_instruction_set ceiling, const void *descriptor) {
    for (int index = op->count - 1; index > 0; index--) {
        const ck_variant *variant = &op->variants[index];
        if (variant->needs <= ceiling && suits(variant, descriptor)) return index;
    }
    return 0;
}

const void *ck_select(ck_context *context, ck_operator_id operator_id, const void *descriptor) {
    const ck_operator *op = operators[operator_id];
    ck_selection *selection = &context->selections[operator_id];
    selection->last = selection->forced >= 0 ? selection->forced : best_variant(op, selection->ceiling, descriptor);
    return op->variants[selection->last].functions;
}

void ck_record_variant(ck_context *context, ck_operator_id operator_id, const void *functions) {
    const ck_operator *op = operators[operator_id];
    for (int index = 0; index < op->count; index++) {
        if (op->variants[index].functions == functions) context->selections[operator_id].last = index;
    }
}

static int find_operator(const char *name, size_t length) {
    for (int index = 0; index < CK_OPERATOR_COUNT; index++) {
        if (strlen(operators[index]->name) == length && memcmp(operators[index]->name, name, length) == 0) {
            return index;
        }
    }
    return -1;
}

static bool equals(const char *text, size_t length, const char *name) {
    return strlen(name) == length && memcmp(text, name, length) == 0;
}

/// Appends to a message of bounded length.
static void append(char *message, size_t capacity, const char *separator, const char *text) {
    size_t used = strlen(message);
    snprintf(message + used, capacity - used, "%s%s", used ? separator : "", text);
}

static ck_status fail_for_all(ck_context *context, const char *name, int length) {
    char valid[128] = "auto, reference";
    for (int index = 0; index < LEVEL_COUNT; index++) {
        if (levels[index].ceiling <= ck_cpu_level()) append(valid, sizeof valid, ", ", levels[index].name);
    }
    return ck_fail(context, CK_UNSUPPORTED, "no kernels '%.*s' for all operators on this CPU (valid: %s)", length, name,
                   valid);
}

static ck_status select_for_all(ck_context *context, ck_selection *selections, const char *name, size_t length) {
    ck_selection wanted = {.forced = -1, .ceiling = ck_cpu_level(), .last = -1};
    if (equals(name, length, "reference")) {
        wanted.forced = 0;
    } else if (!equals(name, length, "auto")) {
        int level = 0;
        while (level < LEVEL_COUNT && !equals(name, length, levels[level].name)) level++;
        if (level == LEVEL_COUNT || levels[level].ceiling > ck_cpu_level()) {
            return fail_for_all(context, name, (int)length);
        }
        wanted.ceiling = levels[level].ceiling;
    }
    for (int index = 0; index < CK_OPERATOR_COUNT; index++) selections[index] = wanted;
    return CK_OK;
}

static ck_status fail_for_operator(ck_context *context, const ck_operator *op, const char *name, int length,
                                   const char *why) {
    char valid[256] = "auto";
    for (int index = 0; index < op->count; index++) {
        if (op->variants[index].needs <= ck_cpu_level()) append(valid, sizeof valid, ", ", op->variants[index].name);
    }
    return ck_fail(context, CK_UNSUPPORTED, "%s '%.*s' for %s (valid on this CPU: %s)", why, length, name, op->name,
                   valid);
}

static ck_status select_for_operator(ck_context *context, ck_selection *selections, const char *key, size_t key_length,
                                     const char *name, size_t length) {
    int operator_index = find_operator(key, key_length);
    if (operator_index < 0) {
        char valid[512] = "";
        for (int index = 0; index < CK_OPERATOR_COUNT; index++) {
            append(valid, sizeof valid, ", ", operators[index]->name);
        }
        return ck_fail(context, CK_UNSUPPORTED, "no operator '%.*s' (valid: all, %s)", (int)key_length, key, valid);
    }
    const ck_operator *op = operators[operator_index];
    if (equals(name, length, "auto")) {
        selections[operator_index] = (ck_selection){.forced = -1, .ceiling = ck_cpu_level(), .last = -1};
        return CK_OK;
    }
    for (int index = 0; index < op->count; index++) {
        if (!equals(name, length, op->variants[index].name)) continue;
        if (op->variants[index].needs > ck_cpu_level()) {
            return fail_for_operator(context, op, name, (int)length, "this CPU cannot run kernel variant");
        }
        selections[operator_index] = (ck_selection){.forced = index, .ceiling = ck_cpu_level(), .last = -1};
        return CK_OK;
    }
    return fail_for_operator(context, op, name, (int)length, "no kernel variant");
}

/// Carries out those items of the specification that name a variant for all operators, or those that name an operator.
static ck_status select_items(ck_context *context, ck_selection *selections, const char *specification, bool for_all) {
    for (const char *item = specification;;) {
        const size_t length = strcspn(item, ",");
        const char *equal = memchr(item, '=', length);
        const size_t key_length = equal == NULL ? 0 : (size_t)(equal - item);
        const char *name = equal == NULL ? item : equal + 1;
        const size_t name_length = (size_t)(item + length - name);
        if (for_all == (equal == NULL || equals(item, key_length, "all"))) {
            ck_status status = for_all ? select_for_all(context, selections, name, name_length)
                                       : select_for_operator(context, selections, item, key_length, name, name_length);
            if (status != CK_OK) return status;
        }
        if (item[length] == 0) return CK_OK;
        item += length + 1;
    }
}

ck_status ck_context_select_kernels(ck_context *context, const char *specification) {
    if (context == NULL) return CK_INVALID_ARGUMENT;
    if (specification == NULL) return ck_fail(context, CK_INVALID_ARGUMENT, "the kernel specification is NULL");
    ck_selection selections[CK_OPERATOR_COUNT];
    memcpy(selections, context->selections, sizeof selections);
    // What is said of one operator holds wherever it stands in the list, so it comes after what is said of all.
    ck_status status = select_items(context, selections, specification, true);
    if (status == CK_OK) status = select_items(context, selections, specification, false);
    if (status != CK_OK) return status;
    memcpy(context->selections, selections, sizeof selections);
    return CK_OK;
}

int ck_operator_count(void) {
    return CK_OPERATOR_COUNT;
}

static const ck_operator *operator_at(int index) {
    return index < 0 || index >= CK_OPERATOR_COUNT ? NULL : operators[index];
}

const char *ck_operator_name(int operator_index) {
    const ck_operator *op = operator_at(operator_index);
    return op == NULL ? NULL : op->name;
}

int ck_variant_count(int operator_index) {
    const ck_operator *op = operator_at(operator_index);
    return op == NULL ? 0 : op->count;
}

ck_status ck_variant_describe(int operator_index, int variant_index, ck_variant_info *info) {
    const ck_operator *op = operator_at(operator_index);
    if (op == NULL || info == NULL || variant_index < 0 || variant_index >= op->count) return CK_INVALID_ARGUMENT;
    const ck_variant *variant = &op->variants[variant_index];
    *info = (ck_variant_info){
        .operator_name = op->name,
        .variant_name = variant->name,
        .instruction_set = ck_instruction_set_name(variant->needs),
        .summary = variant->summary,
        .is_supported = variant->needs <= ck_cpu_level(),
        .is_automatic = best_variant(op, ck_cpu_level(), NULL) == variant_index,
        .error_bound = variant->error_bound,
    };
    return CK_OK;
}

const char *ck_context_selected_variant(const ck_context *context, const char *operator_name) {
    if (context == NULL || operator_name == NULL) return NULL;
    int index = find_operator(operator_name, strlen(operator_name));
    if (index < 0) return NULL;
    int forced = context->selections[index].forced;
    return forced < 0 ? "auto" : operators[index]->variants[forced].name;
}

const char *ck_context_last_variant(const ck_context *context, const char *operator_name) {
    if (context == NULL || operator_name == NULL) return NULL;
    int index = find_operator(operator_name, strlen(operator_name));
    if (index < 0 || context->selections[index].last < 0) return NULL;
    return operators[index]->variants[context->selections[index].last].name;
}
