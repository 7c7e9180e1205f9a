// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/segmentation_validation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace duoscope {
namespace {

constexpr double kTallBox = 40;      ///< pixels
constexpr double kFoundShare = 0.20; ///< of a box's pixels

torch::Tensor unitRange(const torch::Tensor& plane)
{
    return plane.defined() ? plane.to(torch::kFloat32) / 255 : torch::Tensor();
}

/// Evenly chosen samples of a source.
std::vector<const PackedSample*> chosen(const PackedSource& source, int limit)
{
    const auto count = static_cast<std::int64_t>(source.samples.size());
    const std::int64_t taken = limit > 0 ? std::min<std::int64_t>(limit, count) : count;
    std::vector<const PackedSample*> samples;
    for (std::int64_t i = 0; i < taken; ++i)
        samples.push_back(&source.samples[static_cast<std::size_t>(i * count / taken)]);
    return samples;
}

/// Counts label · classes + given over the pixels with a class, [classes²].
torch::Tensor confusionOf(const torch::Tensor& given, const torch::Tensor& label, int classes, int ignoredClass)
{
    const torch::Tensor known = (label < classes) & (label != ignoredClass);
    const torch::Tensor places =
        label.index({known}).to(torch::kInt64) * classes + given.index({known}).to(torch::kInt64);
    return torch::bincount(places, {}, classes * classes);
}

/// How many tall boxes of persons hold enough person pixels; adds the number of tall boxes to `boxes`.
int countFoundPersons(const torch::Tensor& isPerson, const torch::Tensor& list, int person, int& boxes)
{
    int found = 0;
    for (std::int64_t i = 0; i < list.size(0); ++i) {
        const torch::Tensor box = list[i];
        const auto edge = [&](int column, std::int64_t largest) {
            return std::clamp<std::int64_t>(std::llround(box[column].item<double>()), 0, largest);
        };
        const std::int64_t left = edge(1, isPerson.size(1));
        const std::int64_t top = edge(2, isPerson.size(0));
        const std::int64_t right = edge(3, isPerson.size(1));
        const std::int64_t bottom = edge(4, isPerson.size(0));
        if (std::llround(box[0].item<double>()) != person || bottom - top <= kTallBox || right <= left)
            continue;
        const torch::Tensor inside = isPerson.narrow(0, top, bottom - top).narrow(1, left, right - left);
        found += inside.to(torch::kFloat64).mean().item<double>() >= kFoundShare;
        ++boxes;
    }
    return found;
}

} // namespace

torch::Tensor infraredOf(const PackedSample& sample) { return unitRange(sample.infrared); }
torch::Tensor visibleOf(const PackedSample& sample) { return unitRange(sample.visible); }
torch::Tensor invertedVisibleOf(const PackedSample& sample)
{
    return sample.visible.defined() ? 1 - visibleOf(sample) : torch::Tensor();
}

torch::Tensor segment(DeepLab network, const torch::Tensor& picture, int ignoredClass, const std::stop_token& stop)
{
    const torch::NoGradGuard noGradient;
    const torch::Device device = network->parameters().front().device();
    torch::Tensor scores = network->forward(picture.view({1, 1, picture.size(0), picture.size(1)}).to(device), stop);
    if (ignoredClass >= 0)
        scores.select(1, ignoredClass).fill_(-std::numeric_limits<float>::infinity());
    return largestClass(scores).squeeze(0).to(torch::kCPU, torch::kUInt8);
}

std::vector<Measurement> SourceQuality::measurements(const std::string& prefix, const PackedDataset& dataset) const
{
    std::vector<Measurement> list;
    if (labelled > 0) {
        list.push_back({prefix + "pixel_accuracy", pixelAccuracy});
        list.push_back({prefix + "mean_iou", meanIou});
        for (std::size_t c = 0; c < iou.size(); ++c)
            if (!std::isnan(iou[c]))
                list.push_back({prefix + "iou " + dataset.classNames[c], iou[c]});
    }
    if (personBoxes > 0)
        list.push_back({prefix + "person_recall", personRecall});
    return list;
}

SourceQuality measureSource(DeepLab network, const PackedDataset& dataset, const PackedSource& source,
                            const PictureOf& picture, int limit, const JobControl& job)
{
    const int classes = dataset.classes();
    const int person = dataset.idOf("person");
    torch::Tensor confusion = torch::zeros({classes * classes}, torch::kInt64);
    SourceQuality quality;
    int found = 0;
    for (const PackedSample* sample : chosen(source, limit)) {
        const bool labelled = sample->isLabelled();
        const bool boxed = sample->boxes.defined() && person >= 0;
        const torch::Tensor shown = labelled || boxed ? picture(*sample) : torch::Tensor();
        if (!shown.defined())
            continue;
        const torch::Tensor given = segment(network, shown, dataset.ignoredClass, job.stopToken());
        if (labelled) {
            confusion += confusionOf(given, sample->label, classes, dataset.ignoredClass);
            ++quality.labelled;
        }
        if (boxed)
            found += countFoundPersons(given == person, sample->boxes, person, quality.personBoxes);
    }
    const torch::Tensor matrix = confusion.view({classes, classes}).to(torch::kFloat64);
    const torch::Tensor right = matrix.diag();
    const torch::Tensor labelled = matrix.sum(1);
    const torch::Tensor iou = right / (labelled + matrix.sum(0) - right);
    const torch::Tensor occurs = labelled > 0;
    for (int c = 0; c < classes; ++c)
        quality.iou.push_back(occurs[c].item<bool>() ? iou[c].item<double>() : std::nan(""));
    quality.pixelAccuracy = right.sum().item<double>() / std::max(1.0, labelled.sum().item<double>());
    quality.meanIou = occurs.any().item<bool>() ? iou.index({occurs}).mean().item<double>() : 0;
    quality.personRecall = quality.personBoxes > 0 ? static_cast<double>(found) / quality.personBoxes : 0;
    return quality;
}

std::vector<Measurement> validateSegmentation(DeepLab network, const PackedDataset& dataset, int limit,
                                              const JobControl& job)
{
    const bool wasTraining = network->is_training();
    network->eval();
    std::vector<Measurement> list;
    for (const PackedSource& source : dataset.validation)
        for (const auto& [picture, show] : {std::pair<const char*, PictureOf>{"infrared", infraredOf},
                                            {"visible", visibleOf},
                                            {"inverted", invertedVisibleOf}}) {
            const SourceQuality quality = measureSource(network, dataset, source, show, limit, job);
            for (const Measurement& measured : quality.measurements(source.name + " " + picture + " ", dataset))
                list.push_back(measured);
        }
    network->train(wasTraining);
    return list;
}

} // namespace duoscope
