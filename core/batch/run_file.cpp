// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/run_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/json_number.h"
#include "core/base/json_text.h"
#include "core/base/path_hider.h"
#include "core/base/portable_path.h"
#include "core/base/printable.h"
#include "core/batch/decoded_item.h"
#include "core/fusion/description.h"
#include "core/image/image_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

namespace duoscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int kFormat = 1; ///< of run.json; higher ones are refused
constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 28;

/// Paths as a run file has them.
class PathWriter {
public:
    PathWriter(fs::path folder, bool full) : m_folder(std::move(folder)), m_full(full) {}

    std::string operator()(const fs::path& path) const { return m_full ? path.string() : portablePath(path, m_folder); }

private:
    fs::path m_folder;
    bool m_full;
};

Json toJson(const ImageOutline& outline) { return {outline.width, outline.height, outline.bitDepth}; }

ImageOutline outlineFrom(const Json& json)
{
    const ImageOutline outline{wholeNumber<std::int64_t>(json.at(0)), wholeNumber<std::int64_t>(json.at(1)),
                               wholeNumber<int>(json.at(2))};
    for (const std::int64_t side : {outline.width, outline.height})
        if (side < 0 || side > kMaximumSide)
            throw std::runtime_error("the size of an image in it makes no sense");
    return outline;
}

Finding findingFrom(const std::string& text)
{
    constexpr std::array kAll{Finding::Good,      Finding::Deep,        Finding::NoLabel,   Finding::NoInfrared,
                              Finding::NoVisible, Finding::SizesDiffer, Finding::Unreadable};
    const auto found = std::find_if(kAll.begin(), kAll.end(), [&](Finding f) { return toString(f) == text; });
    return found == kAll.end() ? Finding::Unreadable : *found;
}

Json toJson(const BatchItem& item, const RunDescription& run, const PathWriter& path)
{
    Json json = {{"item", item.stem},
                 {"infrared", path(item.infrared)},
                 {"visible", path(item.visible)},
                 {"label", path(item.label)},
                 {"infrared_size", toJson(item.infraredOutline)},
                 {"visible_size", toJson(item.visibleOutline)},
                 {"finding", toString(item.finding)},
                 {"remark", item.remark}};
    if (const auto hashes = run.inputs.find(item.stem); hashes != run.inputs.end())
        json["sha256"] = hashes->second;
    return json;
}

/// Results are written, and old ones removed, under the names in the file: they must not lead out of its folder.
std::string plainName(const Json& json)
{
    std::string name = json;
    if (!isPlainName(name))
        throw std::runtime_error("the name \"" + printable(name.substr(0, 60)) +
                                 "\" in it is none that a batch gives to files");
    return name;
}

/// What a method said of itself; all that is ever asked of it is there.
std::string provenanceFrom(const Json& json)
{
    if (!json.is_object() || (json.contains("model") && !json.at("model").at("sha256").is_string()))
        throw std::runtime_error("a provenance in it is none");
    return json.dump();
}

BatchItem itemFrom(const Json& json, const fs::path& folder)
{
    BatchItem item;
    item.stem = plainName(json.at("item"));
    item.infrared = pathFromPortable(json.at("infrared"), folder);
    item.visible = pathFromPortable(json.at("visible"), folder);
    item.label = pathFromPortable(json.at("label"), folder);
    item.infraredOutline = outlineFrom(json.at("infrared_size"));
    item.visibleOutline = outlineFrom(json.at("visible_size"));
    item.finding = findingFrom(json.at("finding"));
    item.remark = json.at("remark");
    return item;
}

Json planJson(const RunDescription& run, const PathWriter& path, const PathHider& hide)
{
    const BatchPlan& plan = run.plan;
    Json items = Json::array(), skipped = Json::array();
    for (const BatchItem& item : plan.items)
        items.push_back(toJson(item, run, path));
    for (const SkippedFile& file : plan.skipped)
        skipped.push_back({{"file", path(file.file)}, {"reason", hide(file.reason)}});
    std::vector<std::string> problems;
    for (const std::string& problem : plan.problems)
        problems.push_back(hide(problem));
    return {{"infrared", path(plan.infrared)},
            {"visible", path(plan.visible)},
            {"labels", path(plan.labels)},
            {"layout", plan.layout},
            {"dataset", path(plan.dataset)},
            {"items", items},
            {"skipped", skipped},
            {"problems", problems}};
}

BatchPlan planFrom(const Json& json, const fs::path& folder, std::map<std::string, FileHashes>& inputs)
{
    BatchPlan plan;
    plan.infrared = pathFromPortable(json.at("infrared"), folder);
    plan.visible = pathFromPortable(json.at("visible"), folder);
    plan.labels = pathFromPortable(json.at("labels"), folder);
    plan.layout = json.at("layout");
    plan.dataset = pathFromPortable(json.at("dataset"), folder);
    for (const Json& item : json.at("items")) {
        plan.items.push_back(itemFrom(item, folder));
        if (item.contains("sha256"))
            inputs[plan.items.back().stem] = item.at("sha256").get<FileHashes>();
    }
    for (const Json& file : json.at("skipped"))
        plan.skipped.push_back({pathFromPortable(file.at("file"), folder), file.at("reason")});
    plan.problems = json.at("problems").get<std::vector<std::string>>();
    return plan;
}

Json methodsJson(const RunDescription& run, const PathWriter& path)
{
    Json methods = Json::array();
    for (const BatchMethod& method : run.request.methods) {
        Json options = toJson(method.options);
        for (const char* file : {"model", "external"})
            options[file] = path(options[file].get<std::string>());
        methods.push_back({{"key", method.key},
                           {"name", method.name},
                           {"options", std::move(options)},
                           {"provenance", Json::parse(run.provenance.at(method.key))}});
    }
    return methods;
}

Json toJson(const RunDescription& run, const fs::path& folder)
{
    const BatchRequest& request = run.request;
    const PathWriter path(folder, request.fullPaths);
    const PathHider hide(!request.fullPaths, foldersOf(run, folder));
    return {{"program", "duoscope"},
            {"version", DUOSCOPE_VERSION},
            {"kind", "batch"},
            {"format", kFormat},
            {"shard", request.shard.toString()},
            {"methods", methodsJson(run, path)},
            {"outputs",
             {{"gray", request.outputs.gray},
              {"colour", request.outputs.colour},
              {"trace", request.outputs.trace},
              {"segmentation", request.outputs.segmentation}}},
            {"metrics", request.metrics},
            {"convention", toString(request.convention)},
            {"infrared_range", request.ranges.infraredRange.toString()},
            {"visible_range", request.ranges.visibleRange.toString()},
            {"jobs", request.jobs},
            {"full_paths", request.fullPaths},
            {"input", planJson(run, path, hide)}};
}

RunDescription runFrom(const Json& json, const fs::path& folder)
{
    RunDescription run;
    BatchRequest& request = run.request;
    request.shard = Shard::parse(json.at("shard").get<std::string>());
    for (const Json& method : json.at("methods")) {
        FusionOptions options = fusionOptionsFrom(method.at("options"));
        options.model = pathFromPortable(options.model.string(), folder);
        options.external = pathFromPortable(options.external.string(), folder);
        request.methods.push_back({plainName(method.at("key")), method.at("name"), std::move(options)});
        run.provenance[request.methods.back().key] = provenanceFrom(method.at("provenance"));
    }
    const Json& outputs = json.at("outputs");
    request.outputs = {outputs.at("gray"), outputs.at("colour"), outputs.at("trace"), outputs.at("segmentation")};
    request.metrics = json.at("metrics").get<std::vector<std::string>>();
    request.convention = parseMetricConvention(json.at("convention").get<std::string>());
    request.ranges.infraredRange = RangeRequest::parse(json.at("infrared_range"));
    request.ranges.visibleRange = RangeRequest::parse(json.at("visible_range"));
    request.jobs = wholeNumber<int>(json.at("jobs"));
    request.fullPaths = json.value("full_paths", false); // earlier versions wrote whole paths without saying so
    run.plan = planFrom(json.at("input"), folder, run.inputs);
    return run;
}

[[noreturn]] void refuse(const fs::path& file, const std::string& why)
{
    throw Error(ErrorKind::Input, "Cannot read the run " + file.string(), why,
                "Give the run.json that a batch wrote into its folder");
}

std::string keysOf(const BatchRequest& request)
{
    std::string keys;
    for (const BatchMethod& method : request.methods)
        keys += (keys.empty() ? "" : ", ") + method.key;
    return keys;
}

} // namespace

RunDescription describeRun(const BatchPlan& plan, const BatchRequest& request, const std::vector<LoadedMethod>& methods)
{
    RunDescription run{plan, request, {}, {}};
    run.request.methods.clear();
    for (const LoadedMethod& method : methods) {
        run.request.methods.push_back(method.request);
        Json provenance = describe(method.provenance);
        provenance.erase("threads"); // another machine's are no other method
        if (provenance.contains("model"))
            provenance["model"].erase("path"); // nor is another place; the hash tells
        run.provenance[method.request.key] = provenance.dump();
    }
    return run;
}

std::vector<fs::path> foldersOf(const RunDescription& run, const fs::path& results)
{
    std::set<fs::path> folders{results, run.plan.infrared, run.plan.visible, run.plan.labels, run.plan.dataset};
    for (const BatchItem& item : run.plan.items)
        for (const fs::path* file : {&item.infrared, &item.visible, &item.label})
            if (!file->empty())
                folders.insert(file->parent_path());
    for (const BatchMethod& method : run.request.methods)
        if (!method.options.model.empty())
            folders.insert(method.options.model.parent_path());
    return {folders.begin(), folders.end()};
}

void writeRun(const fs::path& file, const RunDescription& run)
{
    const std::string text = toJson(run, file.parent_path()).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    writeAtomically(file, [&](std::ostream& stream) { stream << text; });
}

RunDescription readRun(const fs::path& file)
{
    try {
        const Json json = Json::parse(readJsonText(file, kMostBytes), nullptr, false);
        if (json.is_discarded() || !json.is_object() || json.value("kind", Json()) != "batch")
            refuse(file, "it does not describe a batch");
        if (json.contains("format") && wholeNumber<int>(json.at("format")) > kFormat)
            refuse(file, "a newer version of Duoscope wrote it");
        return runFrom(json, file.parent_path());
    } catch (const Json::exception& problem) {
        refuse(file, std::string("it is damaged (") + problem.what() + ")");
    } catch (const Error& problem) {
        if (problem.kind() == ErrorKind::Input)
            throw;
        refuse(file, problem.failure() + ": " + problem.reason()); // of a value in it, as if it had been typed
    } catch (const std::runtime_error& problem) {
        refuse(file, problem.what());
    }
}

std::string differenceOf(const RunDescription& a, const RunDescription& b)
{
    const BatchRequest &x = a.request, &y = b.request;
    if (keysOf(x) != keysOf(y))
        return "the methods are " + keysOf(x) + " there and " + keysOf(y) + " here";
    for (const auto& [key, provenance] : a.provenance)
        if (const auto other = b.provenance.find(key);
            other == b.provenance.end() || Json::parse(provenance) != Json::parse(other->second))
            return "the options, model or versions of " + key + " differ";
    if (x.outputs != y.outputs)
        return "other kinds of results are written";
    if (x.metrics != y.metrics || (!x.metrics.empty() && x.convention != y.convention))
        return "other metrics, or another convention, are asked for";
    if (x.ranges.infraredRange != y.ranges.infraredRange || x.ranges.visibleRange != y.ranges.visibleRange)
        return "the ranges of the sources differ";
    return {};
}

BatchPlan planAgain(const RunDescription& run, const JobControl& job)
{
    BatchPlan plan = run.plan;
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        job.checkStop();
        job.report(static_cast<double>(i) / static_cast<double>(plan.items.size()), "pairing");
        BatchItem& item = plan.items[i];
        const bool unlabelled = item.finding == Finding::NoLabel;
        BatchItem again = inspectItem(item.stem, item.infrared, item.visible, item.label);
        if (unlabelled && !again.willFail()) {
            again.finding = Finding::NoLabel;
            again.remark = item.remark;
        }
        item = std::move(again);
    }
    return plan;
}

void requireUnchanged(const RunDescription& run, const JobControl& job)
{
    std::vector<std::string> changed;
    const auto check = [&](const fs::path& file, const std::string& hash) {
        std::error_code ignored;
        if (!fs::exists(file, ignored) || fileHash(file) != hash)
            changed.push_back(file.string());
    };
    for (const BatchMethod& method : run.request.methods) {
        const Json provenance = Json::parse(run.provenance.at(method.key));
        if (provenance.contains("model"))
            check(method.options.model, provenance.at("model").at("sha256"));
    }
    for (std::size_t i = 0; i < run.plan.items.size(); ++i) {
        job.checkStop();
        job.report(static_cast<double>(i) / static_cast<double>(run.plan.items.size()), "checking inputs");
        const BatchItem& item = run.plan.items[i];
        const auto hashes = run.inputs.find(item.stem);
        if (hashes == run.inputs.end())
            continue;
        for (const auto& [kind, hash] : hashes->second)
            check(kind == "infrared" ? item.infrared : item.visible, hash);
    }
    if (!changed.empty())
        throw Error(ErrorKind::Input, "Cannot repeat the run",
                    changed[0] + " is no longer the file that it read" +
                        (changed.size() > 1 ? ", nor are " + std::to_string(changed.size() - 1) + " more" : ""),
                    "Bring it back, or repeat the run with what is there now by --force");
}

} // namespace duoscope
