// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/packed_dataset.h"

#include "core/base/error.h"
#include "core/net/safetensors.h"

#include <algorithm>

namespace duoscope {
namespace {

constexpr const char* kFormat = "duoscope-samples";
constexpr std::int64_t kPresentPixels = 50;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why)
{
    throw Error(ErrorKind::Input, "Cannot train on " + file.string(), why,
                "Pack the data again with duoscope-cli pack");
}

std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find(separator, begin)) != std::string::npos; begin = end + 1)
        parts.push_back(text.substr(begin, end - begin));
    parts.push_back(text.substr(begin));
    return parts;
}

/// Files a tensor under its part of a sample; false where there is no such part.
bool assign(PackedSample& sample, const std::string& part, const torch::Tensor& tensor)
{
    for (const auto& [name, target] : {std::pair{"infrared", &sample.infrared}, std::pair{"visible", &sample.visible},
                                       std::pair{"label", &sample.label}, std::pair{"boxes", &sample.boxes}})
        if (part == name) {
            *target = tensor;
            return true;
        }
    return false;
}

/// Why a sample can't be used; empty if it can.
std::string problemOf(const PackedSample& sample, int classes)
{
    if (!sample.infrared.defined() && !sample.visible.defined())
        return "has no image";
    for (const torch::Tensor& plane : {sample.infrared, sample.visible, sample.label})
        if (plane.defined() && (plane.scalar_type() != torch::kUInt8 || plane.dim() != 2))
            return "has planes that are not 8-bit images";
    for (const torch::Tensor& plane : {sample.infrared, sample.visible, sample.label})
        if (plane.defined() && (plane.size(0) != sample.height() || plane.size(1) != sample.width()))
            return "has planes of different sizes";
    if (sample.height() < 16 || sample.width() < 16)
        return "is smaller than 16 pixels";
    if (sample.label.defined() && ((sample.label >= classes) & (sample.label < kOutsideBoxesLabel)).any().item<bool>())
        return "has labels that are no class";
    if (sample.label.defined() && (sample.label == kOutsideBoxesLabel).any().item<bool>() &&
        !sample.boxed.any().item<bool>())
        return "has pixels outside boxes, but its boxes mark no class";
    if (sample.boxes.defined() &&
        (sample.boxes.scalar_type() != torch::kFloat32 || sample.boxes.dim() != 2 || sample.boxes.size(1) != 5))
        return "has boxes that are not five numbers each";
    return {};
}

PackedSource& sourceNamed(std::vector<PackedSource>& sources, const std::string& name)
{
    const auto found =
        std::find_if(sources.begin(), sources.end(), [&](const PackedSource& source) { return source.name == name; });
    return found != sources.end() ? *found : sources.emplace_back(PackedSource{name, {}, {}});
}

/// Which classes the boxes of a source mark, bool [C].
torch::Tensor boxedClasses(const PackedDataset& dataset, const Metadata& metadata, const std::string& source)
{
    torch::Tensor boxed = torch::zeros({dataset.classes()}, torch::kBool);
    const auto names = metadata.find("boxed_classes/" + source);
    if (names != metadata.end())
        for (const std::string& name : split(names->second, ','))
            if (const int id = dataset.idOf(name); id >= 0)
                boxed[id] = true;
    return boxed;
}

void indexClasses(PackedSource& source, const PackedDataset& dataset)
{
    for (std::size_t i = 0; i < source.samples.size(); ++i) {
        if (!source.samples[i].label.defined())
            continue;
        const torch::Tensor counts = torch::bincount(source.samples[i].label.flatten().to(torch::kInt64), {}, 256);
        for (int c = 0; c < dataset.classes(); ++c)
            if (c != dataset.ignoredClass && counts[c].item<std::int64_t>() >= kPresentPixels)
                source.withClass[c].push_back(i);
    }
}

} // namespace

bool PackedSample::leavesOpen() const { return !label.defined() || (label == kOutsideBoxesLabel).any().item<bool>(); }

int PackedDataset::idOf(const std::string& className) const
{
    const auto found = std::find(classNames.begin(), classNames.end(), className);
    return found == classNames.end() ? -1 : static_cast<int>(found - classNames.begin());
}

PackedDataset PackedDataset::load(const std::filesystem::path& file)
{
    const WeightFile content = readSafetensors(file);
    if (const auto format = content.metadata.find("format");
        format == content.metadata.end() || format->second != kFormat)
        refuse(file, "it holds no packed samples");
    PackedDataset dataset;
    dataset.classSet = metadataText(content.metadata, "class_set");
    dataset.classNames = split(metadataText(content.metadata, "classes"), ',');
    dataset.ignoredClass = metadataInt(content.metadata, "ignored");
    if (dataset.classes() < 2 || dataset.classes() > kOutsideBoxesLabel)
        refuse(file, "it has " + std::to_string(dataset.classes()) + " classes");

    std::map<std::string, PackedSample> samples;
    for (const auto& [name, tensor] : content.tensors) {
        const std::size_t slash = name.rfind('/');
        const std::string sample = name.substr(0, slash == std::string::npos ? 0 : slash);
        if (std::count(sample.begin(), sample.end(), '/') != 2 ||
            !assign(samples[sample], name.substr(slash + 1), tensor))
            refuse(file, "the tensor \"" + name + "\" is no part of a sample");
    }
    for (auto& [name, sample] : samples) {
        sample.name = name;
        sample.boxed = boxedClasses(dataset, content.metadata, name.substr(0, name.find('/')));
        if (const std::string problem = problemOf(sample, dataset.classes()); !problem.empty())
            refuse(file, "the sample \"" + name + "\" " + problem);
        const std::vector<std::string> parts = split(name, '/');
        if (parts[1] != "train" && parts[1] != "val")
            refuse(file, "the sample \"" + name + "\" is neither for training nor for validation");
        sourceNamed(parts[1] == "train" ? dataset.training : dataset.validation, parts[0]).samples.push_back(sample);
    }
    for (std::vector<PackedSource>* sources : {&dataset.training, &dataset.validation})
        for (PackedSource& source : *sources)
            indexClasses(source, dataset);
    return dataset;
}

} // namespace duoscope
