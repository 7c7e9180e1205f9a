// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/metadata.h"

#include "core/base/error.h"

#include <charconv>

namespace duoscope {
namespace {

[[noreturn]] void refuse(const std::string& why)
{
    throw Error(ErrorKind::Model, "Cannot use the model's metadata", why,
                "Import or train the model again with this version of Duoscope");
}

} // namespace

const std::string& metadataText(const Metadata& metadata, const std::string& name)
{
    const auto found = metadata.find(name);
    if (found == metadata.end())
        refuse("the entry \"" + name + "\" is missing");
    return found->second;
}

int metadataInt(const Metadata& metadata, const std::string& name)
{
    const std::string& text = metadataText(metadata, name);
    int value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size())
        refuse("the entry \"" + name + "\" holds \"" + text.substr(0, 40) + "\" and no whole number");
    return value;
}

bool metadataBool(const Metadata& metadata, const std::string& name)
{
    const std::string& text = metadataText(metadata, name);
    if (text != "true" && text != "false")
        refuse("the entry \"" + name + "\" holds \"" + text.substr(0, 40) + "\" and neither true nor false");
    return text == "true";
}

Metadata metadataUnder(std::string_view prefix, const Metadata& metadata)
{
    Metadata part;
    for (const auto& [name, text] : metadata)
        if (name.starts_with(prefix))
            part[name.substr(prefix.size())] = text;
    return part;
}

} // namespace duoscope
