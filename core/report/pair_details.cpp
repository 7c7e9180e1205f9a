// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/pair_details.h"

#include "core/base/error.h"
#include "core/image/colour.h"
#include "core/image/image_file.h"
#include "core/image/source_image.h"
#include "core/report/npy_reader.h"
#include "core/report/pictures.h"

#include <opencv2/core.hpp>

#include <algorithm>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

class PairDescriber {
public:
    PairDescriber(const PairSources& sources, const BatchItem& item) : m_sources(sources), m_item(item)
    {
        m_pair.item = item.stem;
    }

    ReportPair describe()
    {
        addSource(FigureKind::Infrared, Modality::Infrared, m_item.infrared,
                  m_sources.run.request.ranges.infraredRange);
        addSource(FigureKind::Visible, Modality::Visible, m_item.visible, m_sources.run.request.ranges.visibleRange);
        for (const BatchMethod& method : m_sources.run.request.methods)
            addResult({m_item.stem, method.key});
        for (const BatchMethod& method : m_sources.run.request.methods)
            if (const ItemRecord* record = recordOf({m_item.stem, method.key})) {
                if (!record->stages.empty() && m_sources.run.request.outputs.trace)
                    addTrace({m_item.stem, method.key}, *record);
                if (record->isAttributed())
                    addWeights(method.key, *record);
            }
        return std::move(m_pair);
    }

private:
    const ItemRecord* recordOf(const TaskId& task) const
    {
        const auto found = m_sources.records.find(task);
        return found == m_sources.records.end() ? nullptr : &found->second;
    }

    /// Adds a figure; what keeps it from being drawn stands in its place.
    template <typename Draw>
    void addFigure(ReportFigure figure, Draw draw)
    {
        try {
            draw(figure);
        } catch (const Error& problem) {
            figure.problem = m_sources.hide(problem.failure() + ": " + problem.reason() + ".");
        }
        m_pair.figures.push_back(std::move(figure));
    }

    void addSource(FigureKind kind, Modality modality, const fs::path& file, const RangeRequest& range)
    {
        ReportFigure figure;
        figure.kind = kind;
        addFigure(std::move(figure), [&](ReportFigure& to) {
            if (file.empty()) {
                to.problem = m_item.remark;
                return;
            }
            const SourceImage source = loadSource(file, modality, range);
            setPicture(to, toBytes(source.isGray() ? source.luminance : toColour(source.luminance, source.chroma)),
                       m_sources.options.pictureSide);
        });
    }

    void addResult(const TaskId& task)
    {
        ReportFigure figure;
        figure.method = task.method;
        addFigure(std::move(figure), [&](ReportFigure& to) {
            const auto there = [&](const std::string& name) {
                std::error_code ignored;
                return fs::exists(m_sources.folder / name, ignored);
            };
            if (!recordOf(task))
                to.problem = "There is no result.";
            else if (there(colourFile(task)))
                setPicture(to, readResult(colourFile(task)), m_sources.options.pictureSide);
            else if (m_sources.run.request.outputs.gray)
                setPicture(to, readResult(grayFile(task)), m_sources.options.pictureSide);
            else
                to.problem = "The batch wrote no pictures.";
        });
    }

    cv::Mat readResult(const std::string& name) const
    {
        cv::Mat pixels = readImageFile(m_sources.folder / name).pixels;
        if (pixels.type() != CV_8UC1 && pixels.type() != CV_8UC3)
            throw Error(ErrorKind::Input, "Cannot show " + (m_sources.folder / name).string(),
                        "it is not as a batch writes it", "Resume the batch, which makes it anew");
        return pixels;
    }

    cv::Mat matrix(const TaskId& task, const std::string& name, int type) const
    {
        const fs::path file = m_sources.folder / traceFolder(task) / (name + ".npy");
        cv::Mat values = readNpy(file);
        if (values.type() != type)
            throw Error(ErrorKind::Input, "Cannot read " + file.string(), "its numbers are of another kind",
                        "Fuse the pair again with its trace");
        return values;
    }

    void addTrace(const TaskId& task, const ItemRecord& record)
    {
        const int last = static_cast<int>(record.stages.size());
        const auto begin = [&](FigureKind kind) {
            ReportFigure figure;
            figure.kind = kind;
            figure.method = task.method;
            figure.stage = last;
            return figure;
        };
        const int side = m_sources.options.pictureSide;
        const std::string stage = "stage_" + std::to_string(last);
        addFigure(begin(FigureKind::Change), [&](ReportFigure& to) {
            const cv::Mat first = matrix(task, "stage_0", CV_32FC1), final = matrix(task, stage, CV_32FC1);
            requireSize(final, first, task);
            drawSigned(to, final - first, side);
        });
        addFigure(begin(FigureKind::Weight), [&](ReportFigure& to) {
            to.scale.emplace();
            setPicture(to, heatMap(matrix(task, "weight_infrared", CV_32FC1), MapColours::Viridis, *to.scale), side);
        });
        if (record.isAttributed())
            addFigure(begin(FigureKind::Attention), [&](ReportFigure& to) {
                drawSigned(to, matrix(task, "attention_" + std::to_string(last), CV_32FC1), side);
                to.scale->unit = "score";
            });
        addFigure(begin(FigureKind::Classes), [&](ReportFigure& to) {
            const cv::Mat ids = matrix(task, "regions", CV_32SC1), fused = matrix(task, stage, CV_32FC1);
            requireSize(ids, fused, task);
            const ClassSet& classes = m_sources.classSets.at(task.method);
            setPicture(to, classOverlay(toBytes(fused), ids, classes), side);
            for (const RecordedClass& one : bySize(record))
                to.legend.push_back({one.name, colourOf(one, classes)});
        });
    }

    static void requireSize(const cv::Mat& one, const cv::Mat& other, const TaskId& task)
    {
        if (one.size() != other.size())
            throw Error(ErrorKind::Input, "Cannot draw the trace of " + task.item, "its parts differ in size",
                        "Fuse the pair again with its trace");
    }

    static void drawSigned(ReportFigure& to, const cv::Mat& values, int side)
    {
        to.scale = symmetricScale(values);
        setPicture(to, heatMap(values, MapColours::BlueWhiteRed, *to.scale), side);
    }

    static std::vector<RecordedClass> bySize(const ItemRecord& record)
    {
        std::vector<RecordedClass> classes = record.classes;
        std::stable_sort(classes.begin(), classes.end(),
                         [](const RecordedClass& a, const RecordedClass& b) { return a.pixels > b.pixels; });
        return classes;
    }

    static std::array<std::uint8_t, 3> colourOf(const RecordedClass& one, const ClassSet& classes)
    {
        return one.id < classes.size() ? classes.at(one.id).colour : std::array<std::uint8_t, 3>{};
    }

    void addWeights(const std::string& method, const ItemRecord& record)
    {
        PairWeights weights{method, {}};
        for (const RecordedClass& one : bySize(record))
            weights.classes.push_back({one.name, colourOf(one, m_sources.classSets.at(method)), one.infraredWeight});
        m_pair.weights.push_back(std::move(weights));
    }

    const PairSources& m_sources;
    const BatchItem& m_item;
    ReportPair m_pair;
};

} // namespace

ReportPair describePair(const PairSources& sources, const BatchItem& item)
{
    return PairDescriber(sources, item).describe();
}

namespace {

const BatchItem* itemOf(const std::vector<BatchItem>& items, const std::string& name)
{
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const BatchItem& item) { return item.stem == name; });
    return found == items.end() ? nullptr : &*found;
}

std::vector<const BatchItem*> namedPairs(const std::vector<BatchItem>& items, const std::vector<std::string>& names)
{
    std::vector<const BatchItem*> chosen;
    const auto choose = [&](const std::string& name) {
        const BatchItem* item = itemOf(items, name);
        if (!item)
            throw Error(ErrorKind::Usage, "Cannot show the pair \"" + name + "\"", "the run has no pair of that name",
                        "Give the name of a result without its ending");
        if (std::find(chosen.begin(), chosen.end(), item) != chosen.end())
            throw Error(ErrorKind::Usage, "Cannot show the pair \"" + name + "\"", "it is named twice", "Name it once");
        chosen.push_back(item);
    };
    for (const std::string& name : names) {
        if (itemOf(items, name)) { // it may have commas itself
            choose(name);
            continue;
        }
        for (std::size_t begin = 0; begin <= name.size();) {
            const std::size_t end = std::min(name.find(',', begin), name.size());
            if (end > begin)
                choose(name.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    return chosen;
}

} // namespace

std::vector<const BatchItem*> choosePairs(const PairSources& sources)
{
    const std::vector<BatchItem>& items = sources.run.plan.items;
    if (!sources.options.names.empty())
        return namedPairs(items, sources.options.names);
    std::vector<const BatchItem*> chosen;
    std::vector<const BatchItem*> complete;
    for (const BatchItem& item : items)
        if (std::all_of(sources.run.request.methods.begin(), sources.run.request.methods.end(),
                        [&](const BatchMethod& method) {
                            return sources.records.contains({item.stem, method.key});
                        }))
            complete.push_back(&item);
    const std::size_t count = std::min(complete.size(), static_cast<std::size_t>(sources.options.pairs));
    for (std::size_t i = 0; i < count; ++i) // the first and the last among them
        chosen.push_back(complete[count == 1 ? 0 : i * (complete.size() - 1) / (count - 1)]);
    return chosen;
}

} // namespace duoscope
