// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/script_manifest.h"

#include "core/base/error.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

namespace duoscope {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

constexpr int kMaximumMultiple = 1024;
constexpr std::uintmax_t kMaximumBytes = 1 << 20;
constexpr std::size_t kLongestName = 64;

/// How many characters must be inserted, removed or replaced to make one text of the other (Levenshtein 1966).
std::size_t editDistance(const std::string& a, const std::string& b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

/// A text of the file as it appears in a message.
std::string shortened(const std::string& text)
{
    constexpr std::size_t kLongest = 100;
    return text.size() <= kLongest ? text : text.substr(0, kLongest) + "…";
}

std::string inQuotes(const std::string& text) { return '"' + shortened(text) + '"'; }

std::string listOf(const Words& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + inQuotes(word);
    return text;
}

/// The words that differ least from a text.
Words mostSimilar(const std::string& text, const Words& words)
{
    std::size_t least = text.size() + kLongestName;
    Words similar;
    for (const std::string& word : words) {
        const std::size_t distance = editDistance(text, word);
        if (distance < least)
            similar.clear();
        least = std::min(least, distance);
        if (distance == least)
            similar.push_back(word);
    }
    return similar;
}

/// One object of the manifest, whose values are asked for by key and checked.
class Section {
public:
    /// @param where  its own key, with those above it; empty for the whole
    Section(std::string file, std::string where, Json values, const Words& keys)
        : m_file(std::move(file)), m_where(std::move(where)), m_values(std::move(values))
    {
        if (!m_values.is_object())
            fail((m_where.empty() ? std::string("it") : inQuotes(m_where)) + " is no JSON object",
                 "Write it as {\"key\": value, …}");
        for (const auto& [key, value] : m_values.items())
            if (std::find(keys.begin(), keys.end(), key) == keys.end())
                fail("the key " + pathOf(key) + " is not known; most similar: " + listOf(mostSimilar(key, keys)),
                     "The keys there are " + listOf(keys));
    }

    bool isObject(const std::string& key) const { return m_values.contains(key) && m_values[key].is_object(); }

    /// An object in this one; an empty one where it is missing.
    Section section(const std::string& key, const Words& keys) const
    {
        return {m_file, joined(key), m_values.value(key, Json::object()), keys};
    }

    std::string text(const std::string& key, const std::string& otherwise) const
    {
        return valueOf(key, Json(otherwise), &Json::is_string, "a text").get<std::string>();
    }

    std::string requiredText(const std::string& key) const
    {
        const std::string value = text(key, "");
        if (value.empty())
            fail("the key " + pathOf(key) + " is missing or empty", "Add it");
        return value;
    }

    /// Whether a text is the second of two words; the first where it is missing.
    bool isSecond(const std::string& key, const std::string& first, const std::string& second) const
    {
        const std::string value = text(key, first);
        if (value != first && value != second)
            fail(pathOf(key) + " is " + inQuotes(value), "It may be " + inQuotes(first) + " or " + inQuotes(second));
        return value == second;
    }

    bool flag(const std::string& key, bool otherwise) const
    {
        return valueOf(key, Json(otherwise), &Json::is_boolean, "true or false").get<bool>();
    }

    int number(const std::string& key, int otherwise, const std::string& allowed,
               const std::function<bool(double)>& isAllowed) const
    {
        const Json value = valueOf(key, Json(otherwise), &Json::is_number, "a number");
        // Compared before it becomes an int, which not every number fits.
        if (const auto exact = value.get<double>(); exact != std::floor(exact) || !isAllowed(exact))
            fail(pathOf(key) + " is " + shortened(value.dump()), "It may be " + allowed);
        return value.get<int>();
    }

    ScriptRange range(const std::string& key) const
    {
        constexpr double kLargest = 1e6;
        const Json value = valueOf(key, Json{0, 1}, &Json::is_array, "two numbers");
        const bool isPair = value.size() == 2 && value[0].is_number() && value[1].is_number();
        const ScriptRange range = isPair ? ScriptRange{value[0].get<double>(), value[1].get<double>()} : ScriptRange();
        if (!isPair || !(range.low < range.high) || !(std::max(-range.low, range.high) <= kLargest))
            fail(pathOf(key) + " is " + shortened(value.dump()),
                 "Give the values of black and white, as in [0, 1] or [-1, 1]");
        return range;
    }

    [[noreturn]] void fail(const std::string& why, const std::string& remedy) const
    {
        throw Error(ErrorKind::Model, "Cannot use the method in " + m_file, why, remedy);
    }

    std::string pathOf(const std::string& key) const { return inQuotes(joined(key)); }

private:
    std::string joined(const std::string& key) const { return m_where.empty() ? key : m_where + "." + key; }

    Json valueOf(const std::string& key, const Json& otherwise, bool (Json::*isOfKind)() const noexcept,
                 const std::string& kind) const
    {
        const auto found = m_values.find(key);
        const Json value = found == m_values.end() ? otherwise : *found;
        if (!(value.*isOfKind)())
            fail(pathOf(key) + " is " + value.type_name(), "It has to be " + kind);
        return value;
    }

    std::string m_file;
    std::string m_where;
    Json m_values;
};

Json parse(const std::filesystem::path& file)
{
    const std::string what = "Cannot use the method in " + file.string();
    try {
        return Json::parse(readJsonText(file, kMaximumBytes));
    } catch (const Json::exception& failure) {
        const std::string why = failure.what(); // "[json.exception.…] parse error at line 2, column 1: …"
        throw Error(ErrorKind::Model, what, "it is not JSON: " + why.substr(why.find(' ') + 1),
                    "Give the manifest of a module, as the README describes it");
    } catch (const std::runtime_error& failure) {
        throw Error(ErrorKind::Model, what, failure.what(), "Give the .json file beside the module, not the module");
    }
}

std::string nameOf(const Section& manifest)
{
    const std::string name = manifest.requiredText("name");
    constexpr const char* kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    if (name.find_first_not_of(kAllowed) != std::string::npos || name.front() == '-' || name.front() == '.' ||
        name.size() > kLongestName)
        manifest.fail("\"name\" is " + inQuotes(name),
                      "Use at most 64 letters, digits, \"-\", \"_\" and \".\", and begin with none of \"-\" and \".\"");
    return name;
}

void readChannels(const Section& input, ScriptManifest& manifest)
{
    const auto channels = [](const Section& section, const char* key) {
        return section.number(key, 1, "1 or 3", [](double value) { return value == 1 || value == 3; });
    };
    if (input.isObject("channels")) {
        const Section both = input.section("channels", {"infrared", "visible"});
        manifest.infraredChannels = channels(both, "infrared");
        manifest.visibleChannels = channels(both, "visible");
    } else {
        manifest.infraredChannels = manifest.visibleChannels = channels(input, "channels");
    }
}

std::string toString(const ScriptRange& range) { return Json{range.low, range.high}.dump(); }

} // namespace

std::map<std::string, std::string> ScriptManifest::options() const
{
    return {
        {"order", visibleFirst ? "visible-infrared" : "infrared-visible"},
        {"channels", std::to_string(infraredChannels) + " infrared, " + std::to_string(visibleChannels) + " visible"},
        {"input_range", toString(inputRange)},
        {"multiple", std::to_string(multiple)},
        {"padding", padding == ScriptPadding::Reflect ? "reflect" : "replicate"},
        {"output_range", toString(outputRange)},
        {"clamp", clamp ? "on" : "off"},
        {"colour", keepColour ? "keep-visible" : "none"}};
}

ScriptManifest readScriptManifest(const std::filesystem::path& file)
{
    const Section whole(file.string(), "", parse(file),
                        {"name", "module", "title", "summary", "source", "input", "output", "colour"});
    const Section input = whole.section("input", {"order", "channels", "range", "multiple", "padding"});
    const Section output = whole.section("output", {"range", "clamp"});

    ScriptManifest manifest;
    manifest.file = file;
    manifest.name = nameOf(whole);
    manifest.title = whole.text("title", manifest.name);
    manifest.summary = whole.text("summary", "");
    manifest.source = whole.text("source", "");
    manifest.module = file.parent_path() / std::filesystem::path(whole.requiredText("module"));
    manifest.visibleFirst = input.isSecond("order", "infrared-visible", "visible-infrared");
    readChannels(input, manifest);
    manifest.inputRange = input.range("range");
    manifest.multiple = input.number("multiple", 1, "a whole number from 1 to " + std::to_string(kMaximumMultiple),
                                     [](double value) { return value >= 1 && value <= kMaximumMultiple; });
    manifest.padding =
        input.isSecond("padding", "reflect", "replicate") ? ScriptPadding::Replicate : ScriptPadding::Reflect;
    manifest.outputRange = output.range("range");
    manifest.clamp = output.flag("clamp", true);
    manifest.keepColour = !whole.isSecond("colour", "keep-visible", "none");
    return manifest;
}

} // namespace duoscope
