// SPDX-License-Identifier: GPL-3.0-or-later
// The manual page, in the language of man(7), of what the parser knows.
#include "app/cli/commands.h"
#include "app/cli/option_values.h"

#include <iostream>
#include <sstream>
#include <utility>

namespace duoscope {
namespace {

/// Text that troff prints as it is.
std::string escaped(const std::string& text)
{
    std::string result;
    bool lineBegins = true;
    for (const char c : text) {
        if (lineBegins && (c == '.' || c == '\''))
            result += "\\&";
        lineBegins = c == '\n';
        if (c == '\\')
            result += "\\e";
        else if (c == '-')
            result += "\\-";
        else if (c == '\'')
            result += "\\(aq";
        else
            result += c;
    }
    return result;
}

std::string bold(const std::string& text) { return "\\fB" + escaped(text) + "\\fR"; }

std::string italic(const std::string& text) { return "\\fI" + escaped(text) + "\\fR"; }

/// What stands for an option's value; "INT:INT in [1 - 32]" is N.
std::string placeholder(const CLI::Option& option)
{
    const std::vector<std::string> choices = choicesOf(option);
    std::string text;
    if (choices.empty() || option.check_lname("method")) {
        text = italic(isNumber(option) ? "N" : option.get_type_name().substr(0, option.get_type_name().find(':')));
    } else {
        for (const std::string& choice : choices)
            text += (text.empty() ? "" : "|") + bold(choice);
    }
    return takesSeveral(option) ? text + " ..." : text;
}

/// The limits of a number, its default, and what it needs.
std::string conditions(const CLI::Option& option)
{
    std::string text;
    const std::string type = option.get_type_name();
    if (const std::size_t range = type.find("in ["); range != std::string::npos) {
        std::string limits = type.substr(range + 4, type.find(']', range) - range - 4);
        limits.replace(limits.find(" - "), 3, " to ");
        text += " From " + limits + ".";
    }
    if (!isFlag(option) && !option.get_default_str().empty())
        text += " Default: " + option.get_default_str() + ".";
    if (option.get_required())
        text += " Required.";
    std::string excluded;
    for (const CLI::Option* other : option.get_excludes())
        excluded += (excluded.empty() ? "" : ", ") + namesOf(*other).front();
    if (!excluded.empty())
        text += " Not with " + excluded + ".";
    return text;
}

void writeOption(std::ostream& page, const CLI::Option& option)
{
    page << ".TP\n";
    std::string names;
    for (const std::string& name : namesOf(option))
        names += (names.empty() ? "" : ", ") + bold(name);
    page << names << (isFlag(option) ? "" : " " + placeholder(option)) << '\n'
         << escaped(option.get_description() + "." + conditions(option)) << '\n';
}

/// A footer: paragraphs, and lines that are indented by two blanks, which are examples.
void writeFooter(std::ostream& page, const std::string& footer)
{
    std::istringstream lines(footer);
    bool example = false;
    page << ".PP\n";
    for (std::string line; std::getline(lines, line);) {
        const bool indented = line.starts_with("  ");
        if (indented != example && !line.empty()) {
            page << (indented ? ".PP\n.nf\n.RS\n" : ".RE\n.fi\n.PP\n");
            example = indented;
        }
        if (!line.empty())
            page << escaped(indented ? line.substr(2) : line) << '\n';
        else if (!example)
            page << ".PP\n";
    }
    if (example)
        page << ".RE\n.fi\n";
}

void writeCommand(std::ostream& page, const CLI::App& program, const CLI::App& command)
{
    page << ".SS " << escaped("\"" + program.get_name() + " " + command.get_name()) << "\"\n"
         << escaped(command.get_description()) << ".\n";
    for (const CLI::Option* option : command.get_options())
        if (option->get_positional())
            page << ".TP\n"
                 << italic(option->get_name(true)) << (takesSeveral(*option) ? " ..." : "") << '\n'
                 << escaped(option->get_description() + "." + conditions(*option)) << '\n';
    std::string group = "Options";
    for (const CLI::Option* option : optionsOf(command)) {
        if (option == command.get_help_ptr())
            continue;
        if (option->get_group() != std::exchange(group, option->get_group()))
            page << ".PP\n" << italic(group) << '\n';
        writeOption(page, *option);
    }
    if (command.get_footer() != program.get_footer()) // the program's is inherited
        writeFooter(page, command.get_footer());
}

void writeManual(std::ostream& page, const CLI::App& program)
{
    page << ".\\\" Written by " << program.get_name() << " manual.\n"
         << ".TH DUOSCOPE\\-CLI 1 \"\" \"Duoscope " DUOSCOPE_VERSION "\" \"User Commands\"\n"
         << ".SH NAME\n"
         << "duoscope\\-cli \\- fuse infrared and visible images and measure and explain the results\n"
         << ".SH SYNOPSIS\n.B duoscope\\-cli\n.I COMMAND\n[\\fIOPTIONS\\fR]\n.br\n"
         << ".B duoscope\\-cli\n.I COMMAND\n.B \\-\\-help\n.br\n.B duoscope\\-cli \\-\\-version\n"
         << ".SH DESCRIPTION\n"
         << escaped(program.get_description()) << '\n'
         << "The window of the same program is \\fBduoscope\\fR(1); for the same options both give the same pixels.\n"
         << "Results go to standard output, progress and messages to standard error.\n"
         << ".SH COMMANDS\n";
    for (const CLI::App* command : commandsOf(program))
        writeCommand(page, program, *command);
    page << ".SH EXIT STATUS\n"
         << ".TP\n0\nDone.\n.TP\n1\nWrong usage.\n.TP\n2\nInput or model can\\(aqt be used.\n"
         << ".TP\n3\nDone but for some items, which the messages name.\n.TP\n130\nStopped.\n"
         << ".SH ENVIRONMENT\n.TP\n.B DUOSCOPE_RESOURCES\nFolder of class sets, models and samples to use instead of\n"
         << "that which was installed.\n"
         << ".SH SEE ALSO\n.BR duoscope (1)\n";
}

} // namespace

void addManualCommand(CLI::App& program)
{
    CLI::App* command = program.add_subcommand("manual", "Write the manual page of duoscope-cli");
    command->footer("  duoscope-cli manual | man -l -");
    command->callback([&program] { writeManual(std::cout, program); });
}

} // namespace duoscope
