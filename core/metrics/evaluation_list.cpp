// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/evaluation_list.h"

#include <algorithm>
#include <set>

namespace duoscope {
namespace {

std::filesystem::path fileOf(const NamedFiles& files, const std::string& name)
{
    const auto found = files.files.find(name);
    return found == files.files.end() ? std::filesystem::path() : found->second;
}

/// "There is no infrared image and no image of SeAFusion."
std::string problemOf(const std::vector<std::string>& missing)
{
    if (missing.empty())
        return {};
    std::string text = "There is no ";
    for (std::size_t i = 0; i < missing.size(); ++i)
        text += (i == 0 ? "" : i + 1 == missing.size() ? " and no " : ", no ") + missing[i];
    return text + " of that name.";
}

} // namespace

EvaluationList pairByName(const std::vector<NamedFiles>& sources, const std::vector<NamedFiles>& methods)
{
    EvaluationList list;
    std::set<std::string> names;
    for (const NamedFiles& method : methods)
        for (const auto& [name, file] : method.files)
            names.insert(name);
    for (const std::string& name : names) {
        EvaluationItem item{name, {}, {}, {}};
        std::vector<std::string> missing;
        for (const NamedFiles& source : sources)
            if (item.sources.emplace_back(fileOf(source, name)).empty())
                missing.push_back(source.name + " image");
        for (const NamedFiles& method : methods)
            if (item.results.emplace_back(fileOf(method, name)).empty())
                missing.push_back("image by " + method.name);
        item.problem = problemOf(missing);
        list.items.push_back(std::move(item));
    }
    if (!sources.empty())
        for (const auto& [name, file] : sources[0].files)
            list.withoutResults += !names.contains(name) && std::all_of(sources.begin(), sources.end(),
                                                                        [&name = name](const NamedFiles& source) {
                                                                            return source.files.contains(name);
                                                                        });
    return list;
}

} // namespace duoscope
