// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/training_config.h"

#include "core/base/error.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace duoscope {
namespace {

constexpr std::uintmax_t kMostBytes = 1 << 20;

void setAll(const nlohmann::json& object, const std::string& prefix, TrainingOptions& options)
{
    for (const auto& [name, value] : object.items()) {
        if (value.is_object())
            setAll(value, prefix + name + ".", options);
        else
            options.set(prefix + name, value.is_string() ? value.get<std::string>() : value.dump());
    }
}

/// A value as JSON: numbers and truth values bare, texts in quotes.
std::string jsonValue(const std::string& text)
{
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isNumber = problem == std::errc() && end == text.data() + text.size();
    return isNumber || text == "true" || text == "false" ? text : nlohmann::json(text).dump();
}

} // namespace

void readTrainingConfig(const std::filesystem::path& file, TrainingOptions& options)
{
    const std::string what = "Cannot read the configuration " + file.string();
    try {
        const std::string json = readJsonText(file, kMostBytes);
        const nlohmann::json document = nlohmann::json::parse(json, nullptr, true, /* ignore_comments */ true);
        if (!document.is_object())
            throw std::invalid_argument("it is no JSON object");
        setAll(document, "", options);
    } catch (const Error& error) {
        throw Error(ErrorKind::Usage, what, error.failure() + ": " + error.reason(), error.remedy());
    } catch (const std::exception& problem) {
        throw Error(ErrorKind::Usage, what, problem.what(),
                    "Compare it with what duoscope-cli train --write-config prints");
    }
}

std::string trainingConfigText(const TrainingOptions& options)
{
    const Metadata values = options.toMetadata();
    std::string text = "{\n";
    std::string group;
    const auto& descriptions = trainingOptionDescriptions();
    for (std::size_t i = 0; i < descriptions.size(); ++i) {
        const std::string& name = descriptions[i].name;
        const std::size_t dot = name.find('.');
        const std::string own = dot == std::string::npos ? "" : name.substr(0, dot);
        if (own != group) {
            text += group.empty() ? "" : "  },\n";
            text += "  \"" + own + "\": {\n";
            group = own;
        }
        const bool lastOfGroup =
            i + 1 == descriptions.size() || (!group.empty() && !descriptions[i + 1].name.starts_with(group + "."));
        const std::string indent = group.empty() ? "  " : "    ";
        text += indent + "// " + descriptions[i].meaning + "\n" + indent + "\"" +
                (dot == std::string::npos ? name : name.substr(dot + 1)) + "\": " + jsonValue(values.at(name)) +
                (lastOfGroup ? "\n" : ",\n");
    }
    return text + (group.empty() ? "}\n" : "  }\n}\n");
}

} // namespace duoscope
