// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/architecture.h"

#include "core/base/error.h"

namespace duoscope {

void requireArchitecture(const Metadata& metadata, const std::string& expected)
{
    const std::string& architecture = metadataText(metadata, "architecture");
    if (architecture == expected)
        return;
    const std::string what = "Cannot use the model as one of " + expected;
    const auto task = metadata.find("task");
    const std::string kind = task == metadata.end() ? "" : " for " + task->second.substr(0, 40) + " pairs";
    if (architecture == kUaaFusionArchitecture || architecture == kReFusionArchitecture)
        throw Error(ErrorKind::Model, what, "it is a model of " + architecture + kind,
                    "Give a model of " + expected + "; this one fuses with the method " + architecture);
    throw Error(ErrorKind::Model, what,
                "its architecture is \"" + architecture.substr(0, 40) + "\", not \"" + expected + "\"",
                "Import or train the model again with this version of Duoscope");
}

} // namespace duoscope
