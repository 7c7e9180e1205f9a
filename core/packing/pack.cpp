// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/packing/pack.h"

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/dataset/folder_contents.h"
#include "core/dataset/sample_reader.h"
#include "core/image/image_file.h"
#include "core/labels/label_values.h"
#include "core/net/safetensors.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

/// A source whose files are known and whose images are not read yet.
struct PlannedSource {
    DatasetListing listing;
    LabelClasses classes;
    std::vector<std::pair<std::string, SampleFiles>> samples; ///< "train" or "val" with each
    PackedSourceReport report;
};

std::string nameOf(const PackSource& source)
{
    if (!source.name.empty())
        return source.name;
    std::error_code ignored;
    fs::path whole = fs::canonical(source.folder, ignored); // "." has no name of its own
    if (whole.empty())
        whole = source.folder.has_filename() ? source.folder : source.folder.parent_path();
    return lowerCase(whole.filename().string());
}

ClassSet loadClassSet(const PackOptions& options, const std::string& name)
{
    if (name.empty() || name.find_first_of("/\\.") != std::string::npos)
        throw Error(ErrorKind::Usage, "Cannot use the class set \"" + printable(name) + "\"", "that is no name of one",
                    "Name a file of " + options.classSets.string() + " without its ending");
    return ClassSet::load(options.classSets / (name + ".json"));
}

/// Whether a sample's own split is packed as "train", "val" or, being a test set beside a val split, not at all ("").
std::string packedSplit(const std::string& split, bool hasValidation)
{
    if (split == "test")
        return hasValidation ? "" : "val";
    return split;
}

/// Settles for each sample whether it is for training or validation, and leaves out what was not asked for.
void chooseSamples(const PackOptions& options, PlannedSource& planned)
{
    const std::vector<SampleFiles>& all = planned.listing.samples;
    const auto has = [&](const std::string& split) {
        return std::any_of(all.begin(), all.end(), [&](const SampleFiles& sample) { return sample.split == split; });
    };
    const bool hasValidation = has("val");
    if (hasValidation && has("test"))
        planned.report.problems.push_back("the test split is left out, for there is a val split");
    const std::size_t last = std::min(all.size(), static_cast<std::size_t>(options.validationLast));
    std::map<std::string, int> taken;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string split = !all[i].split.empty()    ? packedSplit(all[i].split, hasValidation)
                                  : i >= all.size() - last ? "val"
                                                           : "train";
        const bool isWanted = (split == "train" && options.training) || (split == "val" && options.validation);
        if (!isWanted || (options.limit > 0 && taken[split] >= options.limit))
            continue;
        ++taken[split];
        planned.samples.emplace_back(split, all[i]);
    }
}

PlannedSource plan(const PackSource& source, const ClassSet& target, const PackOptions& options)
{
    PlannedSource planned;
    const DatasetLayout layout = source.layout ? *source.layout : recogniseLayout(source.folder);
    planned.listing = listSamples(source.folder, layout);
    planned.report.name = nameOf(source);
    planned.report.layout = layout;
    planned.report.problems = planned.listing.problems;
    const std::string stored = !planned.listing.classSet.empty() ? planned.listing.classSet
                               : !options.labelSet.empty()       ? options.labelSet
                                                                 : options.classSet;
    planned.classes = {stored == target.name() ? target : loadClassSet(options, stored), planned.listing.boxClasses,
                       target};
    chooseSamples(options, planned);
    return planned;
}

cv::Mat resized(const cv::Mat& image, double scale, int interpolation)
{
    if (image.empty() || scale == 1)
        return image;
    const cv::Size size(std::max(1, cvRound(image.cols * scale)), std::max(1, cvRound(image.rows * scale)));
    cv::Mat small;
    cv::resize(image, small, size, 0, 0, interpolation);
    return small;
}

/// Scales a sample. Throws Error(Input) where too little of it is left.
void shrink(Sample& sample, const SampleFiles& files, double scale)
{
    const cv::Size before = sample.visible.empty() ? sample.infrared.size() : sample.visible.size();
    sample.infrared = resized(sample.infrared, scale, cv::INTER_AREA);
    sample.visible = resized(sample.visible, scale, cv::INTER_AREA);
    sample.label = resized(sample.label, scale, cv::INTER_NEAREST);
    const cv::Size after = sample.visible.empty() ? sample.infrared.size() : sample.visible.size();
    if (after.width < kMinimumSide || after.height < kMinimumSide)
        throw Error(ErrorKind::Input, "Cannot scale " + files.visible.string(),
                    "it would have " + std::to_string(after.width) + " x " + std::to_string(after.height) +
                        " pixels, where at least " + std::to_string(kMinimumSide) + " x " +
                        std::to_string(kMinimumSide) + " are needed",
                    "Choose a larger scale");
    const double x = static_cast<double>(after.width) / before.width;
    const double y = static_cast<double>(after.height) / before.height;
    for (LabelBox& box : sample.boxes)
        box.area = {box.area.x * x, box.area.y * y, box.area.width * x, box.area.height * y};
}

torch::Tensor toTensor(const cv::Mat& bytes)
{
    torch::Tensor tensor = torch::empty({bytes.rows, bytes.cols}, torch::kUInt8);
    for (int y = 0; y < bytes.rows; ++y)
        std::memcpy(tensor.data_ptr<std::uint8_t>() + static_cast<std::ptrdiff_t>(y) * bytes.cols, bytes.ptr(y),
                    static_cast<std::size_t>(bytes.cols));
    return tensor;
}

/// Boxes of classes that the target set has; undefined if none.
torch::Tensor toTensor(const std::vector<LabelBox>& boxes)
{
    std::vector<float> numbers;
    for (const LabelBox& box : boxes)
        if (box.classId >= 0)
            for (const double number :
                 {static_cast<double>(box.classId), box.area.x, box.area.y, box.area.br().x, box.area.br().y})
                numbers.push_back(static_cast<float>(number));
    if (numbers.empty())
        return {};
    return torch::tensor(numbers).reshape({-1, 5});
}

/// Throws Error(Input) where the name can't be used.
void requireNewName(const std::string& name, const SampleFiles& files, std::set<std::string>& names)
{
    if (printable(name) != name || !names.insert(name).second)
        throw Error(ErrorKind::Input, "Cannot pack " + files.visible.string(),
                    "its name has control characters or is that of another sample, " + name, "Rename the file");
}

void add(const Sample& sample, const std::string& name, PackedSourceReport& report, NamedTensors& tensors)
{
    for (const auto& [part, image] : {std::pair{"infrared", &sample.infrared}, std::pair{"visible", &sample.visible},
                                      std::pair{"label", &sample.label}})
        if (!image->empty())
            tensors[name + "/" + part] = toTensor(*image);
    const torch::Tensor boxes = toTensor(sample.boxes);
    if (boxes.defined())
        tensors[name + "/boxes"] = boxes;
    report.boxes += boxes.defined();
    report.labels += !sample.label.empty();
    report.pairs += !sample.infrared.empty() && !sample.visible.empty();
}

/// Names of the boxes' classes in the target set.
std::string boxedClasses(const LabelClasses& classes)
{
    std::string names;
    for (const auto& [number, name] : classes.boxClasses)
        if (const int id = boxClassId(name, classes.target); id >= 0)
            names += (names.empty() ? "" : ",") + classes.target.at(id).name;
    return names;
}

Metadata describe(const ClassSet& target, const std::vector<PlannedSource>& sources)
{
    std::string names;
    for (const LabelClass& entry : target.classes())
        names += (names.empty() ? "" : ",") + entry.name;
    Metadata metadata{{"format", "duoscope-samples"},
                      {"format_version", "1"},
                      {"class_set", target.name()},
                      {"classes", names},
                      {"ignored", std::to_string(target.ignoredId())}};
    for (const PlannedSource& source : sources)
        if (source.report.boxes > 0)
            metadata["boxed_classes/" + source.report.name] = boxedClasses(source.classes);
    return metadata;
}

void requirePackable(const ClassSet& target)
{
    const std::string what = "Cannot pack with the class set " + target.name();
    if (target.size() > kMaximumLabelClasses)
        throw Error(ErrorKind::Usage, what, "8-bit labels hold " + std::to_string(kMaximumLabelClasses) + " classes",
                    "Choose a smaller class set");
    for (const LabelClass& entry : target.classes())
        if (entry.name.find(',') != std::string::npos)
            throw Error(ErrorKind::Usage, what, "the class name \"" + entry.name + "\" has a comma",
                        "Rename it: commas part the names in the file");
}

} // namespace

void PackOptions::check() const
{
    const auto refuse = [](const std::string& why, const std::string& remedy) {
        throw Error(ErrorKind::Usage, "Cannot pack the data sets", why, remedy);
    };
    if (sources.empty())
        refuse("none is given", "Name at least one folder");
    std::set<std::string> names;
    for (const PackSource& source : sources) {
        const std::string name = nameOf(source);
        if (name.empty() || name.find('/') != std::string::npos)
            refuse("\"" + printable(name) + "\" is no name for the samples of " + source.folder.string(),
                   "Write NAME=FOLDER with a name without slashes");
        if (!names.insert(name).second)
            refuse("two of them are called " + name, "Write NAME=FOLDER to tell them apart");
    }
    if (!(scale > 0 && scale <= 1))
        refuse("the scale " + std::to_string(scale) + " is not above 0 and at most 1", "Choose, for instance, 0.5");
    if (validationLast < 0 || limit < 0)
        refuse("a number of samples is negative", "Choose 0 or more");
    if (!training && !validation)
        refuse("neither samples for training nor for validation are wanted", "Choose train, val or both");
}

std::vector<PackedSourceReport> packSamples(const PackOptions& options, const fs::path& file, const JobControl& job)
{
    options.check();
    const ClassSet target = loadClassSet(options, options.classSet);
    requirePackable(target);
    std::vector<PlannedSource> sources;
    std::size_t total = 0, done = 0;
    for (const PackSource& source : options.sources) {
        job.checkStop();
        total += sources.emplace_back(plan(source, target, options)).samples.size();
    }

    WeightFile content;
    std::vector<PackedSourceReport> reports;
    std::set<std::string> names;
    for (PlannedSource& source : sources) {
        PackedSourceReport& report = source.report;
        for (const auto& [split, files] : source.samples) {
            job.checkStop();
            const std::string name = report.name + "/" + split + "/" + files.name;
            try {
                requireNewName(name, files, names);
                Sample sample = readSample(files, source.classes);
                shrink(sample, files, options.scale);
                add(sample, name, report, content.tensors);
                report.problems.insert(report.problems.end(), sample.warnings.begin(), sample.warnings.end());
                ++(split == "train" ? report.training : report.validation);
            } catch (const Error& error) {
                report.problems.push_back(error.what());
            }
            job.report(0.95 * static_cast<double>(++done) / static_cast<double>(total), "reading " + report.name);
        }
        for (std::string& problem : report.problems)
            problem = printable(problem);
        reports.push_back(report);
    }
    if (content.tensors.empty()) {
        std::string first = "no sample was found";
        for (const PackedSourceReport& report : reports)
            if (!report.problems.empty())
                first = "the first problem: " + report.problems.front();
        throw Error(ErrorKind::Input, "Nothing to pack", first, "Look at the folders and the splits asked for");
    }
    job.checkStop();
    content.metadata = describe(target, sources);
    job.report(0.95, "writing");
    writeSafetensors(file, content);
    job.report(1, "writing");
    return reports;
}

} // namespace duoscope
