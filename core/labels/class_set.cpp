// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/class_set.h"

#include "core/base/error.h"
#include "core/base/json_number.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <set>
#include <utility>

namespace duoscope {
namespace {

constexpr int kMaxClasses = 1024;
constexpr std::uintmax_t kMostBytes = 1 << 20;

std::array<std::uint8_t, 3> parseColour(const std::string& text)
{
    if (text.size() != 7 || text[0] != '#' || text.find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos)
        throw std::invalid_argument("the colour \"" + text + "\" is not of the form #rrggbb");
    const unsigned long value = std::stoul(text.substr(1), nullptr, 16);
    return {static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8 & 0xff),
            static_cast<std::uint8_t>(value & 0xff)};
}

/// Colours around the hue circle by the golden angle, so that any number of neighbours differ.
std::array<std::uint8_t, 3> distinctColour(int index)
{
    const double hue = std::fmod(index * 137.508, 360.0) / 60.0;
    const double fall = 1.0 - std::abs(std::fmod(hue, 2.0) - 1.0);
    const double rgb[6][3] = {{1, fall, 0}, {fall, 1, 0}, {0, 1, fall}, {0, fall, 1}, {fall, 0, 1}, {1, 0, fall}};
    const auto& picked = rgb[static_cast<int>(hue) % 6];
    std::array<std::uint8_t, 3> colour{};
    for (std::size_t c = 0; c < 3; ++c)
        colour[c] = static_cast<std::uint8_t>(std::lround(70 + 150 * picked[c]));
    return colour;
}

} // namespace

ClassSet::ClassSet(std::string name, std::string title, std::vector<LabelClass> classes, int ignoredId,
                   std::map<std::string, ClassNames> maps)
    : m_name(std::move(name)), m_title(std::move(title)), m_classes(std::move(classes)), m_ignoredId(ignoredId),
      m_maps(std::move(maps))
{
    const std::string what = "Cannot use the class set \"" + m_name + "\"";
    const std::string remedy = "Number the classes 0, 1, 2, … and give each its own name";
    if (m_classes.empty() || size() > kMaxClasses)
        throw Error(ErrorKind::Input, what, "it has " + std::to_string(m_classes.size()) + " classes", remedy);
    std::set<std::string> names;
    for (int id = 0; id < size(); ++id) {
        if (at(id).id != id)
            throw Error(ErrorKind::Input, what,
                        "class number " + std::to_string(id) + " has the id " + std::to_string(at(id).id), remedy);
        if (at(id).name.empty() || !names.insert(at(id).name).second)
            throw Error(ErrorKind::Input, what, "the name of class " + std::to_string(id) + " is missing or not unique",
                        remedy);
    }
    if (m_ignoredId < -1 || m_ignoredId >= size())
        throw Error(ErrorKind::Input, what, "the ignored id " + std::to_string(m_ignoredId) + " is no class", remedy);
    for (const auto& [other, renamed] : m_maps)
        for (const auto& [here, there] : renamed)
            if (idOf(here) < 0)
                throw Error(ErrorKind::Input, what,
                            "its map to \"" + other + "\" names \"" + here + "\", no class of it",
                            "Write the set's own class name before the colon and the other set's after it");
}

int ClassSet::idOf(const std::string& className) const
{
    for (const LabelClass& labelClass : m_classes)
        if (labelClass.name == className)
            return labelClass.id;
    return -1;
}

const ClassNames& ClassSet::namesIn(const std::string& classSet) const
{
    static const ClassNames kNone;
    const auto found = m_maps.find(classSet);
    return found == m_maps.end() ? kNone : found->second;
}

ClassSet ClassSet::load(const std::filesystem::path& file)
{
    const std::string what = "Cannot read the class set " + file.string();
    try {
        const nlohmann::json document = nlohmann::json::parse(readJsonText(file, kMostBytes));
        std::vector<LabelClass> classes;
        for (const auto& entry : document.at("classes"))
            classes.push_back({wholeNumber<int>(entry.at("id")), entry.at("name").get<std::string>(),
                               parseColour(entry.at("colour").get<std::string>())});
        return ClassSet(document.at("name").get<std::string>(), document.at("title").get<std::string>(),
                        std::move(classes),
                        document.contains("ignored") ? wholeNumber<int>(document.at("ignored")) : -1,
                        document.value("maps", std::map<std::string, ClassNames>()));
    } catch (const Error&) {
        throw;
    } catch (const std::exception& problem) {
        throw Error(ErrorKind::Input, what, problem.what(), "Compare it with the files in resources/class_sets");
    }
}

ClassSet ClassSet::anonymous(int size)
{
    std::vector<LabelClass> classes;
    for (int id = 0; id < size; ++id)
        classes.push_back({id, "class " + std::to_string(id), distinctColour(id)});
    return ClassSet("anonymous", "Unnamed classes", std::move(classes), -1);
}

} // namespace duoscope
