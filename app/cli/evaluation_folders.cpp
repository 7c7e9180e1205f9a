// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evaluation_folders.h"

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/dataset/folder_contents.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShownProblems = 20;

NamedFiles methodFiles(const std::string& text)
{
    std::error_code ignored;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos && equals > 0 && !fs::exists(text, ignored))
        return filesIn(text.substr(0, equals), text.substr(equals + 1));
    fs::path folder = fs::path(text).lexically_normal();
    if (folder.filename().empty()) // "DIR/"
        folder = folder.parent_path();
    return filesIn(folder.filename().string(), text);
}

} // namespace

void warnOf(const std::vector<std::string>& problems)
{
    for (std::size_t i = 0; i < std::min(problems.size(), kShownProblems); ++i)
        spdlog::warn("{}", printable(problems[i]));
    if (problems.size() > kShownProblems)
        spdlog::warn("and {} more", problems.size() - kShownProblems);
}

NamedFiles filesIn(const std::string& name, const fs::path& folder)
{
    std::vector<std::string> problems;
    NamedFiles files{name, imagesIn(folder, problems)};
    warnOf(problems);
    if (files.files.empty())
        throw Error(ErrorKind::Input, "Cannot evaluate the folder " + folder.string(), "it holds no images",
                    "Give the folder that the images are right in");
    return files;
}

std::vector<NamedFiles> methodsOf(const std::vector<std::string>& folders)
{
    std::vector<NamedFiles> methods;
    for (const std::string& text : folders) {
        methods.push_back(methodFiles(text));
        for (std::size_t i = 0; i + 1 < methods.size(); ++i)
            if (methods[i].name == methods.back().name)
                throw Error(ErrorKind::Usage, "Cannot tell two methods apart", "both are called " + methods[i].name,
                            "Name them, as in --fused ours=DIR");
    }
    return methods;
}

std::vector<std::string> namesOf(const std::vector<NamedFiles>& methods)
{
    std::vector<std::string> names;
    for (const NamedFiles& method : methods)
        names.push_back(method.name);
    return names;
}

EvaluationList listOf(const std::vector<NamedFiles>& sources, const std::vector<NamedFiles>& methods, std::size_t limit)
{
    EvaluationList list = pairByName(sources, methods);
    if (limit > 0 && list.items.size() > limit)
        list.items.resize(limit);
    return list;
}

} // namespace duoscope
