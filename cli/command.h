/* Commands as rows: the table makes the help, the dispatch and the test that each row has help.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_COMMAND_H
#define TITIAN_CLI_COMMAND_H

#include <stddef.h>

#include "say.h"

/** Every option of the program; a command takes some of them. */
typedef enum {
    CLI_OPTION_TABLE,
    CLI_OPTION_STAGE,
    CLI_OPTION_METHOD,
    CLI_OPTION_YEAR,
    CLI_OPTION_YEARS,
    CLI_OPTION_ALIASES,
    CLI_OPTION_UNIT,
    CLI_OPTION_ALL,
    CLI_OPTION_HORIZON,
    CLI_OPTION_EFFORTS,
    CLI_OPTION_SUBMISSIONS,
    CLI_OPTION_SET,
    CLI_OPTION_SET_WEIGHT,
    CLI_OPTION_CODE,
    CLI_OPTION_TARGET,
    CLI_OPTION_LEADER,
    CLI_OPTION_LATEST,
    CLI_OPTION_FRESH,
    CLI_OPTION_WEIGHTS,
    CLI_OPTION_GROUP,
    CLI_OPTION_LINE,
    CLI_OPTION_LINES,
    CLI_OPTION_CUTOFF,
    CLI_OPTION_BY,
    CLI_OPTION_SAMPLE,
    CLI_OPTION_FEWEST,
    CLI_OPTION_SIGNIFICANCE,
    CLI_OPTION_BUDGET,
    CLI_OPTION_RULE,
    CLI_OPTION_PRIORITY,
    CLI_OPTION_INSIDE,
    CLI_OPTION_RETURNS,
    CLI_OPTION_SCALE,
    CLI_OPTION_LISTS,
    CLI_OPTION_OVERRIDES,
    CLI_OPTION_PROJECTS,
    CLI_OPTION_MOST,
    CLI_OPTION_NUMBER,
    CLI_OPTION_COLUMNS,
    CLI_OPTION_RANKS,
    CLI_OPTION_WITHIN,
    CLI_OPTION_AGAINST,
    CLI_OPTION_AGAINST_DATA,
    CLI_OPTION_GAME,
    CLI_OPTION_NODE,
    CLI_OPTION_MARKDOWN,
    CLI_OPTION_LEVEL,
    CLI_OPTION_LOWER,
    CLI_OPTION_BOX,
    CLI_OPTION_BOUNDS,
    CLI_OPTION_TOP,
    CLI_OPTION_REPLICATIONS,
    CLI_OPTION_SEED,
    CLI_OPTION_THREADS,
    CLI_OPTION_UNTIL,
    CLI_OPTION_RANDOM,
    CLI_OPTION_DESIGN,
    CLI_OPTION_ESTIMATOR,
    CLI_OPTION_CHECKPOINT,
    CLI_OPTION_REPLICATION,
    CLI_OPTION_VINTAGES,
    CLI_OPTION_REVISIONS,
    CLI_OPTION_JSON,
    CLI_OPTION_ENCODING,
    CLI_OPTION_SEPARATOR,
    CLI_OPTION_DECIMAL,
    CLI_OPTION_PERIOD,
    CLI_OPTION_CENSORED,
    CLI_OPTION_BRACKETS,
    CLI_OPTION_OUTPUT,
    CLI_OPTION_MODEL_FOLDER,
    CLI_OPTION_FORCE,
    CLI_OPTION_MAP,
    CLI_OPTION_QUIET,
    CLI_OPTION_VERSION,
    CLI_OPTION_HELP,
    CLI_N_OPTIONS
} cli_option_id;

/** The options of every command that reads data, for its list of options. */
#define CLI_OPTIONS_OF_DATA                                                                                          \
    CLI_OPTION_ENCODING, CLI_OPTION_SEPARATOR, CLI_OPTION_DECIMAL, CLI_OPTION_PERIOD, CLI_OPTION_CENSORED,           \
        CLI_OPTION_BRACKETS, CLI_OPTION_MAP, CLI_OPTION_VINTAGES, CLI_OPTION_ALIASES
/** Those of every command that runs a model over data: labels by dated lists may decide who is assessed, how gaps are
 *  filled and what weighs what. Decisions by hand (CLI_OPTION_OVERRIDES) are for those alone that show priorities or
 *  amounts, since they move no score. */
#define CLI_OPTIONS_OF_RUN CLI_OPTION_LISTS, CLI_OPTIONS_OF_DATA

typedef struct {
    const char *name;     /* long name */
    int letter;           /* short name; 0: none */
    const char *argument; /* word for its argument in the help; NULL: it takes none */
    const char *help;     /* one line */
} cli_option;

extern const cli_option cli_options[CLI_N_OPTIONS];

/** One giving of an option that may be given several times. */
typedef struct {
    cli_option_id option;
    const char *value;
} cli_given;

enum { CLI_MOST_GIVEN = 256 };

/** The command line, taken apart. All texts are those of argv, or its own: not to be copied. */
typedef struct {
    const char *value[CLI_N_OPTIONS]; /* "" for an option without argument; NULL: not given; the last of several */
    cli_given given[CLI_MOST_GIVEN];  /* every giving of options that may be given several times, in their order */
    size_t n_given;
    const char *const *operands;
    size_t n_operands;
    char span[10]; /* "2019:2023", where the two years of --years were given apart */
} cli_arguments;

enum { CLI_ANY = 1000 };

/** A subcommand. */
typedef struct {
    const char *name;
    const char *operands; /* as printed: "MODEL DATA..." */
    const char *summary;  /* one line for the list of commands */
    const char *teaching; /* what it does, for someone who has not used it yet */
    void (*more)(void);   /* prints what is added to the teaching from a table; NULL: nothing */
    const char *examples; /* lines that run as they stand where the shipped models are installed */
    size_t least_operands, most_operands;
    const char *lacking; /* said when there are too few operands: what to give */
    const cli_option_id *options;
    size_t n_options;
    int shared; /* 1: processes of a team do it together; else the first does it alone */
    cli_exit (*run)(const cli_arguments *arguments, cli_voice *voice);
} cli_command;

/** Commands in the order of the help; the list ends with NULL. */
extern const cli_command *const cli_commands[];

extern const cli_command cmd_adopt, cmd_advise, cmd_allocate, cmd_audit, cmd_check, cmd_import, cmd_compare,
    cmd_score, cmd_results, cmd_assess, cmd_explain, cmd_simulate, cmd_weights, cmd_map, cmd_trend, cmd_divide,
    cmd_smaa, cmd_uncertainty, cmd_sensitivity, cmd_methods, cmd_models, cmd_names, cmd_own, cmd_help;

/** A command by name, or NULL. */
const cli_command *cli_command_find(const char *name);
/** Say that there is no such command, with the nearest one. @return CLI_USAGE */
cli_exit cli_command_unknown(const char *name, cli_voice *voice);

/** Take the command line apart after the command's name: argv[0] is that name. Says what is wrong.
 *  @param command  NULL: the options of titian itself, up to the first operand */
cli_exit cli_arguments_read(cli_arguments *out, const cli_command *command, int argc, char **argv, cli_voice *voice);

/** The options given that bear on what is found in model and data, as "titian check" takes them:
 *  " with --years 2019:2023 --lists lists.csv"; "" when there are none. A long value gives way to its word in the
 * help.
 */
void cli_arguments_again(char out[CLI_AGAIN], const cli_arguments *arguments);

/** Read the number given for an option: digits, sign, point, exponent, and nothing else. Says what is wrong.
 *  @param out  left as it is when the option is not given */
cli_exit cli_option_number(const cli_arguments *arguments, cli_option_id id, double *out, cli_voice *voice);
/** The same of a whole number from `least` to `most`. */
cli_exit cli_option_count(
    const cli_arguments *arguments, cli_option_id id, size_t least, size_t most, size_t *out, cli_voice *voice);
/** Say that there is no `what` of that name, with the nearest of n known ones, or the command whose help lists them.
 *  @return CLI_USAGE */
cli_exit cli_say_unknown(
    const char *command, const char *what, const char *name, const char *const *known, size_t n, cli_voice *voice);

/** Print a command's help to stdout. */
void cli_help_command(const cli_command *command);
/** Print the list of commands to stdout. */
void cli_help_all(void);

#endif
