// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/model_files.h"

#include "core/base/file_hash.h"
#include "core/net/pth_file.h"
#include "core/net/released_checkpoint.h"

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

void importCheckpoint(const std::filesystem::path& checkpoint, const std::filesystem::path& model,
                      const std::string& classSet)
{
    Model imported = importReleasedCheckpoint(readPth(checkpoint), checkpoint.filename().string());
    if (!classSet.empty())
        imported.classSet = classSet;
    imported.record["source_sha256"] = fileHash(checkpoint);
    saveModel(model, imported);
}

} // namespace duoscope
