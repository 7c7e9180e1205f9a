// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace duoscope {

// What manual page and completions say of an option, read from the parser itself so that neither can go stale.

/// The commands of a program, in the order of its help.
std::vector<const CLI::App*> commandsOf(const CLI::App& program);

/// A command's options in the order of its help, group after group; its positional arguments are left out.
std::vector<const CLI::Option*> optionsOf(const CLI::App& command);

/// As they are typed, the short ones first: "-o", "--output".
std::vector<std::string> namesOf(const CLI::Option& option);

/// Whether it takes no value.
bool isFlag(const CLI::Option& option);

/// Whether several values may follow it.
bool takesSeveral(const CLI::Option& option);

/// Whether its value is a number.
bool isNumber(const CLI::Option& option);

/// The values it takes, where it takes no others; for --method the methods that are built in. Else empty.
std::vector<std::string> choicesOf(const CLI::Option& option);

} // namespace duoscope
