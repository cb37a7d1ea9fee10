/* The command line taken apart, and the help made from the same rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"

#include <getopt.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>
#include <titian/suggest.h>

#include "say.h"

const cli_option cli_options[CLI_N_OPTIONS] = {
    [CLI_OPTION_TABLE] = {"table", 't', "NAME", "one table as CSV, by its name: see above"},
    [CLI_OPTION_STAGE] = {"stage", 's', "NAME", "the stage to take; default: see above, else aggregated"},
    [CLI_OPTION_METHOD] = {"method", 'm', "NAME", "pearson, spearman or kendall; default: pearson"},
    [CLI_OPTION_YEAR] = {"year", 'y', "Y", "the index year; default: the model's, else the last year in the data"},
    [CLI_OPTION_YEARS] = {"years", 'Y', "A:B", "every index year from A to B; also: A B"},
    [CLI_OPTION_ALIASES] = {"aliases", 'A', "FILE",
        "what codes and names stand for, a CSV: name,code; see docs/names.md"},
    [CLI_OPTION_UNIT] = {"unit", 'u', "CODE", "one unit alone: its code, or its whole name"},
    [CLI_OPTION_ALL] = {"all", 'a', NULL, "every unit that has an index score"},
    [CLI_OPTION_HORIZON] = {"horizon", 'H', "YEARS", "what is feasible within so many years; default: 5"},
    [CLI_OPTION_EFFORTS] = {"efforts", 'e', "FILE", "what a point of each indicator costs, a CSV: iCode,Class,Cost"},
    [CLI_OPTION_SUBMISSIONS] = {"submissions", 's', "FILE",
        "what units submit, a CSV: uCode,iCode,Weight,Target,NotApplicable"},
    [CLI_OPTION_SET] = {"set", 'x', "UNIT:CODE=X", "a value set by hand: IDN:INET=80; may be given several times"},
    [CLI_OPTION_SET_WEIGHT] = {"set-weight", 'W', "CODE=X",
        "a weight set by hand, as in framework.csv; may be given several times"},
    [CLI_OPTION_CODE] = {"code", 'c', "CODE", "one code of the tree alone; default: all"},
    [CLI_OPTION_TARGET] = {"target", 'T', "X", "the value to be reached; default: the model's, where it has one"},
    [CLI_OPTION_LEADER] = {"leader", 'l', "CODE",
        "the unit that others are measured against, in years: its code, or its whole name"},
    [CLI_OPTION_LATEST] = {"latest", 'k', "K", "take the last K values alone; default: all"},
    [CLI_OPTION_FRESH] = {"fresh", 'F', "SHARE", "least share of a score that is of the year; default: 0.5; 0: any"},
    [CLI_OPTION_WEIGHTS] = {"weights", 'w', "CODE", "the variable that weighs units, such as POP; default: none"},
    [CLI_OPTION_GROUP] = {"group", 'g', "GROUP", "units of one label in GROUP belong together"},
    [CLI_OPTION_LINE] = {"line", 'L', "X", "the line of FGT; default: the target"},
    [CLI_OPTION_LINES] = {"lines", 0, "FILE", "lines of deprivation, a CSV: iCode,Line or iCode,Line,Weight"},
    [CLI_OPTION_CUTOFF] = {"cutoff", 'K', "K",
        "poor are those deprived in a share K of the weight, or \"union\"; default: 1/3"},
    [CLI_OPTION_BY] = {"by", 'b', "CODE", "the variable that people stand in order by, such as income"},
    [CLI_OPTION_SAMPLE] = {"sample", 0, "VARIABLE",
        "observations behind each unit, for --fewest; default: the model's, else --weights"},
    [CLI_OPTION_FEWEST] = {"fewest", 0, "N",
        "units with fewer are not shown alone, but count in all totals; default: the model's"},
    [CLI_OPTION_SIGNIFICANCE] = {"significance", 'p', "P", "level of tests and intervals; default: 0.05"},
    [CLI_OPTION_BUDGET] = {"budget", 'B', "N",
        "the money to share out, in the model's currency; default: the model's"},
    [CLI_OPTION_RULE] = {"rule", 'r', "NAME", "another rule than the model's: see above"},
    [CLI_OPTION_PRIORITY] = {"priority", 'p', NULL, "the priority step: who is eligible and why, ranks, their parts"},
    [CLI_OPTION_INSIDE] = {"within", 'w', "UNIT", "share out among the communities of UNIT, such as BRA"},
    [CLI_OPTION_RETURNS] = {"returns", 0, "FORM",
        "what money brings: proportional, saturate or log; default: the model's"},
    [CLI_OPTION_SCALE] = {"scale", 0, "N", "the money at which returns have fallen: see above; default: the model's"},
    [CLI_OPTION_LISTS] = {"lists", 0, "FILE", "dated lists of units: list,uCode,valid_from,valid_to,source"},
    [CLI_OPTION_OVERRIDES] = {"overrides", 0, "FILE", "decisions by hand: uCode,action,amount,author,date,reason"},
    [CLI_OPTION_PROJECTS] = {"projects", 0, "FILE", "projects to choose from: uCode,project,cost,gain"},
    [CLI_OPTION_MOST] = {"most", 'm', "K", "at most K projects of one unit; default: all"},
    [CLI_OPTION_NUMBER] = {"number", 'n', "N", "how many peers, strengths or factors"},
    [CLI_OPTION_COLUMNS] = {"columns", 'c', "NAME", "summary, aggregates or full; default: aggregates"},
    [CLI_OPTION_RANKS] = {"ranks", 'r', NULL, "ranks in place of scores"},
    [CLI_OPTION_WITHIN] = {"within", 'w', "GROUP", "rank units among those with the same label in GROUP"},
    [CLI_OPTION_AGAINST] = {"against", 'a', "MODEL", "the other model"},
    [CLI_OPTION_AGAINST_DATA] = {"against-data", 0, "FOLDER", "the other data: another vintage, a file or a folder"},
    [CLI_OPTION_GAME] = {"game", 0, "NAME",
        "who shares a change between two models: nested or flat; default: nested"},
    [CLI_OPTION_MARKDOWN] = {"markdown", 'm', NULL, "print every method in full, as docs/methods.md has them"},
    [CLI_OPTION_NODE] = {"node", 'n', "CODE", "an element, by its code; default: the index"},
    [CLI_OPTION_LEVEL] = {"level", 'l', "L",
        "take the nodes of level L under it; default: see above, else its children"},
    [CLI_OPTION_LOWER] = {"lower", 'L', "X", "least weight of each, as a share of the node, 0 to 1"},
    [CLI_OPTION_BOX] = {"box", 'b', "K", "each weight within K of its own: 0.25 is a quarter up and down"},
    [CLI_OPTION_BOUNDS] = {"bounds", 'B', "FILE", "bounds of single weights, a CSV: iCode,Lower,Upper"},
    [CLI_OPTION_TOP] = {"top", 'k', "K", "how many count as the first; default: the model's, or 3 for smaa"},
    [CLI_OPTION_REPLICATIONS] = {"replications", 'N', "N",
        "how many replications; default: above, else the model's, else 1000"},
    [CLI_OPTION_SEED] = {"seed", 'S', "S",
        "another seed draws other numbers; default: above, else the model's, else 1"},
    [CLI_OPTION_THREADS] = {"threads", 'j', "T", "threads; results do not depend on it; default: all processors"},
    [CLI_OPTION_UNTIL] = {"until", 'U', "E", "stop when every probability is known with a standard error below E"},
    [CLI_OPTION_RANDOM] = {"random", 'R', NULL, "random numbers in place of a scrambled Sobol' sequence"},
    [CLI_OPTION_DESIGN] = {"design", 'd', "FILE",
        "take the draws from FILE, a CSV: a column for each factor, a row for each run"},
    [CLI_OPTION_ESTIMATOR] = {"estimator", 'e', "NAME",
        "of first order: centred, saltelli or jansen; default: centred"},
    [CLI_OPTION_CHECKPOINT] = {"checkpoint", 'c', "FILE",
        "keep in FILE what is done, and go on from there when it exists"},
    [CLI_OPTION_REPLICATION] = {"replication", 'r', "N", "what replication N, from 0, drew and what came out of it"},
    [CLI_OPTION_VINTAGES] = {"vintages", 'v', NULL,
        "DATA are vintages, oldest first: where two differ, the later one holds"},
    [CLI_OPTION_REVISIONS] = {"revisions", 'r', NULL, "print what later vintages revised, as CSV"},
    [CLI_OPTION_JSON] = {"json", 'j', NULL, "print what was found as JSON"},
    [CLI_OPTION_ENCODING] = {"encoding", 0, "NAME", "of data that are not UTF-8; default: Windows-1252, with a note"},
    [CLI_OPTION_SEPARATOR] = {"separator", 0, "NAME",
        "between fields, where a file leaves it open: comma, semicolon, tab or bar"},
    [CLI_OPTION_DECIMAL] = {"decimal", 0, "MARK", "decimal mark, where numbers leave it open: . or ,"},
    [CLI_OPTION_PERIOD] = {"period", 0, "END",
        "the year of 2023/24, FY2024 or a date: end or start; default: an error"},
    [CLI_OPTION_CENSORED] = {"censored", 0, "RULE",
        "the value of <1 and >95: bound or middle (0.5, 97.5); default: an error"},
    [CLI_OPTION_BRACKETS] = {"brackets", 0, "RULE", "what (5) and [5] mean: minus or estimate; default: an error"},
    [CLI_OPTION_OUTPUT] = {"output", 'o', "FILE", "write to FILE; it appears only when it is whole"},
    [CLI_OPTION_MODEL_FOLDER] = {"output", 'o', "FOLDER", "write the two files of the model into FOLDER"},
    [CLI_OPTION_FORCE] = {"force", 'f', NULL, "replace FILE when it exists"},
    [CLI_OPTION_MAP] = {"map", 'M', "MAPPING", "what the columns of a data file mean: a mapping (\"titian map\")"},
    [CLI_OPTION_QUIET] = {"quiet", 'q', NULL, "say errors only: no notes, no progress"},
    [CLI_OPTION_VERSION] = {"version", 'V', NULL, "print the version"},
    [CLI_OPTION_HELP] = {"help", 'h', NULL, "print this help"},
};

/* Options that may be given several times. */
static int is_many(cli_option_id id)
{
    return id == CLI_OPTION_SET || id == CLI_OPTION_SET_WEIGHT;
}

static const cli_option_id own_options[] = {CLI_OPTION_QUIET, CLI_OPTION_VERSION, CLI_OPTION_HELP};

/* Options that a command takes, in the form of getopt. */
typedef struct {
    const cli_option_id *ids;
    size_t n;
    struct option longs[CLI_N_OPTIONS + 1];
    char shorts[2 * CLI_N_OPTIONS + 3];
    const char *name; /* of the command, for messages; "" for titian itself */
} option_set;

/* What getopt gives for an option: its letter, or a number beyond all letters. */
static int value_of(cli_option_id id)
{
    return cli_options[id].letter != 0 ? cli_options[id].letter : UCHAR_MAX + 1 + (int) id;
}

static void fill_set(option_set *set, const cli_command *command)
{
    size_t at = 0;

    set->ids = command != NULL ? command->options : own_options;
    set->n = command != NULL ? command->n_options : sizeof own_options / sizeof *own_options;
    set->name = command != NULL ? command->name : "";
    if (command == NULL)
        set->shorts[at++] = '+'; /* stop at the command's name */
    set->shorts[at++] = ':';
    for (size_t k = 0; k < set->n; k++) {
        const cli_option *option = &cli_options[set->ids[k]];

        set->longs[k] = (struct option){option->name, option->argument != NULL, NULL, value_of(set->ids[k])};
        if (option->letter == 0)
            continue;
        set->shorts[at++] = (char) option->letter;
        if (option->argument != NULL)
            set->shorts[at++] = ':';
    }
    set->longs[set->n] = (struct option){NULL, 0, NULL, 0};
    set->shorts[at] = '\0';
}

static const char *space_before(const char *name)
{
    return name[0] != '\0' ? " " : "";
}

static cli_exit say_help_hint(const option_set *set, cli_voice *voice, const char *text)
{
    cli_say(voice, "%s\n\"titian%s%s --help\" lists the options", text, space_before(set->name), set->name);
    return CLI_USAGE;
}

enum { MOST_TAKERS = 8, A_LONG_VALUE = 40 };

static int takes(const cli_command *command, const char *option)
{
    for (size_t k = 0; k < command->n_options; k++)
        if (strcmp(cli_options[command->options[k]].name, option) == 0)
            return 1;
    return 0;
}

/* Names of the commands that take an option. @return 0 when there are none, or too many to be of help */
static int name_takers(const char *option, char *text, size_t room)
{
    size_t used = 0, n = 0;

    for (size_t k = 0; cli_commands[k] != NULL && used < room; k++)
        if (takes(cli_commands[k], option)) {
            used += (size_t) snprintf(text + used, room - used, "%s%s", n > 0 ? ", " : "", cli_commands[k]->name);
            n++;
        }
    return n > 0 && n <= MOST_TAKERS && used < room;
}

/* An option the command does not take: `word` as typed. */
static cli_exit say_unknown(const option_set *set, const char *word, cli_voice *voice)
{
    const char *names[CLI_N_OPTIONS];
    const size_t bare = strspn(word, "-");
    char typed[64], text[256], takers[128];
    size_t near = TITIAN_NONE;

    (void) snprintf(typed, sizeof typed, "%.*s", (int) strcspn(word + bare, "="), word + bare);
    for (size_t k = 0; k < set->n; k++)
        names[k] = cli_options[set->ids[k]].name;
    near = titian_suggest(typed, names, set->n);
    if (near != TITIAN_NONE) {
        cli_say(voice, "\"titian%s%s\" has no option %s\ndid you mean \"--%s\"?", space_before(set->name), set->name,
            cli_quote(word).text, names[near]);
        return CLI_USAGE;
    }
    if (bare == 2 && set->name[0] != '\0' && name_takers(typed, takers, sizeof takers)) {
        cli_say(voice,
            "\"titian %s\" has no option %s\nit goes with titian %s; \"titian %s --help\" lists the options",
            set->name, cli_quote(word).text, takers, set->name);
        return CLI_USAGE;
    }
    (void) snprintf(text, sizeof text, "\"titian%s%s\" has no option %s", space_before(set->name), set->name,
        cli_quote(word).text);
    return say_help_hint(set, voice, text);
}

static cli_exit say_bad_option(const option_set *set, int found, char **argv, cli_voice *voice)
{
    const char *word = argv[optind - 1];
    char letter[3] = "-?", text[256];

    if (found == ':') {
        (void) snprintf(text, sizeof text, "the option %s needs a value behind it", cli_quote(word).text);
        return say_help_hint(set, voice, text);
    }
    if (strncmp(word, "--", 2) == 0 && optopt != 0) {
        (void) snprintf(text, sizeof text, "the option %s takes no value", cli_quote(word).text);
        return say_help_hint(set, voice, text);
    }
    if (optopt != 0)
        letter[1] = (char) optopt;
    return say_unknown(set, optopt != 0 ? letter : word, voice);
}

static int is_year(const char *word)
{
    return word != NULL && strlen(word) == 4 && word[strspn(word, "0123456789")] == '\0';
}

/* Two years, given as A:B or apart. */
static const char *span_of(cli_arguments *out, const char *first, char **argv)
{
    if (!is_year(first) || !is_year(argv[optind]))
        return first;
    (void) snprintf(out->span, sizeof out->span, "%.4s:%.4s", first, argv[optind]);
    optind++;
    return out->span;
}

static cli_exit take_option(cli_arguments *out, const option_set *set, int letter, char **argv, cli_voice *voice)
{
    for (size_t k = 0; k < set->n; k++) {
        const cli_option_id id = set->ids[k];
        char text[128];

        if (value_of(id) != letter)
            continue;
        if (out->value[id] != NULL && cli_options[id].argument != NULL && !is_many(id)) {
            (void) snprintf(text, sizeof text, "the option \"--%s\" is given twice", cli_options[id].name);
            return say_help_hint(set, voice, text);
        }
        if (is_many(id) && out->n_given == CLI_MOST_GIVEN) {
            (void) snprintf(text, sizeof text, "the option \"--%s\" is given more than %d times",
                cli_options[id].name, CLI_MOST_GIVEN);
            return say_help_hint(set, voice, text);
        }
        if (is_many(id))
            out->given[out->n_given++] = (cli_given){id, optarg};
        out->value[id] = optarg == NULL ? "" : id == CLI_OPTION_YEARS ? span_of(out, optarg, argv) : optarg;
    }
    return CLI_DONE;
}

cli_exit cli_arguments_read(cli_arguments *out, const cli_command *command, int argc, char **argv, cli_voice *voice)
{
    option_set set;
    int letter;

    *out = (cli_arguments){.n_operands = 0};
    fill_set(&set, command);
    opterr = 0;
    optind = 0; /* makes getopt start afresh */
    while ((letter = getopt_long(argc, argv, set.shorts, set.longs, NULL)) != -1) {
        const cli_exit code = letter == '?' || letter == ':' ? say_bad_option(&set, letter, argv, voice)
                                                             : take_option(out, &set, letter, argv, voice);

        if (code != CLI_DONE)
            return code;
    }
    out->operands = (const char *const *) argv + optind;
    out->n_operands = (size_t) (argc - optind);
    return CLI_DONE;
}

/* A value as a shell takes it: quoted where there is anything but plain signs in it. */
static cli_word as_typed(cli_option_id id, const char *value)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:,=+-";
    const size_t n = strlen(value);
    cli_word word = cli_quote(value);

    if (n > A_LONG_VALUE)
        (void) snprintf(word.text, sizeof word.text, "%s", cli_options[id].argument);
    else if (strspn(value, plain) == n)
        (void) snprintf(word.text, sizeof word.text, "%s", value);
    return word;
}

void cli_arguments_again(char out[CLI_AGAIN], const cli_arguments *arguments)
{
    static const cli_option_id ids[] = {CLI_OPTION_YEAR, CLI_OPTION_YEARS, CLI_OPTIONS_OF_RUN};
    size_t used = 0;

    out[0] = '\0';
    for (size_t k = 0; k < sizeof ids / sizeof *ids && used < CLI_AGAIN; k++) {
        const char *value = arguments->value[ids[k]];
        const int has_value = cli_options[ids[k]].argument != NULL;

        if (value != NULL)
            used += (size_t) snprintf(out + used, CLI_AGAIN - used, "%s --%s%s%s", used == 0 ? " with" : "",
                cli_options[ids[k]].name, has_value ? " " : "", has_value ? as_typed(ids[k], value).text : "");
    }
}

cli_exit cli_option_number(const cli_arguments *arguments, cli_option_id id, double *out, cli_voice *voice)
{
    const char *text = arguments->value[id];
    char *end = NULL;
    double number = 0.0;

    if (text == NULL)
        return CLI_DONE;
    number = strtod(text, &end);
    if (text[0] == '\0' || text[strspn(text, "+-.0123456789eE")] != '\0' || *end != '\0' || !isfinite(number)) {
        cli_say(voice, "%s is not a number\nwrite one behind --%s, with a point for decimals", cli_quote(text).text,
            cli_options[id].name);
        return CLI_USAGE;
    }
    *out = number;
    return CLI_DONE;
}

cli_exit cli_option_count(
    const cli_arguments *arguments, cli_option_id id, size_t least, size_t most, size_t *out, cli_voice *voice)
{
    const char *text = arguments->value[id];
    size_t count = 0;

    if (text == NULL)
        return CLI_DONE;
    for (size_t k = 0; text[k] >= '0' && text[k] <= '9' && count <= most; k++)
        count = 10 * count + (size_t) (text[k] - '0');
    if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0' || count < least || count > most) {
        cli_say(voice, "%s is not a whole number from %zu to %zu\nwrite one behind --%s", cli_quote(text).text, least,
            most, cli_options[id].name);
        return CLI_USAGE;
    }
    *out = count;
    return CLI_DONE;
}

cli_exit cli_say_unknown(
    const char *command, const char *what, const char *name, const char *const *known, size_t n, cli_voice *voice)
{
    const size_t near = titian_suggest(name, known, n);

    if (near != TITIAN_NONE)
        cli_say(voice, "there is no %s %s\ndid you mean \"%s\"?", what, cli_quote(name).text, known[near]);
    else
        cli_say(voice, "there is no %s %s\n\"titian help %s\" lists them", what, cli_quote(name).text, command);
    return CLI_USAGE;
}

const cli_command *cli_command_find(const char *name)
{
    for (size_t k = 0; cli_commands[k] != NULL; k++)
        if (strcmp(cli_commands[k]->name, name) == 0)
            return cli_commands[k];
    return NULL;
}

cli_exit cli_command_unknown(const char *name, cli_voice *voice)
{
    const char *names[32];
    size_t n = 0, near;

    for (; cli_commands[n] != NULL && n < sizeof names / sizeof *names; n++)
        names[n] = cli_commands[n]->name;
    near = titian_suggest(name, names, n);
    if (near != TITIAN_NONE)
        cli_say(voice, "there is no command %s\ndid you mean \"titian %s\"?", cli_quote(name).text, names[near]);
    else
        cli_say(voice, "there is no command %s\n\"titian help\" lists the commands", cli_quote(name).text);
    return CLI_USAGE;
}

static void print_options(const cli_option_id *ids, size_t n)
{
    (void) puts("\nOptions:");
    for (size_t k = 0; k < n; k++) {
        const cli_option *option = &cli_options[ids[k]];
        char left[40], letter[] = "-x, ";

        letter[1] = (char) option->letter;
        (void) snprintf(left, sizeof left, "%s--%s%s%s", option->letter != 0 ? letter : "    ", option->name,
            option->argument != NULL ? " " : "", option->argument != NULL ? option->argument : "");
        (void) printf("  %-20s  %s\n", left, option->help);
    }
}

void cli_help_command(const cli_command *command)
{
    (void) printf("titian %s: %s\n\nUsage: titian %s%s%s%s\n\n%s", command->name, command->summary, command->name,
        space_before(command->operands), command->operands, command->n_options > 2 ? " [OPTIONS]" : "",
        command->teaching);
    if (command->more != NULL)
        command->more();
    print_options(command->options, command->n_options);
    (void) printf("\nExamples:\n%s", command->examples);
}

void cli_help_all(void)
{
    (void) puts("titian scores countries' readiness from indicator tables and writes the workbook that ranks\n"
                "where assistance should go.\n\n"
                "Usage: titian COMMAND ...\n\nCommands:");
    for (size_t k = 0; cli_commands[k] != NULL; k++)
        (void) printf("  %-11s %s\n", cli_commands[k]->name, cli_commands[k]->summary);
    print_options(own_options, sizeof own_options / sizeof *own_options);
    (void) puts("\nMODEL is the name of a shipped model (\"titian models\"), a folder with model.yaml, or a file.\n"
                "DATA are CSV files, folders or zip files of them, workbooks (.xlsx; FILE.xlsx#SHEET names a\n"
                "sheet, FILE.zip#MEMBER a member), names of shipped datasets, or - for what is piped in.\n\n"
                "Start with:\n"
                "  titian assess ddri countries countries-restricted -o readiness.xlsx\n"
                "  titian help assess\n\n"
                "Exit codes: 0 done; 1 data or model faulty; 2 wrong command line; 3 a file cannot be read or\n"
                "written; 4 a fault in titian; 5 ended by Ctrl-C.");
}
