// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/model_files.h"

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/net/pth_file.h"
#include "core/net/released_checkpoint.h"

#include <spdlog/spdlog.h>

namespace duoscope {

ModelSummary summariseModel(const std::filesystem::path& file)
{
    const SafetensorsHeader header = readSafetensorsHeader(file);
    ModelSummary summary;
    summary.path = file;
    summary.sha256 = fileHash(file);
    summary.metadata = header.metadata;
    summary.bytes = static_cast<std::int64_t>(std::filesystem::file_size(file));
    for (const auto& [name, entry] : header.tensors) {
        const auto values = static_cast<std::int64_t>((entry.end - entry.begin) / elementSize(entry.type));
        ++summary.tensors;
        summary.values += values;
        summary.valuesByType[entry.type] += values;
    }
    return summary;
}

std::map<std::string, std::string> modelMetadata(const std::filesystem::path& file)
{
    return readSafetensorsHeader(file).metadata;
}

void importCheckpoint(const std::filesystem::path& checkpoint, const std::filesystem::path& model,
                      const ClassSet* classSet)
{
    std::error_code ignored;
    if (std::filesystem::equivalent(checkpoint, model, ignored))
        throw Error(ErrorKind::Usage, "Cannot import " + checkpoint.string(), "the model would replace the checkpoint",
                    "Give the model another name");
    Model imported = importReleasedCheckpoint(readPth(checkpoint), checkpoint.filename().string());
    if (classSet) {
        const int outputs = imported.segmentation->options().classes;
        if (classSet->size() != outputs)
            throw Error(ErrorKind::Usage, "Cannot use the class set " + classSet->name(),
                        "it has " + std::to_string(classSet->size()) + " classes and the checkpoint " +
                            std::to_string(outputs) + " outputs",
                        "Choose a class set of that size, or none");
        imported.classSet = classSet->name();
    }
    imported.record["source_sha256"] = fileHash(checkpoint);
    saveModel(model, imported);
}

ClassSet classSetOf(const std::string& name, int classes, const std::filesystem::path& folder)
{
    // A set's name is a file's name here, so it must not lead anywhere else.
    const bool plain = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
    const std::filesystem::path file = folder / (name + ".json");
    if (name != "anonymous" && plain && std::filesystem::exists(file)) {
        ClassSet set = ClassSet::load(file);
        if (set.size() == classes)
            return set;
    }
    if (name != "anonymous")
        spdlog::warn(
            "The class set \"{}\" with {} classes is not known here; the classes have numbers instead of names", name,
            classes);
    return ClassSet::anonymous(classes);
}

} // namespace duoscope
