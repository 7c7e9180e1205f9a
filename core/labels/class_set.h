// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace duoscope {

/// One semantic class of a label map.
struct LabelClass {
    int id = 0;                         ///< value of the class in a label map, and channel of the segmentation scores
    std::string name;                   ///< lower case English, as the dataset calls it
    std::array<std::uint8_t, 3> colour; ///< RGB
};

/// The classes of one set that another set names otherwise: name here → name there.
using ClassNames = std::map<std::string, std::string>;

/// An ordered set of classes: ids are 0 … size()-1, without gaps.
class ClassSet {
public:
    ClassSet() = default;
    /// @param maps  for each other set, by its name, the classes that are named otherwise there
    /// Throws Error(Input) if ids are not 0 … n-1 in order, a name is missing or doubled, or a map names a class that
    /// the set does not have.
    ClassSet(std::string name, std::string title, std::vector<LabelClass> classes, int ignoredId,
             std::map<std::string, ClassNames> maps = {});

    const std::string& name() const { return m_name; }   ///< as used in options and metadata: "fmb"
    const std::string& title() const { return m_title; } ///< for people
    int size() const { return static_cast<int>(m_classes.size()); }
    const LabelClass& at(int id) const { return m_classes.at(static_cast<std::size_t>(id)); }
    const std::vector<LabelClass>& classes() const { return m_classes; }
    /// Id that means "no label" and is left out of means and losses; -1 where the set has none.
    int ignoredId() const { return m_ignoredId; }
    /// Id of the class of that name, -1 where there is none.
    int idOf(const std::string& className) const;
    /// What the set of that name calls our classes, where it differs; empty where nothing is said. See mapClasses().
    const ClassNames& namesIn(const std::string& classSet) const;

    /// Reads a class-set file: {"name", "title", "ignored", "classes": [{"id", "name", "colour": "#rrggbb"}, …],
    /// "maps": {"other set": {"class here": "class there", …}, …}}; "ignored" and "maps" may be missing.
    /// Throws Error(Input).
    static ClassSet load(const std::filesystem::path& file);
    /// A set without known names ("class 0", "class 1", …) in distinct colours, for models that say only how many.
    static ClassSet anonymous(int size);

private:
    std::string m_name;
    std::string m_title;
    std::vector<LabelClass> m_classes;
    int m_ignoredId = -1;
    std::map<std::string, ClassNames> m_maps;
};

} // namespace duoscope
