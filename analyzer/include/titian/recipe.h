/* The recipe: a model after validation. Immutable once made; cheap to copy with one thing changed, which is what
 * uncertainty analysis, simulation and change decomposition do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_RECIPE_H
#define TITIAN_RECIPE_H

#include <stddef.h>
#include <stdint.h>

#include <titian/allocation_rule.h>
#include <titian/export.h>
#include <titian/framework.h>
#include <titian/method.h>
#include <titian/names.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A condition on units: the unit's label in `group` is one of `labels`. */
typedef struct {
    const char *group;         /* code of a Group row */
    const char *const *labels; /* n_labels texts */
    size_t n_labels;
    const char *reason; /* shown when it fails; "" to have one written */
    double value;       /* where a line carries a value (vulnerability); else 0 */
    int grace; /* of the gate: years for which who has left a dated list of the group still counts as on it, >= 0 */
} titian_condition;

/** A band of index scores: from its bound up to the next band's. */
typedef struct {
    const char *name;
    double from; /* the bound, score points */
    int above;   /* 1: the bound itself still belongs to the band before it */
} titian_band;

/** A variable scaled between two values, for the absorption mean. */
typedef struct {
    const char *variable;
    double low, high;
} titian_scaled;

/** The parts of the additive priority score, in the order of the weights. */
typedef enum {
    TITIAN_PART_NEED,
    TITIAN_PART_PEOPLE,
    TITIAN_PART_VULNERABILITY,
    TITIAN_PART_AID,
    TITIAN_PART_CONFIDENCE,
    TITIAN_N_PARTS
} titian_part;
/** Word for a part in model.yaml and in sheets ("need"), and one line that explains it. */
TITIAN_API const char *titian_part_name(titian_part part);
TITIAN_API const char *titian_part_summary(titian_part part);

/** Parameters of the priority step; domain of each in docs/models.md. NULL texts mean "not used". */
typedef struct {
    int on;        /* 0: the model has no priority block */
    double target; /* T, score points, > 0 */
    double alpha;  /* power of the shortfall, >= 0 */
    int level;     /* need is measured over the nodes of this level */
    const titian_condition *eligible;
    size_t n_eligible;
    const char *population;  /* variable; NULL: no people part */
    double people_reference; /* people, > 0 */
    const titian_condition *vulnerability;
    size_t n_vulnerability;
    const char *aid;       /* variable; NULL: no aid part */
    const char *aid_group; /* peers share this group; NULL: all eligible units are peers */
    int aid_years;         /* mean over so many years up to the index year, >= 1 */
    const titian_scaled *absorption;
    size_t n_absorption;
    double absorption_weak, absorption_strong; /* shares 0..1 */
    double absorption_penalty;                 /* kappa, 0..1 */
    double age_discount;                       /* 0..1 */
    double weight[TITIAN_N_PARTS];             /* >= 0, not all 0 */
} titian_priority_rules;

/** How to help, by absorptive capacity: never how much. */
typedef enum {
    TITIAN_MODALITY_UNKNOWN,
    TITIAN_MODALITY_WEAK,   /* technical assistance, a regional facility, a small first tranche */
    TITIAN_MODALITY_MIDDLE, /* a project with support */
    TITIAN_MODALITY_STRONG, /* budget or system finance */
    TITIAN_N_MODALITIES
} titian_modality;
/** @param absorption  0..1; missing: unknown */
TITIAN_API titian_modality titian_modality_of(const titian_priority_rules *rules, double absorption);
/** "technical assistance", "project with support", "system finance"; "" for unknown. */
TITIAN_API const char *titian_modality_name(titian_modality modality);

/** What a model says of a factor, or of a part of one, by its name in the rule; or a factor of its own. */
typedef struct {
    const char *name;
    const char *variable; /* measures it; NULL: as the rule or the run has it */
    double power;         /* TITIAN_MISSING: the rule's, like weight */
    double weight;        /* of a part, >= 0 */
    double otherwise;     /* of a unit without a value, >= 0; TITIAN_MISSING: it is to be assessed first */
    const char *source;   /* of these numbers; "" */
} titian_allocation_entry;

/** A ring-fence: units on which the condition holds have their part of the budget. */
typedef struct {
    const char *name;
    titian_condition members;
    double least, most; /* shares of the budget, 0..1, least <= most */
} titian_allocation_fence;

/** A dated list that decides who is eligible in the index year. */
typedef struct {
    const char *list;   /* its name in the file of lists */
    int excludes;       /* 1: who is on it is out; 0: who is not on it is out */
    int grace;          /* years for which a unit that has left the list stays on it, >= 0 */
    const char *reason; /* shown beside the dates; "" */
} titian_allocation_list;

/** Aid in money where the data have it as a share of income alone: share / 100 x of, or x of x heads. Always an
 * estimate: the note says what of. */
typedef struct {
    const char *share; /* variable, per cent of what `of` is, or stands for; NULL: there is no estimate */
    const char *of;    /* variable */
    const char *heads; /* `of` is per head of this variable; NULL: it is the whole */
    const char *note;  /* for the reader, not empty */
} titian_aid_estimate;

/** How a budget is shared out. Money is in the currency of the budget throughout. */
typedef struct {
    int on;               /* 0: the model has no allocation block */
    double budget;        /* > 0; TITIAN_MISSING: given by who asks */
    const char *currency; /* as printed; "" */
    double unit;          /* amounts are multiples of it, > 0 */
    size_t rule;          /* row of the table of rules */
    const titian_allocation_entry *factors;
    size_t n_factors;
    titian_returns returns;
    double scale;              /* of returns: money, > 0 ... */
    double scale_per_head;     /* ... or money per person, > 0; TITIAN_MISSING: not given, both: amounts as scores */
    double base, base_share;   /* for each before anything is shared: the larger; share of the budget */
    double floor, floor_share; /* of the whole amount: the larger */
    double cap, cap_share, cap_per_head;   /* the smaller; INFINITY for none */
    const titian_condition *floors, *caps; /* of units on which they hold; with several, the largest and smallest */
    size_t n_floors, n_caps;
    double minimum;              /* nobody has less, but nothing; 0: none */
    double assess_first;         /* for each who is to be assessed first, off the top */
    const char *previous;        /* variable: amounts of the year before; NULL: none */
    double swing_down, swing_up; /* shares of it; down <= 1; INFINITY: no limit upwards */
    const titian_allocation_fence *fences;
    size_t n_fences;
    const titian_allocation_list *lists;
    size_t n_lists;
    const char *present_aid;          /* variable: money that all donors give; NULL: not known */
    titian_aid_estimate aid_estimate; /* in place of it */
    double orphan, darling;           /* aid as a multiple of that of peers below and above which tables say so */
} titian_allocation_rules;

/** Which figures of communities rest on too few observations. */
typedef struct {
    const char *sample; /* variable that counts a unit's observations; NULL: not known */
    double min_sample;  /* units and groups with fewer are not shown alone; 0: all are */
    double few_below;   /* those with fewer are shown and remarked on; 0: none */
} titian_divide_rules;

/** Rules of the first stage: which observation stands for which index year. */
typedef struct {
    int max_age; /* oldest value carried forward, years, >= 0; a node's own max_age wins */
} titian_carry_rules;

/** What is done about values of before a break. */
typedef enum {
    TITIAN_BREAK_HOLD, /* they score, but are not compared with newer ones: no trend spans the break */
    TITIAN_BREAK_LINK, /* they are put on the new footing */
    TITIAN_BREAK_DROP, /* they are left out */
    TITIAN_N_BREAK_ACTIONS
} titian_break_action;
/** Word for an action in breaks.csv ("hold"), and what happens to older values, in words. */
TITIAN_API const char *titian_break_action_name(titian_break_action action);
TITIAN_API const char *titian_break_action_about(titian_break_action action);

/** A break in a series: values of `year` and later are not on the footing of older ones. It counts for runs whose
 * last index year is not before it. */
typedef struct {
    const char *variable; /* code of an indicator, a Denominator or an Other row */
    const char *unit;     /* code; NULL: every unit */
    int year;             /* first on the new footing */
    titian_break_action action;
    double factor, offset; /* link: older values become factor x value + offset */
    const char
        *overlap; /* link: code of a row that holds the old series in `year` too: the factor is the ratio of new
                     to old there, unit by unit, and a unit without both has no older values; NULL: not used */
    const char *note, *source; /* never NULL */
    size_t line;               /* in breaks.csv */
} titian_break;

/** A named set of weights: a column Weight.NAME of framework.csv. */
typedef struct {
    const char *name;
    const double *weights; /* n_nodes, >= 0 */
} titian_weight_set;

/** An exception to how the children of a node are weighed: units on which it holds have weights of their own. */
typedef struct {
    size_t node; /* whose children */
    const size_t
        *missing; /* n_missing nodes of lower levels: it holds where a unit has a score in none of them ... */
    size_t n_missing;
    const titian_condition *group; /* ... and where this holds; NULL: not asked */
    titian_choice choice;          /* weights that people give: the method does not look at data */
} titian_weigh_exception;

/** One way in which an assumption may be settled: stages of the recipe in another form. */
typedef struct {
    const char *name;   /* unique within its factor; never "" */
    double probability; /* > 0; relative to the other alternatives */
    unsigned replaces;  /* bit (1u << stage) for each stage given anew; 0: everything as the recipe has it */
    titian_choice choice[TITIAN_STAGE_AGGREGATE];     /* of the stages replaced, like the five below */
    const titian_choice *own[TITIAN_STAGE_AGGREGATE]; /* n_indicators choices; NULL: as those of the recipe */
    const titian_choice *aggregation, *weighing;      /* n_nodes choices */
    const titian_weigh_exception *exceptions;         /* with weighing: those of the recipe hold no longer */
    size_t n_exceptions;
    /* the alternative is open only where each of these factors, which stand before this one, has drawn one of some
     * of its alternatives */
    const struct titian_requirement *when;
    size_t n_when;
} titian_alternative;

/** "Factor f has drawn one of these." */
typedef struct titian_requirement {
    size_t factor;
    const unsigned char *alternatives; /* one byte for each of its alternatives: 1 where it is one of them */
} titian_requirement;

enum { TITIAN_MOST_ALTERNATIVES = 1024 };

/** An uncertain assumption: a row of the table of TITIAN_STAGE_VARY with its options, and what it is about. */
typedef struct {
    const char *name; /* unique; never "" */
    titian_choice how;
    int level;                              /* of the nodes it is about; 0: not given */
    size_t node;                            /* whose children it is about; TITIAN_NONE: not given */
    const titian_alternative *alternatives; /* of method alternatives; else none */
    size_t n_alternatives;
} titian_factor;

/** What is uncertain in a model, and how it is looked at. */
typedef struct {
    int on;              /* 0: the model has no uncertainty block */
    size_t replications; /* >= 1 */
    uint64_t seed;
    const double *quantiles; /* ascending, each within [0, 1] */
    size_t n_quantiles;
    size_t top; /* length of the list of first priorities, >= 1 */
    const titian_factor *factors;
    size_t n_factors;
} titian_uncertainty_rules;

/** A recipe. Every pointer is borrowed from the model that made it (or from the maker of a changed copy). */
typedef struct {
    const titian_framework *framework;
    const double *weights;      /* n_nodes, in node order */
    const double *lows, *highs; /* n_indicators goalposts; TITIAN_MISSING when not given */
    const titian_break *breaks; /* n_breaks, by year, ascending */
    size_t n_breaks;
    const titian_condition *assessed; /* a unit is assessed when one holds; n_assessed 0: every unit */
    size_t n_assessed;
    titian_match_rules match; /* how codes and names in data files become units: for titian_input_options */
    titian_carry_rules carry;
    titian_stage order[TITIAN_STAGE_AGGREGATE];   /* stages before aggregation, each once */
    titian_choice choice[TITIAN_STAGE_AGGREGATE]; /* by stage */
    /* by stage: n_indicators choices, where framework.csv gives indicators their own; without a method, and NULL: as
     * the one above. See titian_recipe_choice */
    const titian_choice *own[TITIAN_STAGE_AGGREGATE];
    const titian_choice *aggregation; /* n_nodes choices; those of indicators are not used */
    const titian_choice *weighing;    /* likewise, for the weights of a node's children; NULL: all given */
    const titian_weigh_exception
        *exceptions; /* in the order of their nodes; of a node's, the first that holds counts */
    size_t n_exceptions;
    const titian_weight_set *sets;
    size_t n_sets;
    const titian_band *bands;
    size_t n_bands;
    titian_priority_rules priority;
    titian_allocation_rules allocation;
    titian_divide_rules divide;
    titian_uncertainty_rules uncertainty;
} titian_recipe;

/** Is a break about a value of `variable` for `unit` in `year`, in a run whose last index year is `last_year`? */
TITIAN_API int titian_break_meets(
    const titian_break *one, const char *variable, const char *unit, int year, int last_year);

/** The choice of an indicator at a stage before aggregation: its own, or that of the stage. */
TITIAN_API const titian_choice *titian_recipe_choice(
    const titian_recipe *recipe, titian_stage stage, size_t indicator);

/** How the weights of a node's children are found. @return the default where the recipe says nothing */
TITIAN_API titian_choice titian_recipe_weighing(const titian_recipe *recipe, size_t node);
/** Are weights of any node found in the data? */
TITIAN_API int titian_weights_from_data(const titian_recipe *recipe);

/** The exceptions of a node: @return the first of n, which is 0 for most nodes. */
TITIAN_API size_t titian_recipe_exceptions(const titian_recipe *recipe, size_t node, size_t *n);
/** On which units an exception holds, in words: "no score for AGRI", "language: fr, pt". @param text  `size` bytes,
 * cut short where that is not enough. @return text */
TITIAN_API const char *titian_exception_text(const titian_recipe *recipe, size_t exception, char *text, size_t size);

/** Texts of a model, never NULL. */
typedef struct {
    const char *title, *edition, *description, *citation;
    const char *path; /* of model.yaml or the framework CSV, as named */
    const char *framework_path;
    const char *sha256; /* of both files together, 64 hexadecimal digits */
    int year;           /* index year by default; 0: the last year in the data */
} titian_model_about;

/** Does a unit fulfil a condition? A group the panel does not have counts as "no". */
TITIAN_API int titian_condition_holds(const titian_condition *condition, const titian_panel *panel, size_t unit);

#ifdef __cplusplus
}
#endif
#endif
