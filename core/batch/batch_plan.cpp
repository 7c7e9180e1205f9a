// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/batch_plan.h"

#include "core/base/error.h"
#include "core/dataset/folder_contents.h"

#include <algorithm>
#include <map>
#include <set>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

fs::path absolutePath(const fs::path& path) { return path.empty() ? path : fs::absolute(path).lexically_normal(); }

std::string describe(const ImageOutline& outline)
{
    return std::to_string(outline.width) + " x " + std::to_string(outline.height);
}

/// The images by stem; every other file that is not hidden is said to be skipped.
FilesByStem imagesOf(const fs::path& folder, std::vector<SkippedFile>& skipped)
{
    std::vector<std::string> ignored; // told below, file by file
    FilesByStem images = imagesIn(folder, ignored);
    std::vector<SkippedFile> others;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const fs::path& file = entry.path();
        if (entry.is_directory() || file.filename().string().front() == '.')
            continue;
        if (!isImageName(file))
            others.push_back({file, "its name is not that of an image"});
        else if (const fs::path& first = images.at(file.stem().string()); first != file)
            others.push_back({file, first.filename().string() + " has the same stem and comes first"});
    }
    std::sort(others.begin(), others.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
    skipped.insert(skipped.end(), others.begin(), others.end());
    return images;
}

fs::path fileOf(const FilesByStem& files, const std::string& stem)
{
    const auto found = files.find(stem);
    return found == files.end() ? fs::path() : found->second;
}

/// Empty where the header could be read.
std::string readOutline(const fs::path& file, ImageOutline& outline)
{
    try {
        outline = readImageOutline(file);
        return {};
    } catch (const Error& error) {
        return error.reason();
    }
}

void find(BatchItem& item, Finding finding, std::string remark)
{
    item.finding = finding;
    item.remark = std::move(remark);
}

void judge(BatchItem& item)
{
    std::string infrared, visible;
    if (!item.infrared.empty())
        infrared = readOutline(item.infrared, item.infraredOutline);
    if (!item.visible.empty())
        visible = readOutline(item.visible, item.visibleOutline);
    const ImageOutline& a = item.infraredOutline;
    const ImageOutline& b = item.visibleOutline;
    if (item.infrared.empty())
        find(item, Finding::NoInfrared, "no infrared file with this stem");
    else if (item.visible.empty())
        find(item, Finding::NoVisible, "no visible file with this stem");
    else if (!infrared.empty())
        find(item, Finding::Unreadable, "infrared: " + infrared);
    else if (!visible.empty())
        find(item, Finding::Unreadable, "visible: " + visible);
    else if (a.width != b.width || a.height != b.height)
        find(item, Finding::SizesDiffer, "infrared " + describe(a) + ", visible " + describe(b));
    else if (a.bitDepth == 16 && item.infrared != item.visible)
        find(item, Finding::Deep, "infrared 16 bit: its range decides what is black and white");
    else
        find(item, Finding::Good, "same size");
}

void requireItems(const BatchPlan& plan, const std::string& where)
{
    if (plan.items.empty())
        throw Error(ErrorKind::Input, "Cannot plan a batch of " + where, "there are no images in it",
                    "Give the folders that the images are right in");
}

} // namespace

std::string toString(Finding finding)
{
    switch (finding) {
    case Finding::Good:
        return "good";
    case Finding::Deep:
        return "16 bit";
    case Finding::NoLabel:
        return "no label";
    case Finding::NoInfrared:
        return "no infrared";
    case Finding::NoVisible:
        return "no visible";
    case Finding::SizesDiffer:
        return "sizes differ";
    case Finding::Unreadable:
        return "unreadable";
    }
    return {};
}

std::size_t BatchPlan::count(Finding finding) const
{
    return static_cast<std::size_t>(std::count_if(
        items.begin(), items.end(), [finding](const BatchItem& item) { return item.finding == finding; }));
}

BatchItem inspectItem(std::string stem, const fs::path& infrared, const fs::path& visible, const fs::path& label)
{
    BatchItem item;
    item.stem = std::move(stem);
    item.infrared = absolutePath(infrared);
    item.visible = absolutePath(visible);
    item.label = absolutePath(label);
    judge(item);
    return item;
}

BatchPlan planFolders(const fs::path& infrared, const fs::path& visible, const fs::path& labels, const JobControl& job)
{
    BatchPlan plan;
    plan.infrared = absolutePath(infrared);
    plan.visible = absolutePath(visible);
    plan.labels = absolutePath(labels);
    const FilesByStem infrareds = imagesOf(plan.infrared, plan.skipped);
    const FilesByStem visibles = plan.visible == plan.infrared ? infrareds : imagesOf(plan.visible, plan.skipped);
    const FilesByStem labelled = plan.labels.empty() ? FilesByStem() : imagesOf(plan.labels, plan.skipped);
    std::set<std::string> stems;
    for (const FilesByStem* files : {&infrareds, &visibles})
        for (const auto& [stem, file] : *files)
            stems.insert(stem);
    for (const std::string& stem : stems) {
        job.checkStop();
        job.report(static_cast<double>(plan.items.size()) / static_cast<double>(stems.size()), "pairing");
        BatchItem item = inspectItem(stem, fileOf(infrareds, stem), fileOf(visibles, stem), fileOf(labelled, stem));
        if (!plan.labels.empty() && item.label.empty() && !item.willFail())
            find(item, Finding::NoLabel, "no label file with this stem");
        plan.items.push_back(std::move(item));
    }
    requireItems(plan, infrared.string() + " and " + visible.string());
    return plan;
}

BatchPlan planDataset(DatasetLayout layout, const fs::path& folder, const JobControl& job)
{
    if (layout == DatasetLayout::CamVid)
        throw Error(ErrorKind::Usage, "Cannot fuse a data set of the layout camvid", "it has no infrared images",
                    "Choose another data set");
    BatchPlan plan;
    plan.layout = layoutName(layout);
    plan.dataset = absolutePath(folder);
    DatasetListing listing = listSamples(plan.dataset, layout);
    plan.problems = std::move(listing.problems);
    std::map<std::string, int> uses;
    for (const SampleFiles& sample : listing.samples)
        ++uses[sample.name];
    for (const SampleFiles& sample : listing.samples) {
        job.checkStop();
        job.report(static_cast<double>(plan.items.size()) / static_cast<double>(listing.samples.size()), "pairing");
        const std::string stem = uses[sample.name] > 1 ? sample.split + "_" + sample.name : sample.name;
        plan.items.push_back(inspectItem(stem, sample.infrared, sample.visible, sample.label));
    }
    std::sort(plan.items.begin(), plan.items.end(), [](const auto& a, const auto& b) { return a.stem < b.stem; });
    requireItems(plan, folder.string());
    return plan;
}

} // namespace duoscope
