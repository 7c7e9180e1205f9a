// SPDX-License-Identifier: GPL-3.0-or-later
// Completions for shells, of what the parser knows.
#include "app/cli/commands.h"
#include "app/cli/option_values.h"

#include <iostream>
#include <memory>

namespace duoscope {
namespace {

std::string joined(const std::vector<std::string>& words, const char* between)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : between) + word;
    return text;
}

std::vector<std::string> optionNames(const CLI::App& command)
{
    std::vector<std::string> names;
    for (const CLI::Option* option : optionsOf(command))
        for (const std::string& name : namesOf(*option))
            names.push_back(name);
    return names;
}

/// What may follow options, as cases of a word that is an option; where none fits, bash completes files.
void writeBashValues(std::ostream& script, const CLI::App& command, const char* word, bool several)
{
    std::string cases;
    for (const CLI::Option* option : optionsOf(command)) {
        if (isFlag(*option) || takesSeveral(*option) != several)
            continue;
        const std::vector<std::string> choices = choicesOf(*option);
        if (!choices.empty() || isNumber(*option))
            cases += "        " + joined(namesOf(*option), "|") + ") words='" +
                     (choices.empty() ? " " : joined(choices, " ")) + "' ;;\n";
    }
    if (!cases.empty())
        script << "        case $" << word << " in\n" << cases << "        esac\n";
}

void writeBash(std::ostream& script, const CLI::App& program)
{
    script << "# Completion of duoscope-cli in bash; written by duoscope-cli completion bash.\n"
              "_duoscope_cli()\n"
              "{\n"
              "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} i\n"
              "    local command='' last='' value='' options='' words=''\n"
              "    # --option=value and NAME=PATH are three words to bash.\n"
              "    if [[ $word == '=' ]]; then\n"
              "        word='' value=yes\n"
              "    elif [[ $before == '=' ]]; then\n"
              "        before=${COMP_WORDS[COMP_CWORD-2]} value=yes\n"
              "    fi\n"
              "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
              "        case ${COMP_WORDS[i]} in\n"
              "        -*) last=${COMP_WORDS[i]} ;;\n"
              "        *) if [[ -z $command ]]; then command=${COMP_WORDS[i]}; fi ;;\n"
              "        esac\n"
              "    done\n"
              "    case $command in\n"
              "    '')\n"
              "        options='"
           << joined(optionNames(program), " ") << "'\n        words='";
    std::vector<std::string> commands;
    for (const CLI::App* command : commandsOf(program))
        commands.push_back(command->get_name());
    script << joined(commands, " ") << "' ;;\n";
    for (const CLI::App* command : commandsOf(program)) {
        script << "    " << command->get_name() << ")\n        options='" << joined(optionNames(*command), " ")
               << "'\n";
        for (const CLI::Option* option : command->get_options())
            if (option->get_positional() && !choicesOf(*option).empty())
                script << "        words='" << joined(choicesOf(*option), " ") << "'\n";
        writeBashValues(script, *command, "last", true);
        writeBashValues(script, *command, "before", false);
        script << "        ;;\n";
    }
    script
        << "    esac\n"
           "    if [[ $word == -* ]]; then words=$options; elif [[ -n $value && $before != -* ]]; then words=''; fi\n"
           "    if [[ -n $words ]]; then compopt +o default 2>/dev/null; fi\n"
           "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
           "}\n"
           "complete -o default -F _duoscope_cli duoscope-cli\n";
}

/// Inside single quotes, and where brackets and colons have a meaning of their own.
std::string quotedForZsh(const std::string& text)
{
    std::string result;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\')
            result += '\\';
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return result;
}

void writeZshArguments(std::ostream& script, const CLI::App& command)
{
    for (const CLI::Option* option : optionsOf(command)) {
        const std::vector<std::string> names = namesOf(*option);
        const bool repeats = takesSeveral(*option);
        script << " \\\n            ";
        if (repeats)
            script << "'*'";
        else
            script << "'(" << joined(names, " ") << ")'";
        script << (names.size() > 1 ? "{" + joined(names, ",") + "}" : names.front()) << "'["
               << quotedForZsh(option->get_description()) << ']';
        if (const std::vector<std::string> choices = choicesOf(*option); !choices.empty())
            script << ": :(" << joined(choices, " ") << ")";
        else if (!isFlag(*option))
            script << (isNumber(*option) ? ":number: " : ": :_files");
        script << '\'';
    }
    for (const CLI::Option* option : command.get_options())
        if (option->get_positional()) {
            const std::vector<std::string> choices = choicesOf(*option);
            script << " \\\n            '" << (takesSeveral(*option) ? "*" : "")
                   << ": :" << (choices.empty() ? "_files" : "(" + joined(choices, " ") + ")") << '\'';
        }
}

void writeZsh(std::ostream& script, const CLI::App& program)
{
    script << "#compdef duoscope-cli\n"
              "# Completion of duoscope-cli in zsh; written by duoscope-cli completion zsh.\n"
              "_duoscope_cli() {\n"
              "    local state line\n"
              "    local -a commands\n"
              "    _arguments -C '(-)'{-h,--help}'[Print help]' '(-)--version[Print the version]' \\\n"
              "        '1: :->command' '*:: :->arguments'\n"
              "    case $state in\n"
              "    command)\n"
              "        commands=(";
    for (const CLI::App* command : commandsOf(program))
        script << "\n            '" << command->get_name() << ':' << quotedForZsh(command->get_description()) << '\'';
    script << ")\n"
              "        _describe command commands ;;\n"
              "    arguments)\n"
              "        case $line[1] in\n";
    for (const CLI::App* command : commandsOf(program)) {
        script << "        " << command->get_name() << ") _arguments";
        writeZshArguments(script, *command);
        script << " ;;\n";
    }
    script << "        esac ;;\n"
              "    esac\n"
              "}\n"
              "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n"
              "    _duoscope_cli \"$@\"\n"
              "else\n"
              "    compdef _duoscope_cli duoscope-cli\n"
              "fi\n";
}

} // namespace

void addCompletionCommand(CLI::App& program)
{
    CLI::App* command = program.add_subcommand("completion", "Write what completes commands and options in a shell");
    auto shell = std::make_shared<std::string>();
    command->add_option("shell", *shell, "bash or zsh")->required()->check(CLI::IsMember({"bash", "zsh"}));
    command->footer("Packages install both. By hand:\n\n"
                    "  duoscope-cli completion bash > ~/.local/share/bash-completion/completions/duoscope-cli");
    command->callback([&program, shell] {
        if (*shell == "bash")
            writeBash(std::cout, program);
        else
            writeZsh(std::cout, program);
    });
}

} // namespace duoscope
