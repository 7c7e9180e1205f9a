// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/item_record.h"

#include "core/base/error.h"
#include "core/base/json_number.h"
#include "core/base/json_text.h"
#include "core/image/image_file.h"

#include <nlohmann/json.hpp>

#include <limits>
#include <stdexcept>

namespace duoscope {
namespace {

using Json = nlohmann::ordered_json;

void require(bool condition, const char* what)
{
    if (!condition)
        throw std::runtime_error(what);
}

/// JSON has no NaN, which is written as null.
double numberFrom(const Json& json)
{
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

double shareFrom(const Json& json)
{
    const double share = json.get<double>();
    require(share >= 0 && share <= 1, "a share is not between 0 and 1");
    return share;
}

RecordedSource sourceFrom(const Json& json)
{
    return {json.at("range").at("rule").get<std::string>(), wholeNumber<int>(json.at("bit_depth"))};
}

RecordedClass classFrom(const Json& json)
{
    RecordedClass one;
    one.id = wholeNumber<int>(json.at("id"));
    one.name = json.at("name");
    one.pixels = wholeNumber<std::int64_t>(json.at("pixels"));
    one.infraredWeight = shareFrom(json.at("w1"));
    require(one.id >= 0 && one.pixels > 0, "a class has a negative id, or no pixels");
    if (json.contains("infrared"))
        one.attribution = {numberFrom(json.at("infrared").at("attribution")),
                           numberFrom(json.at("visible").at("attribution"))};
    return one;
}

RecordedStage stageFrom(const Json& json)
{
    RecordedStage stage;
    stage.k = wholeNumber<int>(json.at("k"));
    stage.stepSize = numberFrom(json.at("step_size"));
    stage.change = numberFrom(json.at("mean_change"));
    if (json.contains("completeness_residual")) {
        stage.residual = numberFrom(json.at("completeness_residual"));
        stage.scoreChange = numberFrom(json.at("score_change"));
    }
    return stage;
}

ItemRecord recordFrom(const Json& json, const TaskId& task)
{
    require(json.at("item") == task.item && json.at("method") == task.method, "it is of another result");
    ItemRecord record;
    record.infrared = sourceFrom(json.at("infrared"));
    record.visible = sourceFrom(json.at("visible"));
    const auto width = wholeNumber<std::int64_t>(json.at("width")),
               height = wholeNumber<std::int64_t>(json.at("height"));
    require(width > 0 && height > 0, "it has no size");
    require(width <= kMaximumSide && height <= kMaximumSide, "its size is beyond that of all images");
    record.pixels = width * height;
    Json provenance = json.at("provenance");
    require(provenance.is_object(), "its provenance is none");
    if (provenance.contains("model")) {
        record.model = provenance.at("model").at("path");
        provenance["model"].erase("path");
    }
    record.provenance = provenance.dump();
    if (json.contains("classes")) {
        record.classSet = json.at("class_set");
        for (const Json& one : json.at("classes"))
            record.classes.push_back(classFrom(one));
    }
    for (const RecordedClass& one : record.classes)
        require(one.attribution.has_value() == record.isAttributed(), "some classes have attributions and some do not");
    if (json.contains("stages"))
        for (const Json& one : json.at("stages")) {
            record.stages.push_back(stageFrom(one));
            require(record.stages.back().k == static_cast<int>(record.stages.size()), "stages are missing");
        }
    if (json.contains("pixels_undecided")) {
        record.undecidedPixels = shareFrom(json.at("pixels_undecided"));
        record.pixelsAtLimit = shareFrom(json.at("pixels_at_limit"));
    }
    return record;
}

} // namespace

ItemRecord readItemRecord(const std::filesystem::path& folder, const TaskId& task)
{
    const std::filesystem::path file = folder / recordFile(task);
    const auto refuse = [&](const std::string& why) {
        throw Error(ErrorKind::Input, "Cannot read the record " + file.string(), why,
                    "Resume the batch, which makes the result anew");
    };
    try {
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(file, ignored))
            refuse("the journal says that it is there, and it is missing");
        ItemRecord record = recordFrom(Json::parse(readJsonText(file, kLargestRecord)), task);
        record.metrics = readRecordedMetrics(file);
        return record;
    } catch (const Json::exception& problem) {
        refuse(std::string("it is damaged (") + problem.what() + ")");
    } catch (const Error&) {
        throw;
    } catch (const std::runtime_error& problem) {
        refuse(std::string("it is damaged: ") + problem.what());
    }
    return {};
}

} // namespace duoscope
