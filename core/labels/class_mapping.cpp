// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/class_mapping.h"

#include "core/base/error.h"

namespace duoscope {

std::vector<int> mapClasses(const ClassSet& from, const ClassSet& to)
{
    const ClassNames& renamed = from.namesIn(to.name());
    std::vector<int> ids;
    for (const LabelClass& source : from.classes()) {
        const auto entry = renamed.find(source.name);
        const std::string& name = entry == renamed.end() ? source.name : entry->second;
        const int id = to.idOf(name);
        if (entry != renamed.end() && id < 0)
            throw Error(ErrorKind::Input, "Cannot map the class set " + from.name() + " to " + to.name(),
                        "\"" + source.name + "\" is to become \"" + name + "\", which " + to.name() + " does not have",
                        "Correct the map in the class-set file of " + from.name());
        ids.push_back(id < 0 || source.id == from.ignoredId() ? to.ignoredId() : id);
    }
    return ids;
}

} // namespace duoscope
