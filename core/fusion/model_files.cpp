// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/model_files.h"

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/net/pth_file.h"
#include "core/net/refusion_checkpoint.h"
#include "core/net/released_checkpoint.h"

#include <spdlog/spdlog.h>

namespace duoscope {
namespace {

/// The task of a weight file that ReFusion's authors released, by the SHA-256 of the file; nothing for other files.
std::optional<FusionTask> releasedTask(const std::string& sha256)
{
    static const std::map<std::string, FusionTask> tasks = {
        {"1b8358d8dab5e95c9d3f668782abda85359685669444946001ac41ea96891b2c", FusionTask::InfraredVisible},
        {"5cc483457390ea8ffeeedbf41287adf23880f860b2f9b6b6045329598fd2e0e5", FusionTask::Medical},
        {"0ba2c1070a37e3a067afa66c39eae7e96e782d9261afcab454af069c460221f2", FusionTask::MultiFocus},
        {"6815d372069b2b96a59c02dff31d42d7d5604c5507227c5b6801d967832461d4", FusionTask::MultiExposure},
    };
    const auto found = tasks.find(sha256);
    return found == tasks.end() ? std::nullopt : std::optional(found->second);
}

void importReFusion(const NamedTensors& tensors, const std::filesystem::path& checkpoint,
                    const std::filesystem::path& model, const ImportOptions& options)
{
    const std::string what = "Cannot import " + checkpoint.string();
    if (options.classSet)
        throw Error(ErrorKind::Usage, what, "it is of ReFusion, which knows no classes", "Leave out the class set");
    const std::string sha256 = fileHash(checkpoint);
    const std::optional<FusionTask> released = releasedTask(sha256);
    if (options.task && released && options.task != released)
        throw Error(ErrorKind::Usage, what,
                    "it is the released weight file for " + toString(*released) + " pairs, not for " +
                        toString(*options.task),
                    "Leave out the task");
    const std::optional<FusionTask> task = options.task ? options.task : released;
    if (!task)
        throw Error(ErrorKind::Usage, what, "it is of ReFusion, and no released file whose task is known",
                    "Say with --task what it fuses: infrared-visible, medical, multi-focus or multi-exposure");
    ReFusionModel imported = importReFusionCheckpoint(tensors, *task, checkpoint.filename().string());
    imported.record["source_sha256"] = sha256;
    saveModel(model, imported);
}

void importUaaFusion(const NamedTensors& tensors, const std::filesystem::path& checkpoint,
                     const std::filesystem::path& model, const ImportOptions& options)
{
    Model imported = importReleasedCheckpoint(tensors, checkpoint.filename().string());
    if (options.task)
        throw Error(ErrorKind::Usage, "Cannot import " + checkpoint.string(),
                    "it is of UAAFusion, which fuses infrared with visible images only", "Leave out the task");
    if (const ClassSet* classSet = options.classSet) {
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

} // namespace

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

std::string methodOfModel(const std::filesystem::path& file)
{
    const std::map<std::string, std::string> metadata = modelMetadata(file);
    const auto architecture = metadata.find("architecture");
    return architecture == metadata.end() ? std::string() : architecture->second;
}

void importCheckpoint(const std::filesystem::path& checkpoint, const std::filesystem::path& model,
                      const ImportOptions& options)
{
    std::error_code ignored;
    if (std::filesystem::equivalent(checkpoint, model, ignored))
        throw Error(ErrorKind::Usage, "Cannot import " + checkpoint.string(), "the model would replace the checkpoint",
                    "Give the model another name");
    const NamedTensors tensors = readPth(checkpoint);
    if (isReFusionCheckpoint(tensors))
        importReFusion(tensors, checkpoint, model, options);
    else
        importUaaFusion(tensors, checkpoint, model, options);
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
