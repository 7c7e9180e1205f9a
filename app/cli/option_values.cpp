// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/option_values.h"

#include "core/fusion/method_registry.h"

#include <sstream>

namespace duoscope {

std::vector<const CLI::App*> commandsOf(const CLI::App& program)
{
    return program.get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
}

std::vector<const CLI::Option*> optionsOf(const CLI::App& command)
{
    std::vector<const CLI::Option*> all;
    for (const std::string& group : command.get_groups())
        for (const CLI::Option* option : command.get_options())
            if (!group.empty() && option->get_group() == group && option->nonpositional())
                all.push_back(option);
    return all;
}

std::vector<std::string> namesOf(const CLI::Option& option)
{
    std::vector<std::string> names;
    for (const std::string& name : option.get_snames())
        names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        names.push_back("--" + name);
    return names;
}

bool isFlag(const CLI::Option& option) { return option.get_expected_max() == 0 || option.get_type_size() == 0; }

bool takesSeveral(const CLI::Option& option)
{
    return option.get_expected_max() == CLI::detail::expected_max_vector_size && option.get_allow_extra_args();
}

bool isNumber(const CLI::Option& option)
{
    const std::string type = option.get_type_name();
    return type.starts_with("INT") || type.starts_with("UINT") || type.starts_with("FLOAT");
}

std::vector<std::string> choicesOf(const CLI::Option& option)
{
    std::vector<std::string> choices;
    if (option.check_lname("method")) {
        for (const MethodInfo& info : fusionMethods())
            choices.push_back(info.name);
        return choices;
    }
    // CLI11 has the set of IsMember nowhere but in the type's name, as in TEXT:{exact,off}.
    const std::string type = option.get_type_name();
    const std::size_t from = type.find('{');
    const std::size_t to = type.rfind('}');
    if (from == std::string::npos || to == std::string::npos)
        return choices;
    std::istringstream list(type.substr(from + 1, to - from - 1));
    for (std::string choice; std::getline(list, choice, ',');)
        choices.push_back(choice);
    return choices;
}

} // namespace duoscope
